"""Days, months and years as ISO 8601 writes them: "2020-09-27", "2020-09", "2020"."""

from __future__ import annotations

import calendar
import re
from datetime import date

FORMS = "YYYY-MM-DD, YYYY-MM or YYYY"
"""How a day, month or year is written, for messages."""
_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?", re.ASCII)


def days_of(text: str) -> tuple[date, date] | None:
    """The first and the last day of a day, month or year; None where the text is none."""
    if not _ISO.fullmatch(text):
        return None
    numbers = [int(part) for part in text.split("-")]
    try:
        first = date(*(*numbers, 1, 1)[:3])
    except ValueError:
        return None
    if len(numbers) == 3:
        return first, first
    month = first.month if len(numbers) == 2 else 12
    return first, date(first.year, month, calendar.monthrange(first.year, month)[1])
