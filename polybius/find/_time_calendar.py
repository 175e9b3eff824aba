"""Calendar arithmetic on ISO dates that are as short as what is known ("1991", "2020-09", "2020-09-27").

Nothing here raises on impossible dates: what the calendar does not have is ``None``.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "week", "month", "year", "decade", "open"]
# How fine a unit is; a base date must be at least as fine as the unit it is moved by.
FINENESS = {"Y": 4, "x10": 4, "x100": 4, "x1000": 4, "M": 7, "Q": 7}


@dataclass(frozen=True)
class Stretch:
    """A stretch of the calendar: its TIMEX3 value, and its first and last day, month or year (ISO)."""

    value: str
    start: str | None
    end: str | None
    precision: Precision


def make_day(year: int, month: int, day: int) -> datetime.date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def first_day(iso: str) -> datetime.date | None:
    """The first day of an ISO day, month or year; None where it is not one."""
    parts = _numbers(iso)
    return make_day(*(*parts, 1, 1)[:3]) if parts else None


def last_day(iso: str) -> datetime.date | None:
    """The last day of an ISO day, month or year; None where it is not one."""
    parts = _numbers(iso)
    if not parts or (len(parts) > 1 and not 1 <= parts[1] <= 12) or not 1 <= parts[0] <= 9999:
        return None
    if len(parts) == 3:
        return make_day(*parts)
    month = parts[1] if len(parts) > 1 else 12
    return make_day(parts[0], month, calendar.monthrange(parts[0], month)[1])


def _numbers(iso: str) -> tuple[int, ...]:
    parts = iso.split("-")
    return (
        tuple(int(part) for part in parts)
        if len(parts) <= 3 and all(p.isascii() and p.isdigit() for p in parts)
        else ()
    )


def move(day: datetime.date, count: float, unit: str) -> datetime.date | None:
    """The day ``count`` units later (negative: earlier); None beyond the calendar or for units shorter than a day."""
    years = {"Y": 1, "x10": 10, "x100": 100, "x1000": 1000}.get(unit)
    days = {"D": 1, "N": 1, "W": 7, "WE": 7, "W2": 14}.get(unit)
    try:
        if days:
            return day + datetime.timedelta(days=round(count * days))
        if unit in ("M", "Q") or years:
            months = round(count * (12 * years if years else 3 if unit == "Q" else 1))
            total = day.year * 12 + day.month - 1 + months
            year, month = divmod(total, 12)
            if not 1 <= year <= 9999:
                return None
            return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None
    return None


def stretch_of(unit: str, day: datetime.date) -> Stretch | None:
    """The unit of the calendar (week, month, decade …) that holds the day."""
    iso, year, month = day.isoformat(), f"{day.year:04d}", f"{day.year:04d}-{day.month:02d}"
    if unit in ("D", "N"):
        return Stretch(iso, iso, iso, "day")
    if unit in ("W", "WE"):
        monday = day - datetime.timedelta(days=day.weekday()) if day.toordinal() > 7 else day
        ends = move(monday, 5 if unit == "WE" else 0, "D"), move(monday, 6, "D")
        if ends[0] is None or ends[1] is None:
            return None
        value = f"{day.isocalendar().year:04d}-W{day.isocalendar().week:02d}" + ("-WE" if unit == "WE" else "")
        return Stretch(value, ends[0].isoformat(), ends[1].isoformat(), "week")
    if unit == "M":
        return Stretch(month, month, month, "month")
    if unit == "Q":
        quarter = (day.month - 1) // 3
        return Stretch(
            f"{year}-Q{quarter + 1}", f"{year}-{quarter * 3 + 1:02d}", f"{year}-{quarter * 3 + 3:02d}", "month"
        )
    if unit == "Y":
        return Stretch(year, year, year, "year")
    if unit == "x10":
        return Stretch(year[:3] + "X", year[:3] + "0", year[:3] + "9", "decade")
    if unit == "x100":
        return Stretch(year[:2] + "XX", year[:2] + "00", year[:2] + "99", "decade")
    return None


SEASON_MONTHS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 2)}


def season_of(season: str, year: int) -> Stretch:
    """A (northern) season as three months; winter begins in December of its year."""
    begin, end = SEASON_MONTHS[season]
    return Stretch(f"{year:04d}-{season}", f"{year:04d}-{begin:02d}", f"{year + (end < begin):04d}-{end:02d}", "month")


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date | None:
    """The n-th weekday (Monday = 1) of a month; nth -1: the last."""
    if nth < 0:
        last = last_day(f"{year:04d}-{month:02d}")
        return last and move(last, -((last.weekday() - (weekday - 1)) % 7), "D")
    first = make_day(year, month, 1)
    return first and move(first, (weekday - 1 - first.weekday()) % 7 + 7 * (nth - 1), "D")


def eastern_easter(year: int) -> datetime.date | None:
    """Easter Sunday of the Eastern churches, by the Julian calendar."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    julian = make_day(year, (d + e + 114) // 31, (d + e + 114) % 31 + 1)
    return julian and move(julian, year // 100 - year // 400 - 2, "D")


def easter(year: int) -> datetime.date | None:
    """Western Easter Sunday (the anonymous Gregorian rule)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    return make_day(year, (h + k - 7 * m + 114) // 31, (h + k - 7 * m + 114) % 31 + 1)
