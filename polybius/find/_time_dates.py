# ruff: noqa: ARG001 - all meanings share one signature
"""What dates told with their month mean, and in which year they lie where none is told."""

from __future__ import annotations

import datetime
from dataclasses import replace

from polybius.find._time_calendar import first_day, make_day, stretch_of
from polybius.find._time_lexicon import plain
from polybius.find._time_scene import Groups, Meaning, Scene, Tense, day_meaning, part_of, told, unknown_date


def iso(groups: Groups, scene: Scene) -> Meaning | None:
    """2020-09-27, 2020-09-27 10:35."""
    meaning = day_meaning(first_day(groups["iso"]))
    return meaning.with_part(groups.get("hm", "")) if meaning else None


def slashed(groups: Groups, scene: Scene) -> Meaning | None:
    """12/05/1998, the month first unless only the second number can be one."""
    year, (a, b) = groups["y"], (int(groups["a"]), int(groups["b"]))
    full = int(year) if len(year) == 4 else (1900 if int(year) > 40 else 2000) + int(year)
    return day_meaning(make_day(full, a, b) or make_day(full, b, a))


# What speaks against a reading of a date told without its year, in days: an event told as past lies ahead, a coming one
# lies back, another year than the running one, a weekday that does not fit; SLACK days ahead are still "past".
PAST_AHEAD, FUTURE_BACK, OPEN_AHEAD, OTHER_YEAR, OPEN_OTHER_YEAR, WRONG_WEEKDAY, SLACK = 1000, 200, 60, 100, 60, 400, 2


def year_for(
    month: int, day: int | None, scene: Scene, side: int | None = None, weekday: int | None = None
) -> int | None:
    """The year of a month (and day) told without one: the nearest, as tense, weekday and running year allow.

    side: -1 for "last May", 1 for "next May". weekday: Monday = 1. News tells the year where it is not the running one.
    """
    base = scene.published
    if len(base) < 7:
        return int(base) if base else None
    anchor = first_day(base)
    if anchor is None:
        return None
    best: tuple[int, int] | None = None
    for year in range(max(1, anchor.year - 4), min(9999, anchor.year + 4) + 1):
        if day is None or len(base) < 10:
            gap = ((year - anchor.year) * 12 + month - anchor.month) * 30
        else:
            told_day = make_day(year, month, day)
            if told_day is None:
                continue
            gap = (told_day - anchor).days
        cost = abs(gap) + (
            _against(gap, year != anchor.year, scene.tense) if side is None else 5000 * (side * gap <= 0)
        )
        told_day = make_day(year, month, day or 1)
        if weekday and told_day and told_day.isoweekday() != weekday:
            cost += WRONG_WEEKDAY
        # of equal readings the earlier: news tells what has happened
        if best is None or cost < best[0]:
            best = cost, year
    return best[1] if best else None


def _against(gap: int, other_year: bool, tense: Tense) -> int:
    """What speaks against a date ``gap`` days after publication."""
    if tense == "past":
        return PAST_AHEAD * (gap > SLACK) + OTHER_YEAR * other_year
    if tense == "future":
        return FUTURE_BACK * (gap < 0) + OTHER_YEAR * other_year
    return OPEN_AHEAD * (gap > 0) + OPEN_OTHER_YEAR * other_year


def month_day(groups: Groups, scene: Scene) -> Meaning | None:
    """September 27, Sunday, Sept. 27, 2020, October 25-26."""
    month, day = scene.lexicon.number("month", groups["m"]), int(groups["d"])
    side = scene.lexicon.number("side", groups["side"]) or None if "side" in groups else None
    named = scene.lexicon.number("weekday", groups["w"]) if "w" in groups else None
    year = int(groups["y"]) if "y" in groups else year_for(month, day, scene, side, named)
    if year is None:
        return unknown_date(f"XXXX-{month:02d}-{day:02d}") if make_day(2000, month, day) else None
    first = make_day(year, month, day)
    if first is None:
        return told(stretch_of("M", make_day(year, month, 1) or datetime.date.min))
    last = make_day(year, month, int(groups["d2"])) if "d2" in groups else first
    anchor = None if "y" in groups else scene.published
    meaning = day_meaning(first, anchor)
    if meaning and last and last > first:
        return replace(meaning, value=f"{first}/{last}", end=last.isoformat())
    return meaning and meaning.with_part(part_of(groups, scene))


def year_told(groups: Groups, scene: Scene) -> int | None:
    """The year of a group ``y`` or of "last year", "the same year"."""
    if "y" in groups:
        return int(groups["y"])
    word = plain(groups.get("yside", ""))
    base = scene.published if word in ("last", "this", "next") else scene.focus
    step = {"last": -1, "next": 1, "the following": 1, "the previous": -1}.get(word, 0)
    return int(base[:4]) + step if word and base else None


def month_year(groups: Groups, scene: Scene) -> Meaning | None:
    """September 2020, late November 1998."""
    day = make_day(int(groups["y"]), scene.lexicon.number("month", groups["m"]), 1)
    return told(stretch_of("M", day)) if day else None


def month_only(groups: Groups, scene: Scene) -> Meaning | None:
    """March, late November, last October, March of last year."""
    month = scene.lexicon.number("month", groups["m"])
    year, anchor = year_told(groups, scene), scene.published
    if year is None:
        side = scene.lexicon.number("side", groups["side"]) or None if "side" in groups else None
        year = year_for(month, None, scene, side)
    if year is None:
        return unknown_date(f"XXXX-{month:02d}")
    day = make_day(year, month, 1)
    return told(stretch_of("M", day), anchor or None) if day else None


def week_of(groups: Groups, scene: Scene) -> Meaning | None:
    """the week of March 6."""
    inner = month_day(groups, scene)
    day = first_day(inner.start) if inner and inner.start else None
    return told(stretch_of("W", day), scene.published) if day else unknown_date("XXXX-WXX")
