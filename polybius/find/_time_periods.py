# ruff: noqa: ARG001 - all meanings share one signature
"""What years, decades, quarters, seasons and holidays mean."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace

from polybius.find._time_calendar import (
    easter,
    eastern_easter,
    first_day,
    make_day,
    move,
    nth_weekday,
    season_of,
    stretch_of,
)
from polybius.find._time_dates import side_of_focus, year_told
from polybius.find._time_lengths import amount_of
from polybius.find._time_lexicon import plain
from polybius.find._time_scene import Groups, Meaning, Scene, day_meaning, told, unknown_date


def decade(groups: Groups, scene: Scene) -> Meaning | None:
    """the 1990s, the '60s."""
    digits = re.sub(r"\D", "", groups["dec"])
    year = int(digits) if len(digits) == 4 else (2000 if int(digits) < 30 else 1900) + int(digits)
    day = make_day(year, 1, 1)
    return told(stretch_of("x10", day)) if day else None


def century(groups: Groups, scene: Scene) -> Meaning | None:
    """the 19th century."""
    number = scene.lexicon.number("ordinal", groups["o"])
    if "bc" in groups:
        return unknown_date(f"BC{number - 1:02d}XX")
    day = make_day((number - 1) * 100 or 1, 1, 1)
    return told(stretch_of("x100", day)) if day else None


def year_only(groups: Groups, scene: Scene) -> Meaning | None:
    """1991, late 2001."""
    day = make_day(int(groups["y"]), 1, 1)
    return told(stretch_of("Y", day)) if day else None


def fiscal_year(groups: Groups, scene: Scene) -> Meaning | None:
    """fiscal 1998, the academic year 2001."""
    meaning = year_only(groups, scene)
    return replace(meaning, value=f"FY{meaning.value}") if meaning else None


def year_span(groups: Groups, scene: Scene) -> Meaning | None:
    """1998-99, 2010-2014."""
    first = int(groups["y"])
    last = int(groups["y2"]) if len(groups["y2"]) == 4 else first // 100 * 100 + int(groups["y2"])
    if not first < last <= first + 150:
        return None
    return Meaning("DATE", f"{first}/{last}", f"{first}", f"{last}", "year")


def side_of_year(groups: Groups, scene: Scene) -> Meaning | None:
    """post-1991, pre-1967: after or before the year."""
    meaning = year_only(groups, scene)
    if meaning is None:
        return None
    after = plain(groups["dir"]) == "post"
    return replace(
        meaning, start=meaning.start if after else None, end=None if after else meaning.end, precision="open"
    )


def quarter(groups: Groups, scene: Scene) -> Meaning | None:
    """the third quarter of 1999, first half of last year."""
    number, half = scene.lexicon.number("ordinal", groups["o"]), plain(groups["what"]) == "half"
    year = year_told(groups, scene)
    if number > (2 if half else 4) or (half and year is None):
        return None
    anchor = None if "y" in groups else scene.published or None
    if year is None and scene.published:
        year = int(scene.published[:4])
        if len(scene.published) > 4 and (number - 1) * 3 + 1 > int(scene.published[5:7]) and scene.tense == "past":
            year -= 1
    size = 6 if half else 3
    name = f"{'H' if half else 'Q'}{number}"
    if year is None:
        return unknown_date(f"XXXX-{name}")
    first = (number - 1) * size + 1
    start, end = f"{year:04d}-{first:02d}", f"{year:04d}-{first + size - 1:02d}"
    return Meaning("DATE", f"{year:04d}-{name}", start, end, "month", anchor)


def part_of_year(groups: Groups, scene: Scene) -> Meaning | None:
    """the first nine months of 1997, the last three months of last year."""
    count = round(amount_of(groups["n"], scene) or 0)
    year = year_told(groups, scene) or (int(scene.published[:4]) if scene.published else None)
    if not 1 <= count <= 12:
        return None
    if year is None:
        return Meaning("DURATION", f"P{count}M")
    first, last = (1, count) if plain(groups["side"]) in ("first", "opening") else (13 - count, 12)
    return Meaning("DURATION", f"P{count}M", f"{year:04d}-{first:02d}", f"{year:04d}-{last:02d}", "month")


def season(groups: Groups, scene: Scene) -> Meaning | None:
    """last fall, the summer of 1998, this winter."""
    name = scene.lexicon.value("season", groups["season"])
    year = year_told(groups, scene)
    if year is not None:
        return told(season_of(name, year), scene.published if "yside" in groups else None)
    side = scene.lexicon.number("side", groups["side"]) if "side" in groups else None
    base, step = scene.published, side_of_focus(groups, scene)
    if "dir" in groups:
        step = -1 if plain(groups["dir"]) == "before" else 1
    if step:  # "the summer before", "the following winter"
        base, side = scene.focus, step
    if len(base) < 7:
        return unknown_date(f"XXXX-{name}")
    now = base[:7]
    known = [season_of(name, int(now[:4]) + step) for step in (-2, -1, 0, 1, 2)]
    if side is None:
        side = 1 if scene.tense == "future" else 0 if scene.tense != "past" else -2
    over = [s for s in known if (s.end or "") < now]
    begun = [s for s in known if (s.start or "") <= now]
    ahead = [s for s in known if (s.start or "") > now]
    nearest = min(
        known,
        key=lambda s: abs((int(s.value[:4]) - int(now[:4])) * 12 + int((s.start or now)[5:7]) + 1 - int(now[5:7])),
    )
    chosen = {-1: over[-1:], -2: begun[-1:], 1: ahead[:1]}.get(side) or [nearest]
    return told(chosen[0], base)


def _holiday_day(rule: str, year: int) -> datetime.date | None:
    if rule.startswith(("easter", "pascha")):
        day = easter(year) if rule.startswith("easter") else eastern_easter(year)
        return day and move(day, int(rule[6:]), "D")
    if rule.endswith("el"):  # the day after the first Monday
        monday = nth_weekday(year, 11, 1, 1)
        return monday and move(monday, 1, "D")
    month, rest = int(rule[:2]), rule[3:]
    if "-" not in rest:
        return make_day(year, month, int(rest))
    number, nth = rest.split("-", 1)
    return nth_weekday(year, month, int(number), int(nth))


def holiday(groups: Groups, scene: Scene) -> Meaning | None:
    """Christmas, last Thanksgiving, Easter 1999, Election Day."""
    rule = scene.lexicon.value("holiday", groups["h"])
    rule = rule.replace("easter", "pascha") if scene.eastern else rule
    year = int(groups["y"]) if "y" in groups else None
    if year is None and scene.day:
        now = scene.day
        days = [d for d in (_holiday_day(rule, y) for y in range(now.year - 1, now.year + 2) if y >= 1) if d]
        side = scene.lexicon.number("side", groups["side"]) if "side" in groups else 0
        past, ahead = [d for d in days if d <= now], [d for d in days if d >= now]
        chosen = past if side < 0 else ahead if side > 0 else days
        year = min(chosen or days, key=lambda d: abs((d - now).days)).year if days else None
    if year is None:
        return unknown_date("XXXX-XX-XX")
    day = _holiday_day(rule, year)
    if day and "wk" in groups:
        return told(stretch_of("W" if plain(groups["wk"]) == "week" else "WE", day))
    return day_meaning(day, None if "y" in groups else scene.published)


def fixed_event(groups: Groups, scene: Scene) -> Meaning | None:
    """9/11."""
    return day_meaning(first_day(scene.lexicon.value("event", groups["event"])))


def reference(groups: Groups, scene: Scene) -> Meaning | None:
    """now, recently, the future; "now" is the publication day."""
    value = scene.lexicon.value("ref", groups["ref"])
    if value == "PRESENT_REF" and scene.day:
        return Meaning("DATE", value, scene.published, scene.published, "day", scene.published)
    return Meaning("DATE", value)
