"""Merges the tellings of one event into a happening: what they agree on, what they do not, and who tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

from polybius.codebook import load_codebook
from polybius.link.contradictions import contradictions
from polybius.link.told import Told, in_order
from polybius.link.voices import Party, parties_of, party_of, spoken_by
from polybius.records import (
    Actor,
    Event,
    EventDate,
    EventPlace,
    Happening,
    Realis,
    Spread,
    Support,
    Teller,
    VictimKind,
    Victims,
)

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
_FINE = ("day", "week", "month", "year", "decade", "open", None)
_CLOSE = ("exact", "near", "admin2", "area", "admin1", "country", "international", None)


def happening_of(tellings: Iterable[Told]) -> Happening:
    """The happening that these tellings tell; its id is the event id of the first."""
    told = in_order(list(tellings))
    events = [one.event for one in told]
    asserting = [one.event for one in told if not one.denied] or events
    category = _most(asserting, lambda event: event.category)
    fitting = [event for event in asserting if event.category == category]
    best = max(fitting, key=lambda event: event.confidence or 0.0)
    actors, recipients = _merged_parties(fitting)
    found, corrected = contradictions(told)
    tellers = _tellers(told)
    return Happening(
        id=events[0].id,
        category=category,
        modes=_names(mode.name for event in fitting for mode in event.modes),
        contexts=_names(context.name for event in fitting for context in event.contexts),
        realis=_realis(events),
        actors=actors,
        recipients=recipients,
        date=_date(asserting),
        place=_place(asserting),
        victims=_victims(asserting),
        quad=load_codebook().categories[category].quad,
        score=best.score,
        cameo=best.cameo,
        goldstein=best.goldstein,
        confidence=max((event.confidence for event in events if event.confidence is not None), default=None),
        events=tuple(event.id for event in events),
        reports=_names(one.telling.report for one in told),
        outlets=_names(one.outlet for one in told if one.outlet),
        tellers=tellers,
        first_told=_published(told, min),
        last_told=_published(told, max),
        support=_support(told, tellers, (*actors, *recipients)),
        contradictions=found,
        corrections=corrected,
        spread=tuple(_spread(events)),
    )


def _names(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _most(items: Sequence[T], key: Callable[[T], K]) -> K:
    """The value most items have, of several the one told first."""
    counts = Counter(map(key, items))
    return max(counts, key=lambda value: counts[value])


def _published(told: Sequence[Told], choose: Callable[[Iterable[str]], str]) -> str | None:
    days = [one.published for one in told if one.published]
    return choose(days) if days else None


def _realis(events: Sequence[Event]) -> tuple[Realis, ...]:
    """What holds of most that tell it as real or not; negated only where nobody asserts it."""
    asserting = [event for event in events if "negated" not in event.realis]
    if not asserting:
        return _most(events, lambda event: event.realis)
    return _most(asserting, lambda event: event.realis)


def _merged_parties(events: Sequence[Event]) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Actors and recipients, each once; who is told in both roles stands where most tellings have it."""
    actors = _merged([actor for event in events for actor in event.actors])
    recipients = _merged([actor for event in events for actor in event.recipients])
    reciprocal = all(not event.recipients for event in events)
    if reciprocal:
        return tuple(actor for actor, _ in actors), ()
    acting = {_key(actor): count for actor, count in actors}
    struck = {_key(actor): count for actor, count in recipients}
    return (
        tuple(actor for actor, count in actors if count >= struck.get(_key(actor), 0)),
        tuple(actor for actor, count in recipients if count > acting.get(_key(actor), 0)),
    )


def _merged(actors: Sequence[Actor]) -> list[tuple[Actor, int]]:
    """The actors grouped by whom they mean, each group under the member told best, with the number of its tellings."""
    groups: list[list[Actor]] = []
    for actor in sorted(actors, key=lambda one: -len(one.sectors)):
        group = next((some for some in groups if _one(some[0], actor)), None)
        if group is None:
            groups.append([actor])
        else:
            group.append(actor)
    order = {id(actor): number for number, actor in enumerate(actors)}
    groups.sort(key=lambda some: min(order[id(actor)] for actor in some))
    return [(_told_best(some), len(some)) for some in groups]


def _one(one: Actor, other: Actor) -> bool:
    """Whether two actors may be one: of one country and the one as wide as the other or wider; or of one name."""
    if one.id and one.id == other.id:
        return True
    if one.code is None or other.code is None:
        return one.code == other.code and one.text.casefold() == other.text.casefold()
    if one.code != other.code or (one.id and other.id and one.sectors and other.sectors):
        return False
    return set(other.sectors) <= set(one.sectors)


def _key(actor: Actor) -> tuple[str, ...]:
    return (actor.code or actor.text.casefold(), *sorted(actor.sectors))


def _told_best(actors: Sequence[Actor]) -> Actor:
    """The actor as most tell it, of several the most exact, explicit before implicit."""
    counts = Counter((actor.code, actor.sectors, actor.id) for actor in actors)
    return max(
        actors,
        key=lambda one: (counts[one.code, one.sectors, one.id], len(one.sectors), one.id is not None, not one.implicit),
    )


def _date(events: Sequence[Event]) -> EventDate:
    """The date most tellings have, of several the finest; what is only bound by publication counts last."""
    dated = [event.date for event in events if event.date.basis not in (None, "bound")] or [
        event.date for event in events
    ]
    counts = Counter((date.start, date.end) for date in dated)
    return max(dated, key=lambda date: (counts[date.start, date.end], -_FINE.index(date.precision)))


def _place(events: Sequence[Event]) -> EventPlace | None:
    """The place most tellings have, of several the most exact; a country only where nothing closer is told."""
    places = [event.place for event in events if event.place is not None]
    closer = [place for place in places if place.precision not in ("country", "international")] or places
    if not closer:
        return None
    counts = Counter((place.geonames_id, place.name or place.text) for place in closer)
    return max(
        closer,
        key=lambda place: (counts[place.geonames_id, place.name or place.text], -_CLOSE.index(place.precision)),
    )


def _victims(events: Sequence[Event]) -> tuple[Victims, ...]:
    """The victims of each kind, from the lowest to the highest number told; best is what most tell, then the latest."""
    totals: dict[VictimKind, list[tuple[int, int, int]]] = {}
    for event in events:
        for kind in dict.fromkeys(one.kind for one in event.victims):
            parts = [one for one in event.victims if one.kind == kind and one.best is not None]
            best = sum(one.best or 0 for one in parts)
            low = sum(one.low if one.low is not None else one.best or 0 for one in parts)
            high = sum(one.high if one.high is not None else one.best or 0 for one in parts)
            if parts:
                totals.setdefault(kind, []).append((low, best, high))
    return tuple(
        Victims(
            kind=kind,
            low=min(low for low, _, _ in told),
            best=_most(told[::-1], lambda one: one[1]),
            high=max(high for _, _, high in told),
        )
        for kind, told in totals.items()
    )


def _tellers(told: Sequence[Told]) -> tuple[Teller, ...]:
    """Who tells it, each once, in the order of telling."""
    found = []
    for key in dict.fromkeys(one.teller.key for one in told):
        own = [one for one in told if one.teller.key == key]
        denied = {one.denied for one in own}
        teller = own[0].teller
        found.append(
            Teller(
                name=teller.name,
                id=teller.id,
                country=teller.country,
                ownership=teller.ownership,
                outlets=_names(one.outlet for one in own if one.outlet),
                reports=_names(one.telling.report for one in own),
                stance="both" if len(denied) == 2 else "denies" if True in denied else "asserts",
                passes_on=all(one.passed_on for one in own),
            )
        )
    return tuple(found)


def _support(told: Sequence[Told], tellers: Sequence[Teller], merged: Sequence[Actor]) -> Support:
    parties = _names(party.name for one in told for party in parties_of(one.event))
    sides = tuple(dict.fromkeys(party for one in told for party in parties_of(one.event)))
    asserted: list[Party] = []
    denied: list[Party] = []
    for one in told:
        speaker = spoken_by(one.event, sides)
        if speaker is not None:
            (denied if one.denied else asserted).append(speaker)
    asserting = [one for one in told if not one.denied]
    return Support(
        independent=sum(teller.stance != "denies" for teller in tellers),
        parties=_names(party.name for party in map(party_of, merged) if party is not None) or parties,
        asserted_by=_names(party.name for party in asserted),
        denied_by=_names(party.name for party in denied),
        one_sided=bool(asserting) and all(one.event.claim for one in asserting) and len(_claimants(asserting)) == 1,
    )


def _claimants(told: Sequence[Told]) -> set[str | None]:
    """The countries of those whose word the tellings are."""
    found: set[str | None] = set()
    for one in told:
        speakers: list[Party] = [
            party for link in one.event.attribution[:1] for party in map(party_of, link.speakers) if party
        ]
        found.add(speakers[0].code if speakers else None)
    return found


def _spread(events: Sequence[Event]) -> Iterable[Spread]:
    """The fields the tellings differ in, with all their values."""
    fields: dict[str, Callable[[Event], str]] = {
        "category": lambda event: event.category,
        "actors": lambda event: "|".join(_names(actor.code or actor.text for actor in event.actors)),
        "recipients": lambda event: "|".join(_names(actor.code or actor.text for actor in event.recipients)),
        "date": lambda event: "" if event.date.basis == "bound" else _interval(event.date),
        "place": lambda event: (event.place.name or event.place.text) if event.place else "",
        "realis": lambda event: "|".join(event.realis),
    }
    for field, take in fields.items():
        values = _names(value for value in map(take, events) if value or field == "realis")
        if len(values) > 1:
            yield Spread(field=field, values=values)


def _interval(date: EventDate) -> str:
    return date.start or "" if date.start == date.end else f"{date.start or '..'}/{date.end or '..'}"
