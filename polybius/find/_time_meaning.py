# ruff: noqa: ARG001 - all meanings share one signature
"""What a matched time expression means: TIMEX3 type and value, and the stretch of the calendar.

Each function takes the named groups of a match and the scene it stands in, and gives a Meaning, or None where the
words are no time expression after all. The names are those that rules in times.toml give under ``means``.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from polybius.find._time_calendar import (
    FINENESS,
    Precision,
    Stretch,
    easter,
    first_day,
    last_day,
    make_day,
    move,
    nth_weekday,
    season_of,
    stretch_of,
)
from polybius.find._time_lexicon import TimeLexicon, plain

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Tense = Literal["past", "present", "future", "unknown"]
Groups = Mapping[str, str]


@dataclass(frozen=True)
class Scene:
    """What a relative expression is read against.

    published: ISO publication day, month or year, "" if unknown. focus: the ISO date told last nearby, "" if none.
    near: the ISO day told last in the same sentence, "" if none. tense: of the clause.
    """

    lexicon: TimeLexicon
    published: str = ""
    focus: str = ""
    near: str = ""
    tense: Tense = "unknown"

    @property
    def day(self) -> datetime.date | None:
        """The publication day, where it is known to the day."""
        return first_day(self.published) if len(self.published) == 10 else None


@dataclass(frozen=True)
class Meaning:
    """TIMEX3 type and value, the interval (None: open or unknown), and the ISO date it was anchored on."""

    type: TimexType
    value: str
    start: str | None = None
    end: str | None = None
    precision: Precision | None = None
    anchor: str | None = None

    def with_part(self, part: str) -> Meaning:
        """The same with a part of the day ("2020-09-27TMO")."""
        if not part or len(self.value) != 10:
            return self
        return replace(self, type="TIME", value=f"{self.value}T{part}")


def told(stretch: Stretch | None, anchor: str | None = None) -> Meaning | None:
    """The meaning of a stretch of the calendar."""
    if stretch is None:
        return None
    return Meaning("DATE", stretch.value, stretch.start, stretch.end, stretch.precision, anchor)


def _day(day: datetime.date | None, anchor: str | None = None) -> Meaning | None:
    return told(stretch_of("D", day), anchor) if day else None


def unknown_date(value: str) -> Meaning:
    """A date of which the text leaves parts open (X in the value)."""
    return Meaning("DATE", value)


def _around(unit: str, base: str, count: float) -> Meaning | None:
    """The unit ``count`` units away from an ISO date that is fine enough for it."""
    day = first_day(base) if len(base) >= FINENESS.get(unit, 10) else None
    moved = move(day, count, unit) if day else None
    return told(stretch_of(unit, moved), base) if moved else None


UNKNOWN = {"D": "XXXX-XX-XX", "N": "XXXX-XX-XX", "W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX", "Q": "XXXX-QX",
           "x10": "XXXX", "x100": "XXXX"}  # fmt: skip


def _part(groups: Groups, scene: Scene) -> str:
    return scene.lexicon.value("daypart", groups.get("part", ""))


def iso(groups: Groups, scene: Scene) -> Meaning | None:
    """2020-09-27, 2020-09-27 10:35."""
    meaning = _day(first_day(groups["iso"]))
    return meaning.with_part(groups.get("hm", "")) if meaning else None


def slashed(groups: Groups, scene: Scene) -> Meaning | None:
    """12/05/1998, the month first unless only the second number can be one."""
    year, (a, b) = groups["y"], (int(groups["a"]), int(groups["b"]))
    full = int(year) if len(year) == 4 else (1900 if int(year) > 40 else 2000) + int(year)
    return _day(make_day(full, a, b) or make_day(full, b, a))


# What speaks against a reading of a date told without its year, in days: an event told as past lies ahead, a coming one
# lies back, another year than the running one, a weekday that does not fit; SLACK days ahead are still "past".
PAST_AHEAD, FUTURE_BACK, OPEN_AHEAD, OTHER_YEAR, OPEN_OTHER_YEAR, WRONG_WEEKDAY, SLACK = 1000, 200, 60, 100, 60, 400, 2


def _year_for(
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
    year = int(groups["y"]) if "y" in groups else _year_for(month, day, scene, side, named)
    if year is None:
        return unknown_date(f"XXXX-{month:02d}-{day:02d}") if make_day(2000, month, day) else None
    first = make_day(year, month, day)
    if first is None:
        return told(stretch_of("M", make_day(year, month, 1) or datetime.date.min))
    last = make_day(year, month, int(groups["d2"])) if "d2" in groups else first
    anchor = None if "y" in groups else scene.published
    meaning = _day(first, anchor)
    if meaning and last and last > first:
        return replace(meaning, value=f"{first}/{last}", end=last.isoformat())
    return meaning and meaning.with_part(_part(groups, scene))


def _year_told(groups: Groups, scene: Scene) -> int | None:
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
    year, anchor = _year_told(groups, scene), scene.published
    if year is None:
        side = scene.lexicon.number("side", groups["side"]) or None if "side" in groups else None
        year = _year_for(month, None, scene, side)
    if year is None:
        return unknown_date(f"XXXX-{month:02d}")
    day = make_day(year, month, 1)
    return told(stretch_of("M", day), anchor or None) if day else None


def _weekday(number: int, base: datetime.date, tense: str, side: int | None) -> datetime.date | None:
    """The weekday (Monday = 1) a bare or modified name means on the day ``base``."""
    ahead = (number - 1 - base.weekday()) % 7
    if side is None:
        return move(base, ahead if tense == "future" else ahead - 7 if ahead else 0, "D")
    if side < 0:
        return move(base, ahead - 7, "D")
    return move(base, ahead if side == 0 else ahead or 7, "D")


def weekday(groups: Groups, scene: Scene) -> Meaning | None:
    """Saturday, last Sunday, early Friday morning, Monday of next week, 4 a.m. EDT Thursday."""
    number, word = scene.lexicon.number("weekday", groups["w"]), groups.get("side")
    side = scene.lexicon.number("side", word) if word else None
    if scene.day is None:
        return unknown_date(f"XXXX-WXX-{number}")
    tense = scene.tense
    if "wside" in groups:
        week = move(scene.day, {"last": -7, "this": 0, "next": 7}[plain(groups["wside"])] - scene.day.weekday(), "D")
        meaning = _day(week and move(week, number - 1, "D"), scene.published)
    else:
        meaning = _day(_weekday(number, scene.day, tense, side), scene.published)
    return meaning and meaning.with_part(_clock_value(groups.get("clockfirst", ""), scene) or _part(groups, scene))


def shifted(groups: Groups, scene: Scene) -> Meaning | None:
    """today, tonight, yesterday morning, later today."""
    value = scene.lexicon.value("shift", groups["shift"])
    part = value.lstrip("-0123456789")
    meaning = _around("D", scene.published, int(value.removesuffix(part)))
    part = _clock_value(groups.get("clockfirst", ""), scene) or _part(groups, scene) or part
    return meaning.with_part(part) if meaning else unknown_date("XXXX-XX-XX" + (f"T{part}" if part else ""))


def beside_shifted(groups: Groups, scene: Scene) -> Meaning | None:
    """the day before yesterday, the day after next Sunday."""
    inner = (
        shifted(groups, scene) if "shift" in groups else weekday({**groups, "side": groups.get("side", "last")}, scene)
    )
    step = -1 if plain(groups["dir"]) == "before" else 1
    return (_around("D", inner.start, step) if inner and inner.start else None) or unknown_date("XXXX-XX-XX")


def _within(meaning: Meaning, groups: Groups, scene: Scene) -> Meaning:
    """What "earlier this year" means ends, what "later this year" means begins at the publication day."""
    day = scene.day
    if "within" not in groups or day is None or not meaning.start or not meaning.end:
        return meaning
    now = day.isoformat()[: 7 if meaning.precision == "year" else 10]
    first, last = first_day(meaning.start), last_day(meaning.end)
    if first is None or last is None:
        return meaning
    if plain(groups["within"]) == "earlier":
        return replace(meaning, start=first.isoformat()[: len(now)], end=now)
    return replace(meaning, start=now, end=last.isoformat()[: len(now)])


def relative_unit(groups: Groups, scene: Scene) -> Meaning | None:
    """last month, this week, earlier this year, the past decade, next weekend."""
    unit, word = scene.lexicon.value("unit", groups["u"]), plain(groups.get("side", "this"))
    if word in ("following", "preceding", "previous"):
        return beside_focus({"u": groups["u"], "dir": word}, scene)
    if unit in ("H", "MIN", "S", "SE", "W2") or (unit == "D" and word != "next"):
        return None
    if unit == "D":
        return beside_focus({"u": groups["u"], "dir": word}, scene)
    count = scene.lexicon.number("side", word)
    if unit == "N":
        return (_around("D", scene.published, count) or unknown_date("XXXX-XX-XX")).with_part("NI")
    if word == "past" and unit in UNITS_OF_LENGTH:
        return _reaching(unit, 1, -1, scene)
    meaning = _around(unit, scene.published, count)
    return _within(meaning, groups, scene) if meaning else unknown_date(UNKNOWN.get(unit, "XXXX"))


def same_unit(groups: Groups, scene: Scene) -> Meaning | None:
    """that day, the same year, later that month."""
    unit = scene.lexicon.value("unit", groups["u"])
    if unit in ("H", "MIN", "S", "SE", "W2", "x1000"):
        return None
    return _around(unit, scene.focus, 0) or unknown_date(UNKNOWN.get(unit, "XXXX"))


def relative_daypart(groups: Groups, scene: Scene) -> Meaning | None:
    """last night, this morning, the following evening."""
    side, part = plain(groups["side"]), _part(groups, scene)
    if side in ("next", "following", "previous", "preceding"):
        return beside_focus({"part": groups["part"], "dir": side}, scene)
    if side not in ("last", "this") or (side == "last" and part != "NI" and part != "EV"):
        return None
    meaning = _around("D", scene.published, -1 if side == "last" else 0) or unknown_date("XXXX-XX-XX")
    return meaning.with_part(part)


def beside_focus(groups: Groups, scene: Scene) -> Meaning | None:
    """the following day, the day before, the next morning, the previous year: beside the date in focus."""
    step = -1 if plain(groups["dir"]) in ("previous", "preceding", "before") else 1
    unit = scene.lexicon.value("unit", groups.get("u", "")) or "D"
    if unit in ("H", "MIN", "S", "SE", "W2", "x1000"):
        return None
    if "w" in groups:
        base = first_day(scene.focus) if len(scene.focus) == 10 else None
        day = _weekday(scene.lexicon.number("weekday", groups["w"]), base, "", step) if base else None
        return _day(day, scene.focus) or unknown_date("XXXX-XX-XX")
    meaning = _around(unit, scene.focus, step) or unknown_date(UNKNOWN.get(unit, "XXXX"))
    return meaning.with_part("NI" if unit == "N" else _part(groups, scene))


# Units a duration is told in: TIMEX3 letter and how many of it.
UNITS_OF_LENGTH = {
    "D": ("D", 1), "N": ("D", 1), "W": ("W", 1), "W2": ("W", 2), "M": ("M", 1), "Q": ("M", 3), "Y": ("Y", 1),
    "x10": ("Y", 10), "x100": ("Y", 100), "x1000": ("Y", 1000), "H": ("TH", 1), "MIN": ("TM", 1), "S": ("TS", 1),
}  # fmt: skip


def length(count: float | None, unit: str) -> str | None:
    """The TIMEX3 value of a duration (count None: not told), or None where the unit measures none."""
    if unit == "WE":
        return "P2D" if count == 1 else f"P{_short(count)}WE"
    if unit not in UNITS_OF_LENGTH:
        return None
    letter, factor = UNITS_OF_LENGTH[unit]
    amount = _short(None if count is None else count * factor)
    return f"PT{amount}{letter[1]}" if len(letter) == 2 else f"P{amount}{letter}"


def _short(count: float | None) -> str:
    return "X" if count is None else f"{count:g}" if count < 1e6 else f"{count:.0f}"


def amount_of(word: str, scene: Scene) -> float | None:
    """The number that words or figures tell, None for "several"."""
    text = plain(word)
    if re.fullmatch(r"[\d,]+(?:\.\d+)?", text):
        return float(text.replace(",", ""))
    if text in scene.lexicon.words["number"]:
        return scene.lexicon.number("number", text)
    parts = re.split("[ -]", text)
    values = [scene.lexicon.value("number", part) for part in parts]
    return float(sum(int(v) for v in values)) if values and all(values) else None


def _reaching(unit: str, count: float | None, side: int, scene: Scene) -> Meaning | None:
    """The last (coming) so many units: a duration that ends (begins) with the publication date."""
    value = length(count, unit)
    if value is None:
        return None
    meaning = Meaning("DURATION", value, anchor=scene.published or None)
    day = first_day(scene.published) if len(scene.published) >= FINENESS.get(unit, 10) else None
    far = move(day, side * count, unit) if day and count is not None and unit in UNITS_OF_LENGTH else None
    if day is None or far is None:
        return replace(meaning, anchor=None)
    # years are told to the month, shorter units to the day
    keep = min(7 if UNITS_OF_LENGTH[unit][0] == "Y" else 10, len(scene.published))
    ends = sorted((far.isoformat()[:keep], day.isoformat()[:keep]))
    return replace(meaning, start=ends[0], end=ends[1], precision="day" if keep == 10 else "month")


def span_of_units(groups: Groups, scene: Scene) -> Meaning | None:
    """the past four years, the next few weeks, the last 20 days."""
    unit = scene.lexicon.value("units", groups["u"]) or scene.lexicon.value("unit", groups["u"])
    count, side = amount_of(groups.get("n", ""), scene), plain(groups["side"])
    if side == "this" or side == "current":
        return None
    return _reaching(unit, count, scene.lexicon.number("side", side), scene)


def vague_span(groups: Groups, scene: Scene) -> Meaning | None:
    """recent days, the coming years."""
    value = length(None, scene.lexicon.value("units", groups["u"]))
    return Meaning("DURATION", value) if value else None


def away(groups: Groups, scene: Scene) -> Meaning | None:
    """two weeks ago, three days later, more than four decades ago, years earlier."""
    unit = scene.lexicon.value("units", groups.get("u", "")) or scene.lexicon.value("unit", groups.get("u1", ""))
    count = amount_of(groups.get("n", ""), scene)
    link = groups.get("link", "")
    side = 1 if "hence" in groups else scene.lexicon.number("link", link) if link else -1
    base = scene.focus if link else scene.published
    if unit in ("H", "MIN", "S", "WE", "SE", "N"):
        value = length(count, unit)
        meaning = _around("D", base, 0) if unit == "H" and count is not None and count <= 6 else None
        if meaning and not link:
            return Meaning("TIME", f"{meaning.value}TXX", meaning.start, meaning.end, "day", base)
        return Meaning("DURATION", value) if value else None
    if count is None:
        return (
            Meaning("DATE", "PAST_REF" if side < 0 else "FUTURE_REF")
            if not link
            else Meaning("DURATION", length(None, unit) or "PX")
        )
    grain = {"x10": "Y", "x100": "Y", "x1000": "Y", "W2": "W"}.get(unit, unit)
    if link and unit in ("Y", "M", "x10") and not base:
        base = scene.published
    day = first_day(base) if len(base) >= FINENESS.get(grain, 10) else None
    moved = move(day, side * count, unit) if day else None
    meaning = told(stretch_of(grain, moved), base) if moved else None
    if meaning is None:
        return unknown_date(UNKNOWN.get(grain, "XXXX"))
    if unit in ("x10", "x100", "x1000") and "about" in groups:
        return _loosened(meaning, scene.lexicon.value("approx", groups["about"]), side)
    return meaning


def _loosened(meaning: Meaning, approx: str, side: int) -> Meaning:
    """On or before the year for "more than four decades ago"; about it otherwise."""
    if approx == "MORE":
        return (
            replace(meaning, start=None, precision="open") if side < 0 else replace(meaning, end=None, precision="open")
        )
    return replace(meaning, precision="decade")


def duration(groups: Groups, scene: Scene) -> Meaning | None:
    """nine days, five-hour, two and a half years, decades-long, half an hour, another week."""
    unit = scene.lexicon.value("units", groups.get("u", "")) or scene.lexicon.value("unit", groups.get("u1", ""))
    word = plain(groups.get("n", ""))
    count: float | None = amount_of(word, scene) if word else None
    if (
        unit in ("SE", "x1000")
        or ("u" in groups and word in ("a", "an"))
        or (unit in ("S", "MIN", "WE", "N") and word in ("a", "an"))
    ):
        return None
    if "halfof" in groups:
        return _fraction(0.25 if "quarter" in plain(groups["halfof"]) else 0.5, unit)
    if "u1" in groups and not word:
        count = 1
    if "half" in groups:
        return _fraction((count or 0) + 0.5, unit)
    value = length(count, unit)
    return Meaning("DURATION", value) if value else None


def _fraction(count: float, unit: str) -> Meaning | None:
    """Halves in the next smaller unit: PT30M, P6M, P1Y6M."""
    smaller = {"H": ("MIN", 60), "Y": ("M", 12), "x10": ("Y", 10), "x100": ("Y", 100), "D": ("H", 24)}.get(unit)
    whole, rest = int(count), count - int(count)
    if smaller is None:
        value = length(count, unit)
    else:
        head, tail = length(whole, unit) or "", length(rest * smaller[1], smaller[0]) or ""
        letter = tail.removeprefix("PT").removeprefix("P")
        value = (
            (head + letter if unit in ("H", "Y") else head + "T" + letter if unit == "D" else length(count, unit))
            if whole
            else tail
        )
    return Meaning("DURATION", value) if value else None


def bare_units(groups: Groups, scene: Scene) -> Meaning | None:
    """weeks, for years."""
    value = length(None, scene.lexicon.value("units", groups["u"]))
    return Meaning("DURATION", value) if value else None


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
    year = _year_told(groups, scene)
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


def season(groups: Groups, scene: Scene) -> Meaning | None:
    """last fall, the summer of 1998, this winter."""
    name = scene.lexicon.value("season", groups["season"])
    year = _year_told(groups, scene)
    if year is not None:
        return told(season_of(name, year), scene.published if "yside" in groups else None)
    if len(scene.published) < 7:
        return unknown_date(f"XXXX-{name}")
    now = scene.published[:7]
    known = [season_of(name, int(now[:4]) + step) for step in (-2, -1, 0, 1, 2)]
    side = scene.lexicon.number("side", groups["side"]) if "side" in groups else None
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
    return told(chosen[0], scene.published)


def _holiday_day(rule: str, year: int) -> datetime.date | None:
    if rule.startswith("easter"):
        day = easter(year)
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
    return _day(day, None if "y" in groups else scene.published)


def fixed_event(groups: Groups, scene: Scene) -> Meaning | None:
    """9/11."""
    return _day(first_day(scene.lexicon.value("event", groups["event"])))


def week_of(groups: Groups, scene: Scene) -> Meaning | None:
    """the week of March 6."""
    inner = month_day(groups, scene)
    day = first_day(inner.start) if inner and inner.start else None
    return told(stretch_of("W", day), scene.published) if day else unknown_date("XXXX-WXX")


def weekend(groups: Groups, scene: Scene) -> Meaning | None:
    """the weekend, last weekend: the one before publication unless the tense says otherwise."""
    day, word = scene.day, plain(groups.get("side", ""))
    if day is None:
        return unknown_date(UNKNOWN["WE"])
    number = scene.lexicon.number("side", word) if word else 1 if scene.tense == "future" else -1
    if number < 0 and day.weekday() >= 5 and not word:
        number = 0
    if word in ("last", "past"):
        number = -1
    elif number > 0 and day.weekday() < 5 and word != "next":
        number = 0
    meaning = _around("WE", scene.published, number)
    return meaning or unknown_date(UNKNOWN["WE"])


def _clock_value(text: str, scene: Scene) -> str:
    """The time of a clock expression as HH:MM, "" if it is none."""
    text = plain(text)
    if not text:
        return ""
    for word in ("noon", "midday", "midnight"):
        if text.startswith(word):
            return scene.lexicon.value("daypart", word)
    found = re.match(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?", text)
    if not found:
        return ""
    hour, minute = int(found[1]), int(found[2] or 0)
    late = re.search(r"p\.?m|afternoon|evening|night", text) is not None
    if late and hour < 12:
        hour += 12
    elif re.search(r"a\.?m|morning", text) and hour == 12:
        hour = 0
    return f"{hour:02d}:{minute:02d}" if hour <= 24 and minute < 60 else ""


def clock(groups: Groups, scene: Scene) -> Meaning | None:
    """10:35 a.m., noon, 1030 GMT, 4 in the morning."""
    value = _clock_value(groups["clock"], scene)
    if not value:
        return None
    base: Meaning | None
    if "w" in groups:
        base = weekday({"w": groups["w"]}, scene)
    elif "shift" in groups:
        base = shifted({"shift": groups["shift"]}, scene)
    else:
        base = _day(first_day(scene.near or scene.published)) if len(scene.near or scene.published) == 10 else None
    if base is None or len(base.value) != 10 or base.start is None:
        return Meaning("TIME", f"XXXX-XX-XXT{value}")
    return replace(
        base, type="TIME", value=f"{base.value[:10]}T{value}", anchor=base.anchor or scene.near or scene.published
    )


def part_of_day(groups: Groups, scene: Scene) -> Meaning | None:
    """in the morning, at dawn, overnight."""
    part, base = _part(groups, scene), scene.near or scene.published
    meaning = _around("D", base, 0) if len(base) == 10 else None
    return meaning.with_part(part) if meaning else Meaning("TIME", f"XXXX-XX-XXT{part}")


def every(groups: Groups, scene: Scene) -> Meaning | None:
    """every day, each year, every other week, every Friday, per day."""
    lexicon = scene.lexicon
    count = 2.0 if "other" in groups else amount_of(groups.get("n", ""), scene) or 1.0
    if "w" in groups:
        return Meaning("SET", f"XXXX-WXX-{lexicon.number('weekday', groups['w'])}")
    if "season" in groups:
        return Meaning("SET", f"XXXX-{lexicon.value('season', groups['season'])}")
    if "part" in groups:
        return Meaning("SET", f"XXXX-XX-XXT{_part(groups, scene)}")
    unit = lexicon.value("units", groups.get("u", "")) or lexicon.value("unit", groups.get("u1", ""))
    value = length(count, unit)
    return Meaning("SET", value) if value else None


def set_word(groups: Groups, scene: Scene) -> Meaning | None:
    """daily, annually."""
    return Meaning("SET", scene.lexicon.value("set", groups["set"]))


def weekdays(groups: Groups, scene: Scene) -> Meaning | None:
    """Mondays."""
    return Meaning("SET", f"XXXX-WXX-{scene.lexicon.number('weekday', groups['w'])}")


def reference(groups: Groups, scene: Scene) -> Meaning | None:
    """now, recently, the future; "now" is the publication day."""
    value = scene.lexicon.value("ref", groups["ref"])
    if value == "PRESENT_REF" and scene.day:
        return Meaning("DATE", value, scene.published, scene.published, "day", scene.published)
    return Meaning("DATE", value)


MEANINGS: dict[str, Callable[[Groups, Scene], Meaning | None]] = {
    function.__name__: function
    for function in (
        iso, slashed, month_day, month_year, month_only, weekday, shifted, beside_shifted, relative_unit, same_unit,
        relative_daypart, span_of_units, vague_span, away, beside_focus, duration, bare_units, decade, century,
        year_only, fiscal_year, year_span, side_of_year, quarter, season, holiday, fixed_event, week_of, weekend,
        clock, part_of_day, every, set_word, weekdays, reference,
    )
}  # fmt: skip
