"""The day on which a speaker thanks, demands or promises in his own words: the day he spoke (guide, rules 4 and 11)."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc

from polybius.annotate import StatementMention
from polybius.events.grammar import SUBJECTS, clause_span
from polybius.find.times import date_for, is_background
from polybius.records import Actor, Event, EventDate

# Acts done by saying them: "I thank you", "we demand", "we will not yield".
SAID = frozenset({"SUPPORT", "ACCUSE", "REQUEST", "REJECT", "THREATEN", "AGREE"})
FIRST_PERSON = frozenset({"i", "we"})


def day_said(event: Event, doc: Doc) -> tuple[EventDate, str] | None:
    """The day told with the words of a speaker that do the act; of all days he is told to have spoken if they agree."""
    if event.category not in SAID or not event.attribution:
        return None
    span = doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
    if span is None or not _is_performed(span.root.i, doc):
        return None
    speakers = _keys(event.attribution[0].speakers)
    told = (_day_of(mention, speakers, doc) for mention in doc._.polybius_statements)
    days = {day for day in told if day is not None}
    if len(days) != 1:
        return None
    said = days.pop()
    date = EventDate(start=said, end=said, precision="day", basis="previous")
    return date, f"{said}, when the one who does it by these words is told to have spoken"


def _is_performed(index: int, doc: Doc) -> bool:
    """Whether a verb tells in the first person and the present what the speaker does by speaking."""
    verb = doc[index]
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
    return verb.tag_ in ("VBP", "VB") and any(subject.lower_ in FIRST_PERSON for subject in subjects)


def _day_of(mention: StatementMention, speakers: frozenset[str], doc: Doc) -> str | None:
    """The day a statement by these speakers is told to have been made, where one is told."""
    if mention.cue is None or not speakers & _keys(mention.statement.speakers):
        return None
    date, _ = date_for(doc, mention.cue, *clause_span(doc[mention.cue]))
    exact = date.basis == "clause" and date.start == date.end and len(date.start or "") == 10
    return date.start if exact and not is_background(doc, date) else None


def _keys(speakers: Iterable[Actor]) -> frozenset[str]:
    """What speakers are known by: their entries in the list, else their codes."""
    return frozenset(key for speaker in speakers if (key := speaker.id or speaker.code))
