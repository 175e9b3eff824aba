"""Makes a Report of a text and what is known about it: id, publication date, language, regions, credit, author."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date, datetime
from typing import Literal

from polybius.read.language import language_of
from polybius.read.regions import find_regions
from polybius.records import Published, Report

MAX_CHARACTERS = 1_000_000

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_DATE_AND_TIME = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(?:Z|[+-]\d{2}:?\d{2})?")


def make_report(
    text: str,
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    author: str | None = None,
) -> Report:
    """Makes a Report; its text is ``text``, unaltered.

    text: at most 1,000,000 characters. published: YYYY, YYYY-MM or YYYY-MM-DD (of a time stamp, the date as written).
    outlet, title, url, author: as known apart from the text; without ``author`` the byline gives it.

    Raises ValueError, with a message fit for the user, where the text is empty, too long or not valid Unicode, or
    ``published`` is no such date.
    """
    check_text(text)
    found = find_regions(text)
    return Report(
        id=report_id(text),
        text=text,
        title=_known(title),
        language=language_of(text),
        published=parse_published(published),
        outlet=_known(outlet),
        url=_known(url),
        author=_known(author) or found.author,
        credit=found.credit,
        regions=found.regions,
    )


def check_text(text: str) -> None:
    """Raises ValueError where ``text`` cannot be the text of a report."""
    if len(text) > MAX_CHARACTERS:
        raise ValueError(
            f"the text has {len(text):,} characters, more than the {MAX_CHARACTERS:,} of one report; "
            "split it into its reports (JSON Lines holds one a line)"
        )
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("the text holds half a surrogate pair, which is no character; write it anew as UTF-8")


def report_id(text: str) -> str:
    """The first 20 hex digits of SHA-256 over the normalised text (NFC, whitespace runs as one blank, stripped)."""
    normalised = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(normalised.encode("utf-8")).hexdigest()[:20]


def parse_published(value: str | date | None) -> Published:
    """A given publication date as an interval; an empty value leaves it unknown.

    Raises ValueError unless ``value`` is YYYY, YYYY-MM or YYYY-MM-DD and such a day exists.
    """
    if isinstance(value, datetime):
        value = value.date()
    text = value.isoformat() if isinstance(value, date) else (value or "").strip()
    if not text:
        return Published()
    stamp = _DATE_AND_TIME.fullmatch(text)
    text = stamp.group(1) if stamp else text
    match = _DATE.fullmatch(text)
    if match is None or not _exists(match):
        raise ValueError(f"published must be YYYY[-MM[-DD]], for example 2020-10-03; found {_shown(text)}")
    precision: Literal["day", "month", "year"] = "day" if match.group(3) else "month" if match.group(2) else "year"
    return Published(start=text, end=text, precision=precision, basis="given", reasons=("given with the report",))


def _exists(match: re.Match[str]) -> bool:
    if not match.group(0).isascii():
        return False
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _shown(value: str) -> str:
    return repr(value if len(value) <= 40 else value[:39] + "…")


def _known(value: str | None) -> str | None:
    return (value or "").strip() or None
