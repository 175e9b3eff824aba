"""Finds in the parse what may tell an event: predicates of the lexicon whose conditions hold, with their parties.

A predicate is a verb, an adjective, an event noun on a light verb ("launched an attack"), an event noun as subject of
a verb of occurrence ("clashes broke out"), or a bare event noun ("Yerevan's attacks").
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from spacy.tokens import Doc, Token

from polybius.events.attachment import joined_to
from polybius.events.classifier import Judgement
from polybius.events.grammar import (
    Slots,
    carriers,
    clause_span,
    expand,
    forms,
    is_passive,
    objects_of,
    patient,
    sentence_of,
    subject,
)
from polybius.events.lexicon import NONE, EventLexicon, Need, Pattern, Predicate, Standing
from polybius.events.parties import Parties, is_known
from polybius.records import Actor, VictimKind
from polybius.tables import DATA, read_table

Rule = TypeVar("Rule", Predicate, Standing)
SITES = frozenset({"GPE", "LOC", "FAC", ""})  # what the model may take the name of a place for
ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "pobj", "attr", "appos", "conj", "ROOT"})
STATIVE = {"have", "be", "maintain", "enjoy", "keep", "remain", "share", "retain"}


@cache
def idle_verbs() -> frozenset[str]:
    """Lemmas of verbs that are no political acts by themselves and are not worth judging."""
    path = DATA / "lexicons" / "idle_verbs.csv"
    return frozenset(word for row in read_table(path, ("lemmas", "note")) for word in row.many("lemmas"))


def is_worth_judging(verb: Token, cues: frozenset[int]) -> bool:
    """Whether a verb the lexicon does not know may tell an act; cues: verbs by which somebody is quoted."""
    if verb.pos_ != "VERB" or verb.dep_ in {"aux", "auxpass", "amod"} or verb.i in cues:
        return False
    return _is_finite(verb) and verb.lemma_.lower() not in idle_verbs()


def _is_finite(verb: Token) -> bool:
    """Whether a verb tells of an act as such: infinitives and gerunds name what is meant, asked or done with."""
    if verb.tag_ in {"VBD", "VBZ", "VBP"}:
        return True
    return any(c.dep_ in {"aux", "auxpass"} and c.lower_ != "to" for c in verb.children) or (
        verb.tag_ == "VBN" and verb.dep_ in {"acl", "conj", "ROOT"}
    )


@dataclass
class Candidate:
    """A predicate met in the text, with its parties.

    trigger: the token that bears the meaning; light: the light or occurrence verb it leans on; role: that verb's
    (agent, patient, occur), "" for a bare noun or a verb.
    modes: (name, first token, end token) with the words that show it; None where the lexicon row gives it.
    """

    trigger: Token
    predicate: Predicate
    slots: Slots
    light: Token | None = None
    role: str = ""
    actors: tuple[Actor, ...] = ()
    recipients: tuple[Actor, ...] = ()
    actor_tokens: list[Token] = field(default_factory=list)
    recipient_tokens: list[Token] = field(default_factory=list)
    span: tuple[int, int] = (0, 0)
    used: set[int] = field(default_factory=set)  # event nouns that belong to this predicate
    means: set[int] = field(default_factory=set)  # the doer's own forces and envoys with whom it is done
    joined: set[int] = field(default_factory=set)  # verbs of other candidates that tell the same act
    claimed: Token | None = None  # the verb by which the doer claims the act (guide, rule 26)
    counted: tuple[VictimKind, Token] | None = None  # the bare figure it tells ("the police admit to three")
    voices: tuple[Actor, ...] = ()  # who gives a figure, where no statement is found there
    settled: bool = False  # its reality needs no further judging
    reasons: list[str] = field(default_factory=list)
    judgement: Judgement | None = None  # the classifier's probabilities, where it was asked
    certainty: float | None = None  # of the category, from lexicon and classifier together, not calibrated
    listed: bool = True  # a row of the lexicon or a rule found it; False: the classifier alone

    @property
    def category(self) -> str:
        """The PLOVER category."""
        return self.predicate.category

    @property
    def is_bare_noun(self) -> bool:
        """Whether it is an event noun without a verb of its own: perhaps a mere back-reference (guide, rule 1)."""
        return self.predicate.pattern.pos == "noun" and self.light is None

    @property
    def verbs(self) -> set[int]:
        """Indices of all verbs that tell the act."""
        own = self.verb
        return self.joined | ({own.i} if own is not None else set())

    @property
    def verb(self) -> Token | None:
        """The verb whose tense and mood decide whether the act is real; None for a bare noun."""
        if self.light is not None:
            return self.light
        if self.trigger.pos_ in {"VERB", "AUX"}:
            return self.trigger
        return self.trigger.head if self.trigger.pos_ == "ADJ" else None


@cache
def occurrence_verbs() -> frozenset[str]:
    """Lemmas of verbs that say an event noun takes place."""
    path = DATA / "lexicons" / "occurrence.csv"
    return frozenset(word for row in read_table(path, ("lemmas", "note")) for word in row.many("lemmas"))


class Matcher:
    """Matches the lexicon's predicates against one Doc."""

    def __init__(self, doc: Doc, lexicon: EventLexicon, parties: Parties) -> None:
        self.doc, self.lexicon, self.parties = doc, lexicon, parties
        self._forms: dict[int, set[str]] = {}  # by token, since many rows ask for the same words

    def candidates(self) -> list[Candidate]:
        """All predicates of the Doc whose conditions hold, in text order, parties not yet filled in."""
        states = self._states() | self._months()
        found = [c for token in self.doc if token.i not in states for c in self._at(token)]
        return [c for c in found if c.category != NONE or c.used]

    def unlisted(
        self, listed: Sequence[Candidate], row: Predicate, fill: Callable[[Candidate], None]
    ) -> list[Candidate]:
        """Verbs the lexicon has no row for, as candidates of ``row``: those with a known party.

        listed: the candidates found by the lexicon; their verbs, nouns and light verbs are left alone; fill: sets the
        parties of a candidate.
        """
        taken = {i for c in listed for i in (c.trigger.i, *c.used, *c.verbs)}
        cues = frozenset(
            m.cue for m in self.doc._.polybius_statements if m.cue is not None and _has_content(self.doc[m.cue])
        )
        found = []
        for token in self.doc:
            if token.i in taken or not is_worth_judging(token, cues) or self._has_row(token):
                continue
            candidate = Candidate(token, row, Slots(token), span=clause_span(token))
            fill(candidate)
            both = bool(candidate.actors and candidate.recipients)
            if any(is_known(a) for a in (*candidate.actors, *(candidate.recipients if both else ()))):
                found.append(candidate)
        return found

    def _has_row(self, token: Token) -> bool:
        """Whether the lexicon has a sense for this use of a verb, be it one that tells no event."""
        return bool(self.fitting(self.lexicon.predicates, "verb", token, Slots(token)))

    def _months(self) -> set[int]:
        """Tokens that are months, not marches: names inside a time expression."""
        spans = ((mention.start, mention.end) for mention in self.doc._.polybius_times)
        return {i for start, end in spans for i in range(start, end) if self.doc[i].text in {"March", "May"}}

    def _states(self) -> set[int]:
        """Tokens that tell a standing relation ("has a pact with") and so no event: the verb and its filler."""
        taken: set[int] = set()
        for token in self.doc:
            if token.pos_ not in {"VERB", "AUX"} or ("verb", token.lemma_.lower()) not in self.lexicon.standing:
                continue
            slots = Slots(token)
            for row in self.fitting(self.lexicon.standing, "verb", token, slots):
                fillers = {f.i for n in row.pattern.needs if n.restricts and not n.other for f in slots[n.slot]}
                if fillers and token.lemma_.lower() in STATIVE:
                    taken |= fillers
        return taken

    def _at(self, token: Token) -> Iterator[Candidate]:
        if token.pos_ in {"VERB", "AUX"}:
            yield from self._verb(token)
        elif token.pos_ in {"NOUN", "PROPN"}:
            if not self._is_name_part(token):
                yield from self._noun(token)
        elif token.pos_ in {"ADJ", "ADV"}:
            yield from self._adjective(token)

    def _is_name_part(self, token: Token) -> bool:
        """Whether the token belongs to a party's name ("Strike Corps") and so tells no event."""
        mention = self.parties.heads.get(token.i)
        if mention is not None:
            return mention.kind in {"name", "person"}
        # "investigation department", "attack helicopter": the event noun only says what kind of thing it is
        first = token
        while first.dep_ == "conj":
            first = first.head
        return first.dep_ in {"compound", "nmod"}

    def _verb(self, token: Token) -> Iterator[Candidate]:
        if token.dep_ == "amod" and token.i < token.head.i:
            return
        slots = Slots(token)
        for row in self._best("verb", token, slots):
            used = {f.i for need in row.pattern.needs if need.restricts and not need.other for f in slots[need.slot]}
            if row.category != NONE or used:
                yield Candidate(token, row, slots, span=clause_span(token), used=used)

    def _noun(self, token: Token) -> Iterator[Candidate]:
        if self._is_quoted_alone(token):
            return
        light, role = self._light_verb(token)
        slots = Slots(token, light, role)
        for row in self._best("noun", token, slots):
            if row.category == NONE:
                continue
            span = clause_span(token, light)
            yield Candidate(token, row, slots, light=light, role=role, span=span)

    def _is_quoted_alone(self, token: Token) -> bool:
        """Whether the noun alone stands between quotation marks: the report does not take it for its own word."""
        if token.i == 0 or token.i + 1 >= len(self.doc):
            return False
        return self.doc[token.i - 1].is_quote and self.doc[token.i + 1].is_quote

    def _adjective(self, token: Token) -> Iterator[Candidate]:
        slots = Slots(token)
        for row in self._best("adj", token, slots):
            if row.category != NONE and token.dep_ in {"acomp", "ROOT", "conj", "advcl", "oprd", "acl", "relcl"}:
                yield Candidate(token, row, slots, span=clause_span(token.head if token.dep_ == "acomp" else token))

    def _light_verb(self, noun: Token) -> tuple[Token | None, str]:
        """The verb an event noun leans on, and its role; (None, "") for a bare noun."""
        carried = carriers(noun)
        first = carried[-1] if carried else noun
        governor, preposition = first.head, ""
        while first.dep_ == "conj" and first.head.pos_ in {"NOUN", "PROPN"}:
            first = first.head
            governor = first.head
        if first.dep_ == "pobj" and governor.pos_ in {"ADP", "SCONJ", "PART"}:
            preposition, governor = governor.lower_, governor.head
        if governor.pos_ not in {"VERB", "AUX"}:
            return self._light_clause(noun)
        if first.dep_ in {"dobj", "nsubjpass", "attr", "pobj", "oprd"}:
            for light in self.lexicon.light_verbs.get(governor.lemma_.lower(), ()):
                if self._words_follow(governor, light.words[1:], preposition) and self._hold(
                    light.needs, Slots(governor)
                ):
                    return governor, light.role
        clause = self._light_clause(noun)
        if clause[0] is None and first.dep_ in {"nsubj", "nsubjpass"} and governor.dep_ != "amod":
            particle = next((c.lemma_.lower() for c in governor.children if c.dep_ == "prt" or _is_idiom(c)), "")
            if f"{governor.lemma_.lower()} {particle}".strip() in occurrence_verbs():
                return governor, "occur"
        return clause

    def _light_clause(self, noun: Token) -> tuple[Token | None, str]:
        """The light verb of a clause on the noun and its role: "the threat that X made", "the visit paid by X"."""
        for clause in noun.rights:
            if clause.dep_ not in {"relcl", "acl"}:
                continue
            occurs = clause.dep_ == "relcl" and clause.lemma_.lower() in occurrence_verbs() and not is_passive(clause)
            if occurs and any(t.i == noun.i for t in subject(clause)):
                return clause, "occur"
            if all(t.i != noun.i for t in patient(clause)):
                continue
            for light in self.lexicon.light_verbs.get(clause.lemma_.lower(), ()):
                if light.role != "occur" and len(light.words) == 1 and self._hold(light.needs, Slots(clause)):
                    return clause, light.role
        return None, ""

    @staticmethod
    def _words_follow(verb: Token, words: tuple[str, ...], preposition: str) -> bool:
        """Whether the light verb's further words (particles, preposition) stand with it."""
        near = {c.lower_ for c in verb.children if c.dep_ in {"prt", "advmod", "prep", "acomp"}}
        return all(word in near or word == preposition for word in words) and (not preposition or preposition in words)

    def _best(self, pos: str, token: Token, slots: Slots) -> list[Predicate]:
        """The rows that apply: the most specific one, and those flagged ``also``."""
        fitting = self.fitting(self.lexicon.predicates, pos, token, slots)
        if not fitting:
            return []
        main = [r for r in fitting if "also" not in r.flags]
        if not main:
            return []
        best = min(main, key=lambda r: (-r.pattern.weight, r.pattern.order))
        if best.category == NONE:
            # a sense shut out in one file does not shut out an equally specific sense of another file
            rivals = [r for r in main if r.category != NONE and r.pattern.weight == best.pattern.weight]
            best = next((r for r in rivals if r.origin.split(":")[0] != best.origin.split(":")[0]), best)
        extra = [
            r for r in fitting
            if "also" in r.flags and best.category not in {NONE, r.category} and r.pattern.weight >= best.pattern.weight
        ]  # fmt: skip
        return [best, *extra]

    def fitting(
        self, table: Mapping[tuple[str, str], tuple[Rule, ...]], pos: str, token: Token, slots: Slots
    ) -> list[Rule]:  # fmt: skip
        """The rows of a table whose words and conditions hold at a token."""
        heads = {token.lemma_.lower(), token.lower_}
        rows = [r for head in sorted(heads) for r in table.get((pos, head), ())]
        return [r for r in rows if self._applies(r.pattern, token, slots)]

    def _applies(self, pattern: Pattern, token: Token, slots: Slots) -> bool:
        if pattern.pos == "verb":
            words = pattern.words[1:]
            if words and not slots.words_near.issuperset(words):
                return False
        elif not self._preceded(token, pattern.words[:-1]):
            return False
        return self._hold(pattern.needs, slots)

    def _preceded(self, noun: Token, words: Sequence[str]) -> bool:
        """Whether the words stand right before the noun (hyphens skipped)."""
        at = noun.i - 1
        for word in reversed(words):
            while at >= 0 and self.doc[at].text in {"-", "–"}:
                at -= 1
            if at < 0 or word not in {self.doc[at].lemma_.lower(), self.doc[at].lower_}:
                return False
            at -= 1
        return True

    def _hold(self, needs: tuple[Need, ...], slots: Slots) -> bool:
        return all(self._holds(need, slots) for need in needs)

    def _holds(self, need: Need, slots: Slots) -> bool:
        fillers = slots[need.slot]
        if need.absent:
            return not fillers
        if need.other:
            return not any(self._fits(need, f) for f in fillers)
        if not fillers:
            return False
        if not need.restricts:
            return True
        meant = [*fillers, *(t for f in fillers for t in (*meant_beside(f), *headed_by(f, slots.trigger)))]
        if any(self._fits(need, token) for token in meant):
            return True
        return bool(need.words) and any(self._named(need, t) for f in fillers for t in meant_before(f))

    def _named(self, need: Need, filler: Token) -> bool:
        known = self._forms.get(filler.i)
        if known is None:
            known = self._forms[filler.i] = forms(filler)
        return not need.words.isdisjoint(known)

    def _fits(self, need: Need, filler: Token) -> bool:
        if need.words and self._named(need, filler):
            return True
        return any(self._in_class(name, filler) for name in need.classes)

    def _in_class(self, name: str, filler: Token) -> bool:
        if name == "@number":
            return filler.like_num or any(c.dep_ == "nummod" for c in filler.children)
        if name == "@place":
            return filler.i in self.parties.places or (
                filler.pos_ == "PROPN" and filler.ent_type_ in SITES and filler.i not in self.parties.heads
            )
        actors = self.parties.of_token(filler)
        if name == "@actor":
            return bool(actors)
        if name == "@country":
            return any(a.code and not a.sectors for a in actors)
        if name == "@government":
            return any("GOV" in a.sectors or (a.code and not a.sectors) for a in actors)
        if name == "@military":
            return any({"MIL", "REB", "PRM", "UAF"} & set(a.sectors) for a in actors)
        mention = self.parties.mention(filler)
        return mention is not None and (mention.kind in {"person", "pronoun"} or filler.ent_type_ == "PERSON")


def _is_idiom(word: Token) -> bool:
    """Whether an object makes a verb one of occurrence: "took place", "took twelve lives", "cost them their lives"."""
    return word.dep_ == "dobj" and word.lemma_.lower() in {"place", "life"}


def _has_content(cue: Token) -> bool:
    """Whether a verb of saying governs a clause and so does not act on an object ("announced a cut of aid to Y")."""
    return any(c.dep_ in {"ccomp", "xcomp", "parataxis"} for c in cue.children) or not any(
        c.dep_ == "dobj" for c in cue.children
    )


def meant_beside(pronoun: Token) -> list[Token]:
    """What "it" or "them" in the object of a coordinated verb is: the object of the verb it stands beside.

    "Imposed martial law in December and lifted it in July": what is lifted is the martial law.
    """
    verb = pronoun.head
    if pronoun.lower_ not in {"it", "them"} or pronoun.dep_ != "dobj" or verb.dep_ != "conj":
        return []
    first = joined_to(verb)
    return [o for o in expand(patient(first)) if o.pos_ != "PRON"] if first.pos_ == "VERB" else []


def meant_before(pronoun: Token) -> Iterator[Token]:
    """What an object or subject "it" or "them" may be, by number: the nouns told before it here and a sentence back.

    Which of them it is the verb decides: one observes a truce and retakes a town (selectional preference, Hobbs 1978).
    """
    plural = pronoun.lower_ in {"them", "they"}
    if not (plural or pronoun.lower_ == "it") or pronoun.dep_ not in {"dobj", "nsubjpass", "nsubj"}:
        return
    now = sentence_of(pronoun)
    first = sentence_of(pronoun.doc[now.start - 1]).start if now.start else now.start
    for token in reversed(pronoun.doc[first : pronoun.i]):
        if token.pos_ == "NOUN" and token.dep_ in ARGUMENTS and (token.tag_ == "NNS") == plural:
            yield token


def headed_by(noun: Token, verb: Token) -> list[Token]:
    """The noun above the one a relative clause is hung on: "the siege of the town, which X keeps up"."""
    above = noun.head.head
    if verb.dep_ != "relcl" or verb.head.i != noun.i or verb.left_edge.nbor(-1).text != ",":
        return []
    return [above] if noun.dep_ == "pobj" and noun.head.lower_ == "of" and above.pos_ == "NOUN" else []


def governs_nominal(candidate: Candidate, other: Candidate) -> bool:
    """Whether ``other`` is an event noun in ``candidate``'s subject or in its in-, by- or during-phrase."""
    token = other.trigger
    while token.dep_ == "conj" and token.head.pos_ in {"NOUN", "PROPN"}:
        token = token.head
    if token.dep_ in {"nsubj", "nsubjpass"}:
        return token.head.i == candidate.trigger.i
    if token.dep_ == "pobj" and token.head.lower_ in {"in", "by", "during", "with"}:
        host = token.head.head
        return host.i == candidate.trigger.i or any(
            o.i == token.i for o in objects_of(token.head) if host is candidate.light
        )
    return False
