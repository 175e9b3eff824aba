# ruff: noqa: ARG001 - all meanings share one signature
"""What dates told with their month mean, and in which year they lie where none is told."""

from __future__ import annotations

import datetime
from dataclasses import replace

from polybius.find._time_calendar import first_day, last_day, make_day, move, stretch_of
from polybius.find._time_lengths import amount_of
from polybius.find._time_lexicon import plain
from polybius.find._time_scene import Groups, Meaning, Scene, Tense, day_meaning, part_of, told, unknown_date


def iso(groups: Groups, scene: Scene) -> Meaning | None:
    """2020-09-27, 2020-09-27 10:35."""
    meaning = day_meaning(first_day(groups["iso"]))
    return meaning.with_part(groups.get("hm", "")) if meaning else None


def slashed(groups: Groups, scene: Scene) -> Meaning | None:
    """12/05/1998, 6.9.1991: day or month first as the report writes it, unless only one number can be a month."""
    year, (a, b) = groups["y"], (int(groups["a"]), int(groups["b"]))
    full = int(year) if len(year) == 4 else (1900 if int(year) > 40 else 2000) + int(year)
    if scene.day_first or "dot" in groups:
        a, b = b, a
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
    if side is None and weekday is None and (following := _narrated_year(month, scene)):
        return following
    base = scene.published
    if len(base) < 7:
        return int(base) if base else _following(month, scene)
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


def _narrated_year(month: int, scene: Scene) -> int | None:
    """The year that a sentence about another year goes on in: "fell in the spring of 1994; in June France sent …"."""
    told, now = scene.narrated, scene.published[:4]
    if not told or scene.tense not in ("past", "unknown") or not now or int(told[:4]) >= int(now):
        return None
    later = len(told) < 7 or month >= int(told[5:7])
    return int(told[:4]) + (not later)


def _following(month: int, scene: Scene) -> int | None:
    """In a report without a date: the year in which the month comes next after the date told just before."""
    if scene.tense != "past" or len(scene.story) < 7:
        return None
    return int(scene.story[:4]) + (month < int(scene.story[5:7]))


def _against(gap: int, other_year: bool, tense: Tense) -> int:
    """What speaks against a date ``gap`` days after publication."""
    if tense == "past":
        return PAST_AHEAD * (gap > SLACK) + OTHER_YEAR * other_year
    if tense == "future":
        return FUTURE_BACK * (gap < 0) + OTHER_YEAR * other_year
    return OPEN_AHEAD * (gap > 0) + OPEN_OTHER_YEAR * other_year


def month_day(groups: Groups, scene: Scene) -> Meaning | None:
    """September 27, Sunday, Sept. 27, 2020, October 25-26."""
    month = scene.lexicon.number("month", groups["m"])
    day = int(groups["d"]) if "d" in groups else scene.lexicon.number("ordinal", groups["o"])
    side = scene.lexicon.number("side", groups["side"]) or None if "side" in groups else None
    named = scene.lexicon.number("weekday", groups["w"]) if "w" in groups else None
    year = year_told(groups, scene) or year_for(month, day, scene, side, named)
    if year is None:
        return unknown_date(f"XXXX-{month:02d}-{day:02d}") if make_day(2000, month, day) else None
    first = make_day(year, month, day)
    if first is None:
        return told(stretch_of("M", make_day(year, month, 1) or datetime.date.min))
    last = make_day(year, month, int(groups["d2"])) if "d2" in groups else first
    meaning = _with_year(day_meaning(first), groups, scene)
    if meaning and last and last > first:
        return replace(meaning, value=f"{first}/{last}", end=last.isoformat())
    return meaning and meaning.with_part(part_of(groups, scene))


def _with_year(meaning: Meaning | None, groups: Groups, scene: Scene) -> Meaning | None:
    """The meaning of a month or day, anchored on what its year was read against."""
    if meaning is None or "y" in groups or "yadd" in groups:
        return meaning
    return replace(meaning, anchor=scene.published or scene.focus or None)


def into_month(groups: Groups, scene: Scene) -> Meaning | None:
    """six days into May."""
    count = round(amount_of(groups["n"], scene) or 0)
    return month_day({**groups, "d": str(count)}, scene) if 1 <= count <= 31 else None


def edge_day(groups: Groups, scene: Scene) -> Meaning | None:
    """the first day of April, the last day of May 1996."""
    month = month_day({**groups, "d": "1"}, scene)
    if plain(groups["edge"]) == "first" or month is None or month.start is None:
        return month
    return day_meaning(last_day(month.start[:7]), month.anchor)


def weekday_of(groups: Groups, scene: Scene) -> Meaning | None:
    """the first Saturday of September, the last Sunday in May 1996."""
    month = month_day({key: value for key, value in groups.items() if key not in ("w", "o")} | {"d": "1"}, scene)
    first = first_day(month.start) if month and month.start else None
    last = last_day(month.start[:7]) if month and month.start else None
    if month is None or first is None or last is None:
        return month
    weekday = scene.lexicon.number("weekday", groups["w"])
    if "o" not in groups:
        return day_meaning(move(last, -((last.isoweekday() - weekday) % 7), "D"), month.anchor)
    ahead = (weekday - first.isoweekday()) % 7 + 7 * (scene.lexicon.number("ordinal", groups["o"]) - 1)
    day = move(first, ahead, "D")
    return day_meaning(day, month.anchor) if day and day <= last else None


def weekend_of(groups: Groups, scene: Scene) -> Meaning | None:
    """the weekend of 6-7 June, the weekend of March 4."""
    days = month_day(groups, scene)
    first = first_day(days.start) if days and days.start else None
    if days is None or first is None or "d2" in groups:
        return days
    return told(stretch_of("WE", first), days.anchor)


# "the 5th" of which month: steps from the month of publication, or of the date in focus.
NTH_SIDES = {"this": 0, "the": 0, "last": -1, "next": 1}


def nth_day(groups: Groups, scene: Scene) -> Meaning | None:
    """the 5th, the 9th of this month, Friday the 13th: in the month in focus, else the last such day."""
    day = int(groups["d"]) if "d" in groups else scene.lexicon.number("ordinal", groups["o"])
    side = plain(groups.get("mside", ""))
    named = scene.lexicon.number("weekday", groups["w"]) if "w" in groups else None
    near = scene.near or scene.near_month  # "in August 1980 … on the 31st"
    base = scene.focus if side and side not in NTH_SIDES else near or scene.published
    anchor = first_day(base) if len(base) >= 7 else None
    if anchor is None:
        return unknown_date(f"XXXX-XX-{day:02d}")
    if side or base == near:
        return day_meaning(_nth_in(anchor, NTH_SIDES.get(side, int(side == "the following")), day), base)
    steps = (0, 1, 2, 3) if scene.tense == "future" else tuple(range(0, -14 if named else -3, -1))
    for found in (_nth_in(anchor, step, day) for step in steps):
        ahead = found is not None and found > anchor
        fits = found == anchor or ahead == (scene.tense == "future")
        if found and fits and (named is None or found.isoweekday() == named):
            return day_meaning(found, base)
    return unknown_date(f"XXXX-XX-{day:02d}")


def _nth_in(anchor: datetime.date, step: int, day: int) -> datetime.date | None:
    month = move(anchor.replace(day=1), step, "M")
    return month and make_day(month.year, month.month, day)


def year_told(groups: Groups, scene: Scene) -> int | None:
    """The year of a group ``y`` or of "last year", "the year before that", "two years on", "that December"."""
    if "that" in groups and scene.focus:
        return int(scene.focus[:4])
    if "y" in groups or "yadd" in groups:
        return int(groups.get("yadd") or groups["y"])
    if "yn" in groups:
        link, count = plain(groups["ylink"]), round(amount_of(groups["yn"], scene) or 0)
        base = scene.published if link == "ago" else scene.focus
        return _year(base, count if link in ("on", "later", "after") else -count)
    if "ydir" in groups:
        return _year(scene.focus, -1 if plain(groups["ydir"]) == "before" else 1)
    word = plain(groups.get("yside", ""))
    base = scene.published if word in ("last", "this", "next") else scene.focus
    return _year(base, YEAR_SIDES.get(word, 0)) if word else None


YEAR_SIDES = {
    "last": -1, "next": 1, "the following": 1, "the next": 1, "the previous": -1, "the preceding": -1,
}  # fmt: skip


def _year(base: str, step: int) -> int | None:
    return min(9999, max(1, int(base[:4]) + step)) if base else None


def month_year(groups: Groups, scene: Scene) -> Meaning | None:
    """September 2020, late November 1998."""
    day = make_day(int(groups["y"]), scene.lexicon.number("month", groups["m"]), 1)
    return _with_year(told(stretch_of("M", day)), groups, scene) if day else None


def month_only(groups: Groups, scene: Scene) -> Meaning | None:
    """March, late November, last October, March of last year."""
    month = scene.lexicon.number("month", groups["m"])
    year = year_told(groups, scene)
    step = side_of_focus(groups, scene)
    if year is None and step:
        return _beside(month, step, scene)
    if year is None:
        side = scene.lexicon.number("side", groups["side"]) or None if "side" in groups else None
        year = year_for(month, None, scene, side)
    if year is None:
        return unknown_date(f"XXXX-{month:02d}")
    day = make_day(year, month, 1)
    return _with_year(told(stretch_of("M", day)), groups, scene) if day else None


# Sides that look from the date in focus, not from publication.
BESIDE_FOCUS = {"following": 1, "previous": -1, "preceding": -1}


def side_of_focus(groups: Groups, scene: Scene) -> int:
    """Whether it looks from the date in focus: 1 for "the following June", in the past "the next June" too, -1 back."""
    side = plain(groups.get("side", ""))
    if not scene.focus:
        return 0
    if side == "next" and "the" in groups and scene.tense == "past":
        return 1
    return BESIDE_FOCUS.get(side, 0)


def _beside(month: int, step: int, scene: Scene) -> Meaning | None:
    """the following June: the first after the date in focus."""
    year = int(scene.focus[:4])
    if len(scene.focus) >= 7:
        now = int(scene.focus[5:7])
        year += (month <= now) if step > 0 else -(month >= now)
    else:
        year += step
    day = make_day(year, month, 1)
    return told(stretch_of("M", day), scene.focus) if day else None


def week_of(groups: Groups, scene: Scene) -> Meaning | None:
    """the week of March 6."""
    inner = month_day(groups, scene)
    day = first_day(inner.start) if inner and inner.start else None
    return told(stretch_of("W", day), scene.published) if day else unknown_date("XXXX-WXX")
