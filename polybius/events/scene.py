"""A deed told right after another, with no time or place of its own, happened where that one did (guide, rule 24).

"Gunmen stormed a hotel in Kisumu on Friday. Six guests were killed."
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc

from polybius.annotate import report_of
from polybius.events.retell import codes
from polybius.records import Event

DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST"})
UNTOLD = frozenset({"bound", "previous"})
_NEAR = 1  # sentences between the two


def stay_in_scene(events: list[Event], doc: Doc) -> list[Event]:
    """Gives deeds that tell neither time nor place the place of the deed right before them in the paragraph."""
    starts = [sentence.start_char for sentence in doc.sents] if doc.has_annotation("SENT_START") else []
    settled: list[Event] = []
    for event in sorted(events, key=lambda one: (one.trigger.start, one.id)):
        before = _scene(event, settled, doc, starts)
        if before is not None and before.place is not None:
            reasons = (*event.reasons, "place: that of the deed told right before it (rule 24)")
            event = event.model_copy(update={"place": before.place, "reasons": reasons})
        settled.append(event)
    return settled


def _scene(event: Event, before: list[Event], doc: Doc, starts: list[int]) -> Event | None:
    """The last deed before an event that needs a place, where nothing parts the two."""
    if event.place is not None or event.category not in DEEDS or event.date.basis not in UNTOLD:
        return None
    last = next((one for one in reversed(before) if one.trigger.start < event.trigger.start), None)
    if last is None or last.place is None or last.category not in DEEDS or set(last.realis) != set(event.realis):
        return None
    doers = codes(event.actors)
    if doers and not doers & (codes(last.actors) | codes(last.recipients)):
        return None  # somebody who has no part in the deed before
    between = report_of(doc).text[last.trigger.start : event.trigger.start]
    if "\n" in between:
        return None
    sentences = bisect_right(starts, event.trigger.start) - bisect_right(starts, last.trigger.start)
    return last if sentences <= _NEAR else None
