"""A deed told right after another, with no time or place of its own, happened where that one did (guide, rule 24).

"Gunmen stormed a hotel in Kisumu on Friday. Six guests were killed."
"""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc

from polybius.annotate import report_of
from polybius.events.retell import codes
from polybius.find._names import datelines
from polybius.find._place_words import WIDE
from polybius.find.places import is_unnamed
from polybius.records import Event, EventPlace, Place

DEEDS = frozenset({"ASSAULT", "COERCE", "PROTEST"})
UNTOLD = frozenset({"bound", "previous"})
_NEAR = 1  # sentences between the two
_OFTEN = 2  # mentions that make a town the one a report is about


def stay_in_scene(events: list[Event], doc: Doc) -> list[Event]:
    """Gives deeds that tell neither time nor place the place of the deed right before them in the paragraph."""
    starts = [sentence.start_char for sentence in doc.sents] if doc.has_annotation("SENT_START") else []
    town = _only_town(doc)
    settled: list[Event] = []
    for event in sorted(events, key=lambda one: (one.trigger.start, one.id)):
        before = _scene(event, settled, doc, starts)
        if before is not None and before.place is not None:
            reasons = (*event.reasons, "place: that of the deed told right before it (rule 24)")
            event = event.model_copy(update={"place": within(event.place, before.place), "reasons": reasons})
        elif town is not None and event.place is None and event.category in DEEDS and not event.realis:
            place = EventPlace(**town.model_dump(), precision="exact")
            reasons = (*event.reasons, f"place: {town.text} is the only town the report names")
            event = event.model_copy(update={"place": place, "reasons": reasons})
        settled.append(event)
    return settled


def _scene(event: Event, before: list[Event], doc: Doc, starts: list[int]) -> Event | None:
    """The last deed before an event that needs a place, where nothing parts the two."""
    if not needs_place(event) or event.category not in DEEDS:
        return None
    earlier = (one for one in reversed(before) if one.trigger.start < event.trigger.start)
    last = next((one for one in earlier if one.place is not None or one.category in DEEDS), None)
    if last is None or last.place is None or last.category not in DEEDS or set(last.realis) != set(event.realis):
        return None
    if event.date.basis not in UNTOLD and not _is_same_day(event, last):
        return None
    doers = codes(event.actors)
    if doers and not doers & (codes(last.actors) | codes(last.recipients)):
        return None  # somebody who has no part in the deed before
    between = report_of(doc).text[last.trigger.start : event.trigger.start]
    if "\n" in between:
        return None
    sentences = bisect_right(starts, event.trigger.start) - bisect_right(starts, last.trigger.start)
    return last if sentences <= _NEAR else None


def needs_place(event: Event) -> bool:
    """Whether an event has no place, or only a site of which nobody knows where it lies ("the main market")."""
    return event.place is None or is_unnamed(event.place)


def within(site: EventPlace | None, place: EventPlace) -> EventPlace:
    """The place of a site in a town that is told elsewhere: the site's words, the town's name and coordinates."""
    if site is None or is_unnamed(place):
        return site or place
    own = {"text": site.text, "start": site.start, "end": site.end, "kind": site.kind, "precision": site.precision}
    return place.model_copy(update=own)


def _is_same_day(one: Event, other: Event) -> bool:
    """Whether two deeds are told of one and the same day."""
    days = {one.date.start, one.date.end, other.date.start, other.date.end}
    return len(days) == 1 and None not in days


def _only_town(doc: Doc) -> Place | None:
    """The town a report is about, where it names no other place but what that lies in; no capital, which may rule."""
    lines = datelines(doc)
    named: list[Place] = []
    for mention in doc._.polybius_places:
        place = mention.place
        if place.start is not None and any(first <= place.start < last for first, last in lines):
            continue
        named.append(place)
    towns = [place for place in named if place.kind not in WIDE]
    if len(towns) < _OFTEN or len({(place.name, place.country) for place in towns}) > 1 or towns[0].kind != "city":
        return None
    around = {place.country for place in named if place.country}
    return towns[0] if len(around) == 1 else None
