"""What a store holds already, in a form small enough to ask for millions of reports.

Keys are the first eight bytes of a hash, some 40 bytes a report in all; of ten million reports one in a hundred
thousand million new ones would be taken for known by mistake.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.records import Report, Versions
from polybius.store.read import snapshot
from polybius.store.write import release

if TYPE_CHECKING:
    import numpy as np

_LOOSE = 65_536
"""Keys kept apart until they are sorted in with the others."""
_DATED = ("given", "page")


class KeySet:
    """A set of texts that can be added to and asked, but not listed; eight bytes each."""

    def __init__(self) -> None:
        import numpy

        self._sorted: np.ndarray[Any, np.dtype[np.uint64]] = numpy.empty(0, dtype=numpy.uint64)
        self._loose: set[int] = set()

    def add(self, *parts: str | None) -> None:
        """Adds what several parts make together."""
        self._loose.add(_key(parts))
        if len(self._loose) >= _LOOSE:
            self._merge()

    def __contains__(self, parts: tuple[str | None, ...]) -> bool:
        import numpy

        key = _key(parts)
        if key in self._loose:
            return True
        at = int(numpy.searchsorted(self._sorted, numpy.uint64(key)))
        return at < len(self._sorted) and int(self._sorted[at]) == key

    def __len__(self) -> int:
        self._merge()
        return len(self._sorted)

    def _merge(self) -> None:
        import numpy

        if self._loose:
            loose = numpy.fromiter(self._loose, dtype=numpy.uint64, count=len(self._loose))
            self._sorted = numpy.union1d(self._sorted, loose)
            self._loose = set()


def _key(parts: Iterable[str | None]) -> int:
    joined = "\x1f".join("\x00" if part is None else part for part in parts)
    digest = hashlib.blake2b(joined.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def is_dated(report: Report) -> bool:
    """Whether the publication date of a report is known, not guessed."""
    return report.published.basis in _DATED


class Known:
    """The reports that need not be coded again, by their text, by where they stood and by their address."""

    def __init__(self) -> None:
        self._places = KeySet()
        self._dated = KeySet()
        self._addresses = KeySet()

    def add(self, report: Report) -> None:
        """Takes a report, with all places where it stood, for known."""
        self._add(
            report.id,
            is_dated(report),
            [(report.url, report.outlet), *((place.url, place.outlet) for place in report.appearances)],
        )

    def is_coded(self, key: str, dated: bool) -> bool:
        """Whether the text of this id is coded, and coding it again would give nothing new.

        dated: whether its publication date is known now; then it counts only if it was known before.
        """
        return ((key,) in self._dated) if dated else ((key, None, None) in self._places)

    def has_place(self, key: str, url: str | None, outlet: str | None) -> bool:
        """Whether the store knows that the text of this id stood there."""
        return (key, url, outlet) in self._places

    def add_place(self, key: str, url: str | None, outlet: str | None) -> None:
        """Takes a place for known at which the text of this id stood."""
        self._add(key, False, [(url, outlet)])

    def has_address(self, url: str) -> bool:
        """Whether a coded report stood at this address."""
        return (url,) in self._addresses

    def _add(self, key: str, dated: bool, places: Iterable[tuple[str | None, str | None]]) -> None:
        self._places.add(key, None, None)
        if dated:
            self._dated.add(key)
        for url, outlet in places:
            # less known about a place is no new place
            self._places.add(key, url, outlet)
            self._places.add(key, url, None)
            self._places.add(key, None, outlet)
            if url:
                self._addresses.add(url)


def known_reports(store: str | Path, versions: Versions) -> Known:
    """What a store holds that a coder of these versions would only code again, or may not replace.

    Raises StoreError where the store cannot be opened.
    """
    import pyarrow.compute as pc

    known = Known()
    wanted, own = versions.model_dump(by_alias=True), release(versions.polybius)
    columns = {
        "id": pc.field("report_id"),
        "versions": pc.field("versions"),
        "url": pc.field("report", "url"),
        "outlet": pc.field("report", "outlet"),
        "basis": pc.field("report", "published", "basis"),
        "appearances": pc.field("report", "appearances"),
    }
    for batch in snapshot(store).to_batches(columns=columns, batch_size=4096, batch_readahead=2, fragment_readahead=1):
        for row in batch.to_pylist():
            newer = release(row["versions"]["polybius"]) > own
            if newer or row["versions"] == wanted:
                places = [(row["url"], row["outlet"]), *((a["url"], a["outlet"]) for a in row["appearances"] or ())]
                known._add(row["id"], newer or row["basis"] in _DATED, places)
    return known
