"""Names an affair by its actors, its place and its dates: "Colombia – Venezuela, Apure, 10–23 September 2005"."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from polybius.find._actor_list import load_actor_list
from polybius.records import Actor, Happening

ACTORS = 2
SECOND = 1 / 3
"""How often the second actor must be told, as a share of the first."""
NEWS = 31
"""Days before its first report in which what an affair is about may lie; what is older is its background."""
_ELSEWHEN = frozenset(("historical", "future", "hypothetical"))
_WIDE = frozenset(("country", "international"))
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def most_told_actors(happenings: Iterable[Happening]) -> tuple[str, ...]:
    """The names of the parties told most, two at most: countries for all that have their code, others by their own."""
    told = Counter[str]()
    for happening in happenings:
        names = {name for actor in (*happening.actors, *happening.recipients) if (name := _name(actor))}
        told.update(dict.fromkeys(names, len(happening.reports)))
    ranked = _ranked(told)[:ACTORS]
    return tuple(name for name in ranked if told[name] >= SECOND * told[ranked[0]])


def most_told_place(happenings: Iterable[Happening]) -> str | None:
    """The name of the place told most, countries aside; None where none is told."""
    told = Counter[str]()
    for happening in happenings:
        place = happening.place
        if place and place.name and place.precision not in _WIDE and place.kind != "country":
            told[place.name] += len(happening.reports)
    return next(iter(_ranked(told)), None)


def days_told(happenings: Iterable[Happening], published: Sequence[str]) -> tuple[str, str] | None:
    """First and last day of what an affair is about, ISO dates; of its reports where the happenings tell none."""
    days = [day for day in published if len(day) == 10]
    least = (date.fromisoformat(min(days)) - timedelta(days=NEWS)).isoformat() if days else ""
    most = max(days, default="9999")
    told = [day for happening in happenings for day in _days(happening) if least <= day <= most] or days
    return (min(told), max(told)) if told else None


def name_of(actors: Sequence[str], place: str | None, days: tuple[str, str] | None) -> str:
    """The name of an affair; "unnamed" where nothing is known of it."""
    parts = (" – ".join(actors), place if place not in actors else None, span_of(*days) if days else None)
    return ", ".join(part for part in parts if part) or "unnamed"


def span_of(first: str, last: str) -> str:
    """Two ISO dates as people write a span: "10–23 September 2005", "28 September – 3 October 2005"."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    whole = f"{end.day} {_MONTHS[end.month - 1]} {end.year}"
    if start == end:
        return whole
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{whole}"
    year = f" {start.year}" if start.year != end.year else ""
    return f"{start.day} {_MONTHS[start.month - 1]}{year} – {whole}"


def _days(happening: Happening) -> Iterator[str]:
    if not _ELSEWHEN & set(happening.realis):
        yield from (day for day in (happening.date.start, happening.date.end) if day and len(day) == 10)


def _name(actor: Actor) -> str | None:
    country = load_actor_list().country(actor.code) if actor.code else None
    return country.name if country else actor.name


def _ranked(told: Counter[str]) -> list[str]:
    return sorted(told, key=lambda name: (-told[name], name))
