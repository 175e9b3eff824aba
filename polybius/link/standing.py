"""Stage 8 of 9: standing relations over time — needs coded reports, leaves intervals with their evidence.

A report's relation says that it holds when the report is published (and began, or ended, when it says so). An event
opens one, closes one, or takes for granted that it holds (``data/link/standing_effects.csv``). The tellings of one kind
between the same ends are put in the order of the days they speak of, and read off as intervals:

- "opens" begins an interval unless one is open; "closes" ends it; "holds" adds to it, and after an end, or where
  nothing was told before, begins one of which nobody says when it began.
- Partial dates are compared as the stretches of days they are: a beginning or holding stands at the first day it can
  mean, an end at the last, so that "2020-09" contradicts no day of that month. Of several days told for one beginning
  or end, the most exact of those that agree with the first counts.
- An end that is told is believed unless, for that very day, more reports tell that it holds than that it ended. Then
  both stay as evidence and the interval stays open.
- What is told without any day is kept as evidence of the nearest interval and moves nothing.
- What shows no relation by itself (troops withdraw, three sign a truce) counts only where other tellings show one.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from polybius.find._actor_list import load_actor_list
from polybius.link._standing_days import Days, days_of
from polybius.link._standing_ends import End
from polybius.link._standing_tellings import Telling, tellings
from polybius.records import Actor, CodedReport, RelationKind, Standing

MUTUAL: frozenset[RelationKind] = frozenset(
    {"alliance", "defence-pact", "diplomatic-ties", "friendly", "strained", "cease-fire", "war"}
)
"""Kinds whose ends have no order."""
_ORDER = {"opens": 0, "holds": 1, "closes": 2}
Key = tuple[RelationKind, str, str]


def standings(coded: Iterable[CodedReport]) -> tuple[Standing, ...]:
    """The standing relations that coded reports tell, by kind, ends and beginning, whatever order they come in."""
    listed = load_actor_list()
    groups: dict[Key, set[Telling]] = defaultdict(set)
    for report in coded:
        for telling in tellings(report, listed):
            groups[_key(telling)].add(telling)
    return tuple(standing for key in sorted(groups) for standing in _standings(key, groups[key]))


def known_from(standing: Standing) -> str | None:
    """The day a relation began, or, where nobody tells it, the first day on which it is told to have held or ended."""
    if standing.since is not None:
        return standing.since
    told = (standing.first_told, standing.until, *(evidence.day for evidence in standing.evidence))
    known = [(days.first, day) for day in told if day and (days := days_of(day))]
    return min(known)[1] if known else None


def in_force(standing: Standing, day: str) -> bool:
    """Whether a relation was in force on a day, or at some time in a month or year (ISO).

    Where nothing tells when it began, from the first day it is known of; where nothing has ended it, ever since. Raises
    ValueError where ``day`` is no date.
    """
    asked, since, until = days_of(day), days_of(known_from(standing)), days_of(standing.until)
    if asked is None:
        raise ValueError(f"{day!r} is no ISO date")
    return (since is None or since.first <= asked.last) and (until is None or asked.first <= until.last)


def _key(telling: Telling) -> Key:
    ends = telling.subject.key, telling.object.key
    return telling.kind, *((min(ends), max(ends)) if telling.kind in MUTUAL else ends)


@dataclass
class _Interval:
    """The tellings of one interval, in order, and whether one of them has ended it."""

    told: list[Telling] = field(default_factory=list)
    end: Telling | None = None


def _standings(key: Key, told: set[Telling]) -> list[Standing]:
    """The intervals of one relation."""
    if not any(telling.firm for telling in told):
        return []
    ordered = sorted(told, key=_place)
    intervals = _intervals([telling for telling in ordered if telling.when])
    undated = [telling for telling in ordered if not telling.when]
    if undated:
        intervals = intervals or [_Interval()]
        for telling in undated:
            nearest = intervals[0] if telling.evidence.effect == "opens" else intervals[-1]
            nearest.told.append(telling)
    subject, target = (_shown(told, end) for end in key[1:])
    return [_standing(key, subject, target, interval) for interval in intervals]


def _place(telling: Telling) -> tuple[datetime.date, int, bool, str]:
    """Where a telling stands in the order of days; what is told without a day comes last."""
    effect, when = telling.evidence.effect, telling.when
    day = datetime.date.max if when is None else when.last if effect == "closes" else when.first
    return day, _ORDER[effect], telling.evidence.day is None, telling.evidence.model_dump_json()


def _intervals(ordered: Sequence[Telling]) -> list[_Interval]:
    intervals: list[_Interval] = []
    for telling in ordered:
        last = intervals[-1] if intervals else None
        is_open = last is not None and last.end is None
        if telling.evidence.effect == "closes":
            if last is None and not telling.firm:
                continue
            if last is None:
                last = _Interval()
                intervals.append(last)
            if last.end is None and not _is_outweighed(telling, ordered):
                last.end = telling
        elif last is None or not is_open:
            if not telling.firm:
                continue
            last = _Interval()
            intervals.append(last)
        last.told.append(telling)
    return intervals


def _is_outweighed(end: Telling, told: Sequence[Telling]) -> bool:
    """Whether more reports tell that it holds than that it ends on the day of an end."""
    same_day = [telling for telling in told if telling.when == end.when and _is_day(telling.when)]
    ending = {telling.evidence.report for telling in same_day if telling.evidence.effect == "closes"}
    holding = {telling.evidence.report for telling in same_day if telling.evidence.effect == "holds"}
    return len(holding - ending) > len(ending) > 0


def _is_day(days: Days | None) -> bool:
    return days is not None and days.first == days.last


def _standing(key: Key, subject: Actor, target: Actor, interval: _Interval) -> Standing:
    first = interval.told[0].evidence
    name = ":".join((*key, first.report, first.record, first.effect))
    told = sorted((t.told.first, t.published) for t in interval.told if t.told and t.published)
    return Standing(
        id=hashlib.sha256(name.encode()).hexdigest()[:16], subject=subject, kind=key[0], object=target,
        since=_since(interval), until=_until(interval), first_told=told[0][1] if told else None,
        last_told=told[-1][1] if told else None, evidence=tuple(telling.evidence for telling in interval.told),
    )  # fmt: skip


def _since(interval: _Interval) -> str | None:
    """The day an interval began: none where it is told of before anything tells of its beginning."""
    if interval.told[0].evidence.effect != "opens" or interval.told[0].evidence.day is None:
        return None
    return _most_exact(interval.told[0], [t for t in interval.told if t.evidence.effect == "opens"])


def _until(interval: _Interval) -> str | None:
    """The day an interval ended; where only a report tells that it had ended, its day of publication."""
    if interval.end is None:
        return None
    ends = [t for t in interval.told if t.evidence.effect == "closes"]
    return _most_exact(interval.end, ends) or interval.end.published


def _most_exact(first: Telling, told: Iterable[Telling]) -> str | None:
    """The shortest of the dated stretches that have a day in common with the first."""
    fitting = [
        (telling.when.last - telling.when.first, number, telling.evidence.day)
        for number, telling in enumerate(told)
        if telling.when and telling.evidence.day and first.when and telling.when.meets(first.when)
    ]
    return min(fitting)[2] if fitting else None


def _shown(told: Iterable[Telling], key: str) -> Actor:
    """The party at one end as it is shown: the mention that tells most of it, whichever reports come first."""
    ends: list[End] = [end for telling in told for end in (telling.subject, telling.object) if end.key == key]
    best = min(ends, key=lambda end: (end.actor.id is None, len(end.actor.text), end.actor.model_dump_json()))
    return best.actor
