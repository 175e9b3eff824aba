"""How long to wait after a fault: as the server says, else twice as long each time, and never all at once."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime

LONGEST = 3600.0
"""Seconds of the longest pause that is not asked for."""
LONGEST_ASKED = 86_400.0
"""Seconds of the longest pause that a server may ask for."""


def pause(first: float, failures: int, longest: float = LONGEST) -> float:
    """Seconds to wait after so many faults in a row, by exponential back-off with jitter of a quarter either way."""
    whole = min(first * 2.0 ** min(failures - 1, 40), max(longest, first))
    return whole * random.uniform(0.75, 1.25)


def spread(seconds: float) -> float:
    """A time between two looks, a tenth longer or shorter, so that feeds do not all fall due together."""
    return seconds * random.uniform(0.9, 1.1)


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds that a server asks to wait (RFC 9110, Retry-After), a day at most; None where it does not."""
    said = header(headers, "Retry-After")
    if said is None:
        return None
    if said.isascii() and said.isdigit():
        return min(float(said), LONGEST_ASKED)
    try:
        when = parsedate_to_datetime(said)
        # "GMT" is the only zone allowed, and it may be left out
        until = when.replace(tzinfo=when.tzinfo or UTC).timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return min(max(until - now, 0.0), LONGEST_ASKED)


def header(headers: Mapping[str, str], name: str) -> str | None:
    """A header, whatever its case."""
    lower = name.lower()
    return next((value.strip() for key, value in headers.items() if key.lower() == lower), None)
