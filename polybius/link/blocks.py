"""Which tellings are compared at all: those that share a key.

A key joins a party, a pair of parties, a name or a place with a stretch of days. Stretches overlap, so that two days
close to each other share one. A date known to the month or year only has a key of that month or year, under which
fine dates stand too; two fine ones do not meet there. Keys get finer; one that more than ``CAP`` tellings share no
longer counts, and only the finer ones bring them together. Whether two tellings are compared thus depends on the set
of tellings alone, not on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from polybius.link.telling import Telling, sides

STRETCH = 4
"""Days from the start of one stretch to that of the next; each is twice as long."""
CAP = 200
"""Tellings that may share a key."""
_LOOKING_BACK = 16
"""Days before its publication that a report still writes about without giving a date."""
_LONGEST = 40
"""Days up to which an interval stands in all its stretches; a longer one stands in its months or years."""


@dataclass(frozen=True, slots=True)
class Key:
    """A key; ``guest`` where the telling only stands here to be met by coarser ones."""

    name: str
    guest: bool = False


def keys_of(telling: Telling) -> tuple[Key, ...]:
    """The keys of a telling; where neither its date nor its report's is known, without days."""
    topics, times = tuple(dict.fromkeys(_topics(telling))), tuple(_times(telling))
    return tuple(Key(f"{topic}@{time.name}", time.guest) for topic in topics for time in times)


def _topics(telling: Telling) -> Iterator[str]:
    parties = sorted({side.key for side in sides(telling) if side.key})
    kind = telling.category or "-".join(telling.trigger)
    names = sorted({word for side in sides(telling) if not side.id for word in side.words})
    spot = telling.spot.name if telling.spot else None
    yield from (f"party:{party}" for party in parties)
    yield from (f"name:{name}:{kind}" for name in names)
    if spot:
        yield f"place:{spot}:{kind}"
    if len(parties) > 1:
        yield f"dyad:{'+'.join(parties)}:{kind}"
    if not parties and not spot:
        yield from (f"trigger:{word}" for word in telling.trigger)
    if len(telling.words) > 3:
        yield f"words:{'-'.join(sorted(set(telling.words)))}"


def _times(telling: Telling) -> Iterator[Key]:
    days = telling.days
    if not telling.dated and telling.published is not None:
        days = (telling.published - _LOOKING_BACK, telling.published)
    if days is None:
        yield Key("?")
        return
    first, last = days
    if last - first <= _LONGEST:
        yield from (Key(str(stretch)) for stretch in range(first // STRETCH - 1, last // STRETCH + 1))
        months = sorted({_month(first), _month(last)})
        yield from (Key(month, guest=True) for month in months)
        yield from (Key(year, guest=True) for year in sorted({month[:4] for month in months}))
    elif last - first <= 366:
        months = list(_months(first, last))
        yield from map(Key, months)
        yield from (Key(year, guest=True) for year in sorted({month[:4] for month in months}))
    else:
        years = range(date.fromordinal(first).year, date.fromordinal(last).year + 1)
        yield from (Key(str(year)) for year in years[:30])


def _month(day: int) -> str:
    return date.fromordinal(day).isoformat()[:7]


def _months(first: int, last: int) -> Iterator[str]:
    start, end = date.fromordinal(first), date.fromordinal(last)
    for number in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        yield f"{number // 12}-{number % 12 + 1:02}"
