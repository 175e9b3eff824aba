"""Parties the clause does not name but the report leaves beyond doubt, marked implicit (guide, rule 19).

In lists of strikes or arrests the doer is told once: a later event noun of the same kind without a doer takes the
doer of the one before. So does a passive joined to a deed: "Police used batons, and six people were detained".
"""

from __future__ import annotations

from spacy.tokens import Token

from polybius.events.attachment import stands_beside
from polybius.events.candidates import Candidate
from polybius.events.grammar import is_passive, sentence_of
from polybius.records import Actor

REACH = 6  # sentences a doer may carry over
FORCEFUL = frozenset({"ASSAULT", "COERCE"})  # deeds whose doer is also that of a passive of such a kind beside them


def lend_actors(candidates: list[Candidate]) -> None:
    """Gives event nouns without a doer that of the nearest earlier event on the same noun, as an implicit party."""
    _lend_to_passives(candidates)
    latest: dict[tuple[str, str], tuple[int, tuple[Actor, ...]]] = {}
    sentences: dict[int, int] = {}
    for candidate in sorted(candidates, key=lambda c: c.trigger.i):
        sentence = sentences.setdefault(sentence_of(candidate.trigger).start, len(sentences))
        for noun in _nouns(candidate):
            key = (noun, candidate.category)
            if candidate.actors:
                latest[key] = (sentence, candidate.actors)
            elif key in latest and sentence - latest[key][0] <= REACH and _is_counted(candidate, noun):
                candidate.actors = tuple(implied(actor) for actor in latest[key][1])
                candidate.reasons.append(f"the doer is that of the “{noun}” told before (rule 19)")
                latest[key] = (sentence, latest[key][1])


def _lend_to_passives(candidates: list[Candidate]) -> None:
    deeds = {i: c for c in candidates if c.category in FORCEFUL for i in c.verbs}
    for candidate in sorted(candidates, key=lambda c: c.trigger.i):
        verb = candidate.verb
        if verb is None or candidate.actors or candidate.category not in FORCEFUL or not is_passive(verb):
            continue
        told = next((deeds[v.i] for v in _beside(verb) if v.i in deeds and deeds[v.i].actors), None)
        if (
            told is not None
            and told is not candidate
            and all(a.code for a in told.actors)
            and not _suffers(told, candidate)
        ):
            candidate.actors = tuple(implied(actor) for actor in told.actors)
            candidate.reasons.append(f"the doer is that of “{told.trigger.text}” beside it (rule 19)")


def _beside(verb: Token) -> list[Token]:
    """The verb a clause is coordinated with, or that of the sentence before a semicolon."""
    if verb.dep_ == "conj":
        return [verb.head]
    return [c for c in verb.children if stands_beside(c)]


def _suffers(told: Candidate, candidate: Candidate) -> bool:
    """Whether those of the passive are of the doers' own side: "rebels attacked, and four rebels were killed"."""
    doers = {(a.code, a.id, a.sectors) for a in told.actors}
    return any((a.code, a.id, a.sectors) in doers for a in candidate.recipients)


def implied(actor: Actor) -> Actor:
    """The same party as one its clause does not name."""
    return actor.model_copy(update={"start": None, "end": None, "implicit": True})


def _nouns(candidate: Candidate) -> list[str]:
    doc = candidate.trigger.doc
    tokens = [candidate.trigger, *(doc[i] for i in sorted(candidate.used))]
    return [t.lemma_.lower() for t in tokens if t.pos_ == "NOUN"]


def _is_counted(candidate: Candidate, noun: str) -> bool:
    """Whether the noun opens a new item of a list: "one strike", "three strikes", "another attack"."""
    doc = candidate.trigger.doc
    tokens = [candidate.trigger, *(doc[i] for i in candidate.used)]
    return any(
        child.dep_ == "nummod" or child.lower_ in {"another", "further", "other", "more"}
        for t in tokens if t.lemma_.lower() == noun for child in t.children
    )  # fmt: skip
