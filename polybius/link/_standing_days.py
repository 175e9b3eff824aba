"""Partial ISO dates ("1991", "2020-09") as the stretches of days they are."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from polybius.find._time_calendar import first_day, last_day


@dataclass(frozen=True)
class Days:
    """A stretch of days, both ends included."""

    first: datetime.date
    last: datetime.date

    def meets(self, other: Days) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


def days_of(iso: str | None, until: str | None = None) -> Days | None:
    """The days of an ISO day, month or year, or from the first of one to the last of another; None where it is none."""
    first, last = first_day(iso or ""), last_day(until or iso or "")
    return Days(first, last) if first and last and first <= last else None


def shared(start: str, end: str) -> str | None:
    """The day, month or year that two dates share; None where they lie in different years."""
    if start == end:
        return start
    return next((start[:size] for size in (7, 4) if start[:size] == end[:size]), None)
