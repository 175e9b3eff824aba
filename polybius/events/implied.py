"""Recipients the clause does not name but the events told before leave beyond doubt, marked implicit (guide, rule 19).

Who rejects a charge answers the accuser; who condemns an attack condemns the attacker; who renews a measure renews it
against those it was laid on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache

from spacy.tokens import Doc

from polybius.events.implicit import implied
from polybius.events.retell import codes
from polybius.records import Actor, Event
from polybius.tables import DATA, read_table

# acts of words that ask for an answer, and the categories that give one
ASKING = frozenset({"ACCUSE", "REQUEST", "THREATEN", "AGREE", "REJECT", "SUPPORT", "CONSULT"})
ANSWERING = frozenset({"REJECT", "AGREE", "CONCEDE", "SUPPORT", "ACCUSE"})
DEEDS = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "PROTEST", "THREATEN"})
LAID_ON = frozenset({"SANCTION", "AID"})
NEAR, FAR = 3, 6  # sentences back in which an asking act, and a deed or measure, is looked for


@cache
def words_of(use: str) -> frozenset[str]:
    """The words of one use in ``answers.csv``."""
    rows = read_table(DATA / "lexicons" / "answers.csv", ("words", "use", "note"))
    return frozenset(word for row in rows if row["use"] == use for word in row.many("words"))


def imply_recipients(events: list[Event], doc: Doc) -> list[Event]:
    """Gives events with a doer but no recipient the party that an earlier event leaves beyond doubt."""
    ordered = sorted(events, key=lambda e: e.trigger.start)
    starts = [sentence.start_char for sentence in doc.sents]
    found: list[Event] = []
    for event in ordered:
        before = [other for other in found if other.trigger.start < event.trigger.start]
        found.append(_implied(event, before, doc, starts))
    return found


def _implied(event: Event, before: list[Event], doc: Doc, starts: list[int]) -> Event:
    if event.recipients or not codes(event.actors) or "hypothetical" in event.realis:
        return event
    words = _words(event, doc)
    now = _sentence(event, starts)
    near = [other for other in reversed(before) if now - _sentence(other, starts) <= NEAR]
    far = [other for other in reversed(before) if now - _sentence(other, starts) <= FAR]
    if event.category in ANSWERING and words & words_of("answered"):
        parties, why = _asking(event, near), "who is answered"
    elif event.category == "ACCUSE" and words & words_of("done"):
        parties, why = _doing(event, far), "whose deed is condemned"
    elif event.category == "REQUEST" and words & words_of("done"):
        parties, why = _doing(event, near), "whose deed it is about"
    elif event.category in LAID_ON:
        parties, why = _laid_on(event, far), "on whom the like was laid before"
    else:
        return event
    if not parties:
        return event
    named = ", ".join(dict.fromkeys(a.name or a.code or a.text for a in parties))
    reasons = (*event.reasons, f"recipient not told in the clause: {named}, {why} (rule 19)")
    return event.model_copy(update={"recipients": tuple(implied(a) for a in parties), "reasons": reasons})


def _words(event: Event, doc: Doc) -> set[str]:
    """The lemmas of the words behind the trigger in its clause."""
    span = doc.char_span(event.trigger.start, event.end, alignment_mode="expand")
    return set() if span is None else {token.lemma_.lower() for token in span[1:]}


def _sentence(event: Event, starts: list[int]) -> int:
    return bisect_right(starts, event.trigger.start)


def _others(parties: Iterable[Actor], doers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those of the parties that are known and none of the doers."""
    own = {(a.code, a.id, a.sectors) for a in doers}
    return tuple(a for a in parties if a.code and (a.code, a.id, a.sectors) not in own)


def _asking(event: Event, before: list[Event]) -> tuple[Actor, ...]:
    """Who asked, charged or said what is answered: the nearest act of words at the one who answers."""
    mine = codes(event.actors)
    for other in before:
        if mine & codes(other.recipients) and other.category in ASKING:
            parties = _others(other.actors, event.actors)
            if parties:
                return parties
        if mine & codes(other.actors) and other.attribution:  # "X said that Y had fired. Y denied it."
            parties = _others(other.attribution[0].speakers, event.actors)
            if parties and not codes(parties) & mine:
                return parties
    return ()


def _doing(event: Event, before: list[Event]) -> tuple[Actor, ...]:
    """Who did what is condemned: the doer of the nearest deed told before."""
    for other in before:
        if other.category in DEEDS and "negated" not in other.realis:
            parties = _others(other.actors, event.actors)
            if parties:
                return parties
    return ()


def _laid_on(event: Event, before: list[Event]) -> tuple[Actor, ...]:
    """On whom the same party laid the like before."""
    mine = codes(event.actors)
    for other in before:
        if other.category in LAID_ON and mine & codes(other.actors):
            parties = _others(other.recipients, event.actors)
            if parties:
                return parties
    return ()
