"""What a store holds already, in a form small enough for millions of reports: some 40 bytes each."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from polybius.read.key_set import KeySet
from polybius.records import Report, Versions
from polybius.store.read import snapshot
from polybius.store.write import release

_DATED = ("given", "page")


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
