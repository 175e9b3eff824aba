"""What is known of a report's parties while it is read: the parties, their mentions so far, the country in focus."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from polybius.find._actor_list import ActorList, Entry
from polybius.find._names import COUNTRY_KINDS, Hit
from polybius.find._party_words import PartyWords, referring, speech_verbs
from polybius.find._phrases import lemma, phrase_start, sentence_numbers
from polybius.find._quotes import Quotes

_PAGES = 1500  # tokens around a description in which the parties it stands for are looked for


@dataclass(eq=False)
class Party:
    """A party of the report, shared by its mentions so that what is learnt later holds for the earlier ones too.

    kind: country, body, person, group, thing. gender: m, f, n or empty. nouns: lemmas of the role nouns used of it.
    """

    kind: str
    code: str | None = None
    sectors: tuple[str, ...] = ()
    id: str | None = None
    name: str | None = None
    gender: str = ""
    plural: bool = False
    nouns: set[str] = field(default_factory=set)
    reason: str = ""

    def key(self) -> tuple[str | None, ...]:
        """What makes two parties the same one for counting."""
        return (self.id,) if self.id else (self.code, *self.sectors) if self.code else (None, str(id(self)))


@dataclass(eq=False)
class Draft:
    """A mention under construction: token span, head token, parties, kind as in ``ActorMention``, and the reason."""

    start: int
    end: int
    head: int
    parties: list[Party]
    kind: str
    reason: str
    text_end: int | None = None


class Reading:
    """One report being read; the stages of this room add to it."""

    def __init__(self, doc: Doc, words: PartyWords, actors: ActorList, on: str | None, hits: list[Hit]) -> None:
        self.doc, self.words, self.actors, self.on, self.hits = doc, words, actors, on, hits
        self.hit_of: dict[int, Hit] = {index: hit for hit in hits for index in range(hit.start, hit.end)}
        self.sentences = sentence_numbers(doc)
        self.focus: str | None = None
        self.home: str | None = None  # whose a role without a country is taken for
        self.issuer: str | None = None
        self.counts: Counter[str] = Counter()
        self.places: dict[int, list[tuple[int, str]]] = {}
        self.drafts: list[Draft] = []
        self.by_head: dict[int, Draft] = {}
        self.surnames: dict[str, list[Party]] = {}
        self.quotes = Quotes(doc, speech_verbs())
        self.of_roles = _of_roles(doc, words)  # tokens of "secretary of state" -> its span
        self.used: set[int] = set()  # first tokens of hits that a mention has taken up
        self.silent: set[int] = set()  # tokens in datelines and bylines, where names are no parties
        self.hostile = {self.sentences[token.i] for token in doc if token.lemma_.lower() in words.conflict}
        self.policed = any(token.lower_ in referring("police-word") for token in doc)
        self._starts = [hit.start for hit in hits]
        self._of_entry: dict[tuple[str, str], Party] = {}

    def add(self, draft: Draft) -> Draft:
        """Takes a mention up, unless its head has one."""
        if draft.head in self.by_head:
            return self.by_head[draft.head]
        self.drafts.append(draft)
        self.by_head[draft.head] = draft
        return draft

    def party(self, entry: Entry, *, bare: bool = False) -> Party:
        """The party of an entry; bare: without sectors, as where a people's adjective only tells the country."""
        if bare and entry.kind != "country":
            # "Armenian" before a noun tells the country
            entry = self.actors.country(entry.code or "") or entry
        key = (entry.id, "bare" if bare and entry.kind != "country" else "")
        if key not in self._of_entry:
            kind = "person" if entry.kind == "person" else "country" if entry.kind in COUNTRY_KINDS else "body"
            if entry.kind in ("people", "ethnic", "religious") and not bare:
                kind = "group"
            party = Party(kind, entry.code, () if bare else entry.sectors, entry.id, entry.name)
            party.gender = self.words.genders.get(entry.name.split()[0], "") if kind == "person" else "n"
            party.plural = kind == "group"
            party.reason = f"actor list: {entry.id} ({entry.kind})"
            self._of_entry[key] = party
        return self._of_entry[key]

    def country(self, code: str) -> Party:
        """The party of the country with a code."""
        entry = self.actors.country(code)
        return self.party(entry) if entry is not None else Party("country", code, gender="n")

    def hits_in(self, start: int, end: int) -> Iterator[Hit]:
        """The names of the list in a token span, in text order."""
        last = None
        for index in range(start, end):
            hit = self.hit_of.get(index)
            if hit is not None and hit is not last:
                last = hit
                yield hit

    def start_of(self, head: Token) -> int:
        """Where the phrase of ``head`` begins, with a role of several words before a name ("Secretary of State …")."""
        start = phrase_start(head)
        for index in (start, start - 1):
            span = self.of_roles.get(index)
            if span is not None and span[1] <= head.i and span[1] >= start:
                return phrase_start(self.doc[span[0]])
        return start

    def hits_near(self, index: int) -> list[Hit]:
        """The names within some pages around a token."""
        return self.hits[bisect_left(self._starts, index - _PAGES) : bisect_left(self._starts, index + _PAGES)]

    def recent(self, index: int, sentences: int = 3, most: int = 30) -> Iterator[Draft]:
        """The mentions before a token, the nearest first, some sentences back."""
        now = self.sentences[index]
        seen = 0
        for draft in reversed(self.drafts):
            if draft.head >= index:
                continue
            if now - self.sentences[draft.head] > sentences or seen >= most:
                return
            seen += 1
            yield draft

    def place_of(self, index: int) -> str | None:
        """The country of the place told in the token's sentence, the nearest where there are several."""
        told = self.places.get(self.sentences[index], [])
        return min(told, key=lambda pair: abs(pair[0] - index))[1] if told else None


def _of_roles(doc: Doc, words: PartyWords) -> dict[int, tuple[int, int]]:
    """The roles that hold an "of" ("secretary of state"): each of their tokens with the span."""
    found: dict[int, tuple[int, int]] = {}
    for token in doc:
        if token.lower_ != "of" or token.i == 0:
            continue
        first = lemma(doc[token.i - 1])
        for size in (3, 2, 1):
            end = token.i + 1 + size
            phrase = " ".join([first, "of", *(other.lower_ for other in doc[token.i + 1 : end])])
            if end <= len(doc) and phrase in words.roles:
                found.update((index, (token.i - 1, end)) for index in range(token.i - 1, end))
                break
    return found
