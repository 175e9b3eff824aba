"""A telling without a date or place of its own takes those of another telling of the same act (guide, rule 24)."""

from __future__ import annotations

from polybius.events.retell import codes
from polybius.records import Actor, Event, EventDate

OWN = {"clause", "sentence"}


def lend(events: list[Event]) -> list[Event]:
    """Gives events without a date or place of their own the one all other tellings of the same act agree on."""
    return [_placed(_dated(event, events), events) for event in events]


def _dated(event: Event, events: list[Event]) -> Event:
    if event.date.basis in OWN:
        return event
    others = [e for e in events if e.id != event.id and e.date.basis in OWN and _same_act(event, e)]
    if len({(e.date.start, e.date.end) for e in others}) != 1:
        return event
    source = others[0].date
    lent = EventDate(start=source.start, end=source.end, precision=source.precision, basis="previous")
    reasons = tuple(r for r in event.reasons if not r.startswith("date:"))
    reasons = (*reasons, "date: that of another telling of the act (rule 24)")
    return event.model_copy(update={"date": lent, "reasons": reasons})


def _placed(event: Event, events: list[Event]) -> Event:
    if event.place is not None:
        return event
    others = [e for e in events if e.id != event.id and _same_act(event, e) and _same_day(event, e)]
    places = {(e.place.name, e.place.text): e.place for e in others if e.place is not None}
    if len(places) != 1:
        return event
    reasons = (*event.reasons, "place: that of another telling of the act (rule 24)")
    return event.model_copy(update={"place": next(iter(places.values())), "reasons": reasons})


def _same_day(first: Event, second: Event) -> bool:
    return (first.date.start, first.date.end) == (second.date.start, second.date.end)


def _same_act(first: Event, second: Event) -> bool:
    """Whether two tellings are beyond doubt of one act: same category and realis, parties that agree on both sides."""
    if first.category != second.category or set(first.realis) - {"historical"} != set(second.realis) - {"historical"}:
        return False
    mine, theirs = {m.name for m in first.modes}, {m.name for m in second.modes}
    if mine and theirs and not mine & theirs:
        return False
    actors, recipients = _agree(first.actors, second.actors), _agree(first.recipients, second.recipients)
    return actors is not False and recipients is not False and (actors is True or recipients is True)


def _agree(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> bool | None:
    """True where the parties share a code, None where one side names none, False where they differ."""
    mine, theirs = codes(first), codes(second)
    if not mine or not theirs:
        return None
    return bool(mine & theirs)
