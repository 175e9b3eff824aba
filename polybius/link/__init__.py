"""Stage 8 of 9: link — needs coded reports, leaves happenings: one record an event, with all who tell of it."""

from __future__ import annotations

from collections.abc import Iterable

from polybius.link.index import Compared, Linked, LinkIndex
from polybius.link.of_store import happenings, linked
from polybius.link.telling import Telling
from polybius.link.views import connect, connect_for_series, only_newest, query
from polybius.records import CodedReport, Happening

__all__ = [
    "Compared",
    "LinkIndex",
    "Linked",
    "Telling",
    "connect",
    "connect_for_series",
    "happenings",
    "link",
    "linked",
    "only_newest",
    "query",
]


def link(coded: Iterable[CodedReport]) -> tuple[Happening, ...]:
    """The happenings that coded reports tell of, by their ids; the same whatever the order of the reports."""
    with LinkIndex() as index:
        index.add(coded)
        return tuple(index.happenings())
