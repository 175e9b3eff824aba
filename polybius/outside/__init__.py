"""Events that others have coded, to hold ours against: reads their files into the store, and compares.

To add a set: a module here with ``NAME``, ``recognises`` and ``event_of``, and a line in ``LAYOUTS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from polybius.outside import acled, gdelt, ged, icews, polecat
from polybius.store.outside import OutsideEvent

Fields = Mapping[str, str]


@dataclass(frozen=True)
class Layout:
    """How the files of one set are read.

    recognises: the columns of a file by its first row, or None where it is none of this set. headed: whether the first
    row names the columns. quoted: whether it is CSV with quotes; else rows are lines, parted by tabs. surplus: names
    that a header may have although no row has such a column.
    event_of: an event from the fields of a row; raises ValueError, with a message fit for the user, where it is none.
    """

    name: str
    recognises: Callable[[Sequence[str]], Sequence[str] | None]
    event_of: Callable[[Fields], OutsideEvent]
    headed: bool = True
    quoted: bool = False
    surplus: frozenset[str] = frozenset()


# name of the set -> how its files are read
LAYOUTS: dict[str, Layout] = {
    "gdelt": Layout("gdelt", gdelt.recognises, gdelt.event_of, headed=False),
    "icews": Layout("icews", icews.recognises, icews.event_of),
    "polecat": Layout("polecat", polecat.recognises, polecat.event_of, surplus=polecat.SURPLUS),
    "acled": Layout("acled", acled.recognises, acled.event_of, quoted=True),
    "ged": Layout("ged", ged.recognises, ged.event_of, quoted=True),
}

__all__ = ["LAYOUTS", "Fields", "Layout"]
