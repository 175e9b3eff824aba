"""Stage 3 of 9: find actors — needs the annotated Doc with its Report, leaves ``polybius_actors`` and the focus.

A mention is a name of the actor list, a role ("the Armenian army", "police"), a person introduced in the report, a
pronoun or a definite description. Each of its parties carries the words of the mention and the reason for its code.
"""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Doc, Span, Token

from polybius.annotate import ActorMention, report_of
from polybius.find._actor_list import ActorList, load_actor_list
from polybius.find._blocs import read_bloc
from polybius.find._colonies import read_colony
from polybius.find._coreference import read_ahead, read_first_persons, read_third_person
from polybius.find._country_words import read_country_word
from polybius.find._groups import read_description
from polybius.find._names import AREA_KINDS, INTERNATIONAL, datelines, find_names, focus_of, followed_by_link
from polybius.find._neighbours import read_neighbour
from polybius.find._pairs import read_pair
from polybius.find._party_words import Pronoun, party_words
from polybius.find._persons import is_person_name, new_person, register, register_name
from polybius.find._phrases import counted, governing_preposition, is_locative, is_phrase_head
from polybius.find._reading import Draft, Party, Reading
from polybius.find._roles import read_phrase
from polybius.find.gazetteer import candidates_for
from polybius.records import Actor, Report

_LARGE = 50_000  # people in a place that is taken for the one of its name

_OFFICES = frozenset({
    "government", "department", "ministry", "office", "embassy", "command", "army", "navy", "forces", "presidency",
    "cabinet", "mission", "state", "defense", "defence", "foreign",
})  # fmt: skip

_ISSUING = frozenset({"UNO", "EUR", "IGO"})  # bodies that speak in statements of their own

__all__ = ["find_actors", "load_actor_list", "mentions_by_head"]


def find_actors(doc: Doc, actors: ActorList | None = None) -> Doc:
    """Finds and resolves the parties of a report.

    doc (Doc): annotated, with its Report attached.
    actors (ActorList): the list to use; None: the one on the Doc, else the one that comes with the package.
    RETURNS (Doc): the same Doc, with ``doc._.polybius_actors`` and ``doc._.polybius_focus`` set.
    """
    report = report_of(doc)
    actors = actors or doc._.polybius_actor_list or load_actor_list()
    on = report.published.end or report.published.start
    reading = Reading(doc, party_words(), actors, on, find_names(doc, actors, on))
    _prepare(reading, report)
    _introduce(reading)
    _read(reading)
    doc._.polybius_actors = tuple(_finished(reading))
    doc._.polybius_focus = reading.focus
    return doc


def mentions_by_head(doc: Doc) -> dict[int, ActorMention]:
    """The mention for every token that heads a party's phrase, in the parse or in the mention's own span."""
    found: dict[int, ActorMention] = {}
    for mention in doc._.polybius_actors:
        found[mention.head] = mention
    for mention in doc._.polybius_actors:
        for token in doc[mention.start : mention.end]:
            counts = token.dep_ == "pobj" and counted(doc[mention.head]) is not None
            if counts or not mention.start <= token.head.i < mention.end:
                found.setdefault(token.i, mention)
    return found


def _prepare(reading: Reading, report: Report) -> None:
    """The report's issuer, its focus, the tokens that are no running text, and the places of each sentence."""
    doc = reading.doc
    outlet, reading.issuer = _outlet(reading, report)
    silent = [*datelines(doc), *((r.start, r.end) for r in report.regions if r.kind in ("byline", "boilerplate"))]
    for first, last in silent:
        span = doc.char_span(first, last, alignment_mode="expand")
        if span is not None:
            reading.silent.update(range(span.start, span.end))
    towns = _find_places(reading)
    reading.focus, reading.counts = focus_of(doc, reading.hits, outlet, towns)
    reading.home = reading.focus
    if reading.issuer and reading.focus == reading.issuer:
        others = [code for code, count in reading.counts.most_common() if code != reading.issuer and count > 1]
        reading.home = others[0] if others else reading.focus


def _outlet(reading: Reading, report: Report) -> tuple[str | None, str | None]:
    """The country of the outlet, and the code of the government or body that speaks in its own name, if one does."""
    words = (report.outlet or "").split()
    for first in range(len(words)):
        for last in range(len(words), first, -1):
            found = reading.actors.lookup(" ".join(words[first:last]).rstrip(","), reading.on)
            if not found:
                continue
            code = found[0].code
            rest = words[:first] + words[last:]
            official = bool(set(found[0].sectors) & {"GOV", "MIL"}) and found[0].kind not in ("media", "people")
            named = any(word.lower().strip(",") in _OFFICES for word in rest)
            official = official or (found[0].kind in ("country", "people", "capital") and named)
            if code in INTERNATIONAL:
                return None, code if code in _ISSUING and found[0].kind != "media" else None
            return code, code if official else None
    return None, None


def _find_places(reading: Reading) -> Counter[str]:
    """Notes the country of each place named in a sentence, and counts the countries of towns and regions."""
    doc = reading.doc
    counts: Counter[str] = Counter()
    counted, told = 0, list[tuple[Span, str, bool]]()
    for hit in reading.hits:
        code = hit.entry.code
        if hit.entry.kind in AREA_KINDS and code and code not in INTERNATIONAL:
            here = is_locative(doc[hit.root], country=hit.entry.kind == "country")
            counted += here or hit.entry.kind in ("country", "capital")
            if here and _told_in(doc[hit.root]):
                reading.places.setdefault(reading.sentences[hit.root], []).append((hit.root, code))
    for entity in doc.ents:
        if entity.label_ != "GPE" or any(index in reading.hit_of for index in range(entity.start, entity.end)):
            continue
        after = doc[entity.end] if entity.end < len(doc) else None
        if after is not None and after.pos_ == "PROPN" and after.text.istitle() and doc[entity.end - 1].whitespace_:
            continue  # "St. John's Cathedral"
        country, sure = _country_of_place(entity.text)
        if country is not None:
            told.append((entity, country, sure))
    spoken = {hit.entry.code for hit in reading.hits} | {country for _, country, sure in told if sure}
    elsewhere = bool(counted) or any(sure for _, _, sure in told)
    for entity, country, sure in told:
        if not sure and elsewhere and country not in spoken:
            continue  # a village abroad that bears the name of one no list has
        counts[country] += 1
        if entity.start not in reading.silent and _told_in(entity.root):
            reading.places.setdefault(reading.sentences[entity.start], []).append((entity.root.i, country))
    return counts


def _told_in(token: Token) -> bool:
    """Whether a place is where the sentence happens, not where something comes from or goes to."""
    preposition = governing_preposition(token)
    return preposition is None or preposition.lower_ not in (
        "from",
        "to",
        "into",
        "through",
        "outside",
        "toward",
        "towards",
    )


def _country_of_place(name: str) -> tuple[str | None, bool]:
    """The country of a town or region, where the gazetteer leaves little doubt, and whether it leaves none."""
    found = candidates_for(name)
    if not found or found[0].country is None:
        return None, False
    sure = found[0].own or found[0].kind == "admin1" or found[0].population >= _LARGE
    return (found[0].country if sure or len({candidate.country for candidate in found}) == 1 else None), sure


def _introduce(reading: Reading) -> None:
    """Learns the persons of the report first, so that a surname is known also before the full name."""
    doc = reading.doc
    for hit in reading.hits:
        if hit.entry.kind == "person" and hit.end - hit.start > 1:
            register_name(reading, doc[hit.end - 1].text, reading.party(hit.entry))
    for token in doc:
        if token.pos_ != "PROPN" or token.i in reading.hit_of or not is_phrase_head(token) or token.i in reading.silent:
            continue
        start = reading.start_of(token)
        if start < token.i and token.lower_ not in reading.surnames and is_person_name(reading, token, start):
            _listed(reading, token) or new_person(reading, token, start)


def _listed(reading: Reading, token: Token) -> Party | None:
    """The listed person of that surname whose title and country fit the words ("President Erdoğan")."""
    title = reading.doc[token.i - 1]
    if title.lower_.rstrip(".") not in reading.words.titles:
        return None
    found = [entry for entry in reading.actors.surname(token.text, reading.on) if reading.counts[entry.code or ""]]
    if len(found) != 1:
        return None
    party = reading.party(found[0])
    register(reading, token.text, party)
    return party


def _read(reading: Reading) -> None:
    """One pass from left to right; I, we and you come last, as their speakers may stand behind them."""
    spoken: list[tuple[Token, Pronoun]] = []
    ahead: list[tuple[Token, Pronoun]] = []
    for token in reading.doc:
        pronoun = reading.words.pronouns.get(token.lower_) if token.pos_ in ("PRON", "DET", "SCONJ", "ADJ") else None
        if pronoun is not None:
            if token.i in reading.hit_of:
                continue
            if pronoun.person < 3:
                spoken.append((token, pronoun))
            else:
                ahead += [] if read_third_person(reading, token, pronoun) else [(token, pronoun)]
        elif token.i not in reading.by_head and _is_head(reading, token):
            described = (read_pair, read_bloc, read_colony, read_country_word, read_neighbour, read_description)
            if not any(read(reading, token) for read in described):
                read_phrase(reading, token)
    for token, pronoun in ahead:
        read_ahead(reading, token, pronoun)
    read_first_persons(reading, spoken)
    for hit in reading.hits:
        if hit.start not in reading.used and hit.root not in reading.by_head and hit.root not in reading.silent:
            _stray(reading, hit.root)


def _is_head(reading: Reading, token: Token) -> bool:
    if token.is_space or token.is_punct:
        return False
    hit = reading.hit_of.get(token.i)
    if hit is not None:
        return hit.root == token.i and (
            is_phrase_head(token)
            or (
                token.dep_ in ("nsubj", "dobj", "pobj", "ROOT", "conj", "poss", "agent", "nsubjpass", "appos", "attr")
                and token.pos_ not in ("NOUN", "PROPN")
                and not _before_noun(token)
            )
        )
    return is_phrase_head(token) or (
        token.pos_ in ("NUM", "ADJ", "DET", "PRON") and token.dep_ in ("nsubj", "nsubjpass", "dobj", "pobj")
    )


def _before_noun(token: Token) -> bool:
    return token.head.i > token.i and token.head.pos_ in ("NOUN", "PROPN")


def _stray(reading: Reading, index: int) -> None:
    """A name that no phrase has taken up, as where the parse went astray."""
    hit = reading.hit_of[index]
    if hit.entry.kind in (*AREA_KINDS, "seat") and is_locative(reading.doc[index], country=hit.entry.kind == "country"):
        return
    if hit.entry.kind in ("capital", "region", "seat") and followed_by_link(reading.doc, hit):
        return  # "a Georgetown-educated diplomat"
    counted = any(child.dep_ in ("nummod", "det") for child in reading.doc[index].lefts)  # "five Iraqis", "a Libyan"
    plural = reading.doc[index].tag_ in ("NNS", "NNPS")
    bare = hit.entry.kind == "people" and (not (plural or counted) or followed_by_link(reading.doc, hit))
    party = reading.party(hit.entry, bare=bare)
    kind = "demonym" if hit.entry.kind == "people" else "name"
    reading.add(Draft(hit.start, hit.end, index, [party], kind, party.reason))


def _finished(reading: Reading) -> list[ActorMention]:
    """The mentions in text order, those that overlap another party's words without need dropped."""
    kept: list[ActorMention] = []
    ordered = sorted(reading.drafts, key=lambda draft: (draft.start, -draft.end))
    inner: list[Draft] = []
    for draft in ordered:
        while inner and inner[-1].end <= draft.start:
            inner.pop()
        if inner and not _may_stand_inside(draft, inner[-1]):
            continue
        inner.append(draft)
        kept.append(_mention(reading.doc, draft))
    return kept


def _may_stand_inside(draft: Draft, outer: Draft) -> bool:
    if draft.end > outer.end or draft.head == outer.head:
        return False
    if draft.kind == "pronoun":
        return True
    mine = {party.code for party in draft.parties}
    return draft.kind in ("demonym", "name", "person", "role", "group") and (
        mine.isdisjoint({party.code for party in outer.parties}) or draft.parties[0].kind == "person"
    )


def _mention(doc: Doc, draft: Draft) -> ActorMention:
    span = doc[draft.start : draft.end]
    actors = tuple(
        Actor(text=span.text, start=span.start_char, end=span.end_char, id=party.id,
              name=party.name if party.id else None, code=party.code, sectors=party.sectors,
              reason=draft.reason or party.reason)
        for party in draft.parties
    )  # fmt: skip
    return ActorMention(draft.start, draft.end, draft.head, actors, draft.kind)
