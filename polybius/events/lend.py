"""A telling without a date or place of its own takes those of another telling of the same act (guide, rule 24)."""

from __future__ import annotations

from spacy.tokens import Doc

from polybius.events.lexicon import EventLexicon
from polybius.events.refer import UNREAL, by_reference
from polybius.events.retell import codes
from polybius.events.saying import day_said
from polybius.events.scene import needs_place, within
from polybius.find.times import is_background
from polybius.records import Actor, Event, EventDate

OWN = frozenset({"clause", "sentence"})  # where a date stands that is an event's own
DONE_TO = frozenset({"ASSAULT", "COERCE", "SANCTION"})  # deeds done to persons


def lend(events: list[Event], doc: Doc, lexicon: EventLexicon) -> list[Event]:
    """Gives events without a date or place of their own the one all other tellings of the same act agree on."""
    return [_placed(_dated(event, events, doc, lexicon), events, doc) for event in events]


def _dated(event: Event, events: list[Event], doc: Doc, lexicon: EventLexicon) -> Event:
    """The event with the day of another telling, of the happening it refers to, or of the speech it stands in."""
    if event.date.basis != "bound":
        return event
    found = _retold(event, events) or by_reference(event, events, doc, lexicon) or day_said(event, doc)
    if found is None:
        return event
    date, why = found
    realis = event.realis
    if is_background(doc, date) and not UNREAL & set(realis):
        realis = ("historical", *(mark for mark in realis if mark != "historical"))
    reasons = (*(r for r in event.reasons if not r.startswith("date:")), f"date: {why}")
    return event.model_copy(update={"date": date, "realis": realis, "reasons": reasons})


def _retold(event: Event, events: list[Event]) -> tuple[EventDate, str] | None:
    """The date all other tellings of the act agree on; a telling of now is none of long ago."""
    others = [e for e in events if e.id != event.id and e.date.basis in OWN and _same_act(event, e)]
    others = [e for e in others if event.category == "ASSAULT" or e.cameo == event.cameo]
    if len({(e.date.start, e.date.end) for e in others}) != 1 or "historical" in others[0].realis:
        return None
    source = others[0].date
    if not source.start or not source.end or not _both_agree(event, others[0]):
        return None
    return source.model_copy(update={"basis": "previous"}), "that of another telling of the act (rule 24)"


def _placed(event: Event, events: list[Event], doc: Doc) -> Event:
    """The event with the place that all other tellings of the act, or what else befell the same person, agree on."""
    if not needs_place(event):
        return event
    tellings = [e for e in events if e.id != event.id and _same_act(event, e) and _same_day(event, e)]
    before = [e for e in events if e.trigger.start < event.trigger.start and e.place]
    befell = [e for e in before if _same_victim(event, e, doc)][-1:]
    for others, why in ((tellings, "another telling of the act"), (befell, "what else befell the same person")):
        places = {(e.place.name, e.place.text): e.place for e in others if e.place is not None}
        if len(places) == 1:
            reasons = (*event.reasons, f"place: that of {why} (rule 24)")
            place = within(event.place, next(iter(places.values())))
            return event.model_copy(update={"place": place, "reasons": reasons})
    return event


def _same_victim(first: Event, second: Event, doc: Doc) -> bool:
    """Whether two deeds of one time are done to the same person, called by name."""
    deeds = first.category in DONE_TO and second.category in DONE_TO
    undated = first.date.basis == "bound" or second.date.basis == "bound"
    if not deeds or set(first.realis) != set(second.realis) or not (undated or _same_day(first, second)):
        return False
    return bool(_persons(first.recipients, doc) & _persons(second.recipients, doc))


def _persons(parties: tuple[Actor, ...], doc: Doc) -> frozenset[str]:
    """The surnames by which persons are called ("Green Party candidate Jill Stein", "Stein")."""
    spans = (
        doc.char_span(party.start, party.end, alignment_mode="contract")
        for party in parties
        if party.start is not None and party.end is not None and not party.implicit
    )
    return frozenset(span[-1].text for span in spans if span and span[-1].ent_type_ == "PERSON")


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


def _both_agree(first: Event, second: Event) -> bool:
    """Whether doers and those acted on are the same, as far as acts of the kind have both."""
    sides = (_agree(first.actors, second.actors), _agree(first.recipients, second.recipients))
    return sides == (True, True) or (True in sides and not any((first.recipients, second.recipients)))


def _agree(first: tuple[Actor, ...], second: tuple[Actor, ...]) -> bool | None:
    """True where the parties share a code, None where one side names none, False where they differ."""
    mine, theirs = codes(first), codes(second)
    if not mine or not theirs:
        return None
    return bool(mine & theirs)
