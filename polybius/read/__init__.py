"""Stage 1 of 9: read — needs files, addresses or standard input, leaves Reports (and failures for what is none)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path

from polybius.read import formats
from polybius.read.failure import ReadFailure
from polybius.read.formats import FORMATS, Format, Reader
from polybius.read.given import Given
from polybius.read.make_report import MAX_CHARACTERS, make_report
from polybius.read.sources import expand, read_drafts
from polybius.records import Report

__all__ = [
    "FORMATS",
    "MAX_CHARACTERS",
    "Format",
    "Given",
    "ReadFailure",
    "Reader",
    "expand",
    "formats",
    "make_report",
    "read_drafts",
    "read_reports",
]


def read_reports(
    paths: str | Path | Iterable[str | Path],
    *,
    published: str | date | None = None,
    outlet: str | None = None,
    title: str | None = None,
    url: str | None = None,
    columns: Mapping[str, str] | None = None,
    follow: bool | None = None,
    format: str | None = None,
) -> Iterator[Report | ReadFailure]:
    """Yields the reports of the sources, in order, and a ReadFailure for each input or row that gives none.

    paths: files, patterns such as ``news/*.txt``, folders, http(s) addresses; "-" is standard input; any may be packed
    with gzip or Zstandard. The other values hold for every report that does not bring its own. published:
    YYYY[-MM[-DD]]. columns: what the fields are called in rows ({"text": "body"}). follow: whether to fetch the
    addresses a feed, sitemap or list of addresses holds; by default only where it came from an address itself. format:
    the name of a format, where the sources do not tell it.

    Never raises on bad input. Raises ReadError where ``format`` is none.
    """
    day = published.isoformat() if isinstance(published, date) else published
    given = Given(day, outlet, title, url, columns=columns or {}, follow=follow, format=format)
    for source in expand([paths] if isinstance(paths, str | Path) else paths):
        if isinstance(source, ReadFailure):
            yield source
            continue
        for one in read_drafts(source, given):
            yield one if isinstance(one, Report | ReadFailure) else one.report()
