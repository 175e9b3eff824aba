"""The link index of a store: where it is, and keeping it in step with the reports that the store holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from polybius.errors import StoreError
from polybius.link.index import Linked, LinkIndex
from polybius.records import CodedReport, Happening
from polybius.store.read import snapshot
from polybius.store.schema import from_row
from polybius.store.write import batches

FOLDER = "_links"
"""Folder of the index in that of the store; Delta Lake passes by what starts with "_"."""
_AT_ONCE = 64


def index_path(store: str | Path, index: str | Path | None = None) -> Path:
    """The file of a store's link index.

    index: another file than the one in the store's folder; needed where the store is at a URL. Raises StoreError.
    """
    if index is not None:
        return Path(index)
    if "://" in str(store):
        raise StoreError(
            f"{store}: a store at a URL needs a file on this machine for its links; name one with --links FILE"
        )
    return Path(store) / FOLDER / "index.sqlite"


def linked(
    store: str | Path, *, index: str | Path | None = None, progress: Callable[[int], None] | None = None
) -> LinkIndex:
    """The open link index of a store, in step with its newest version.

    progress: called with the number of reports of each batch that is linked. Raises StoreError.
    """
    path = index_path(store, index)
    stored = _stamps(store)
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path.parent}: cannot make the folder for the links ({error}); check your rights") from error
    opened = LinkIndex(path)
    try:
        bring_into_step(opened, store, stored, progress)
    except BaseException:
        opened.close()
        raise
    return opened


def bring_into_step(
    index: LinkIndex,
    store: str | Path,
    stored: dict[str, str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Linked:
    """Links the reports of a store that are new to the index or coded anew, and takes out those it holds no more."""
    wanted, known = _stamps(store) if stored is None else stored, index.stamps()
    index.remove(sorted(known.keys() - wanted.keys()))
    total = Linked()
    for some in batches(_coded(store, {key for key, stamp in wanted.items() if known.get(key) != stamp}), _AT_ONCE):
        total += index.add(some)
        if progress is not None:
            progress(len(some))
    return total


def unlinked(store: str | Path, *, index: str | Path | None = None) -> list[str]:
    """The ids of the reports of a store that are not linked yet, or coded anew since. Raises StoreError."""
    wanted, path = _stamps(store), index_path(store, index)
    if not path.exists():
        return sorted(wanted)
    with LinkIndex(path) as opened:
        known = opened.stamps()
    return sorted(key for key, stamp in wanted.items() if known.get(key) != stamp)


def happenings(store: str | Path, *, index: str | Path | None = None) -> Iterator[Happening]:
    """Yields the happenings of a store, by their ids, after linking what is new in it. Raises StoreError."""
    with linked(store, index=index) as opened:
        yield from opened.happenings()


def _stamps(store: str | Path) -> dict[str, str]:
    """The stamp of each report of a store, by its id; see ``stamp_of``."""
    import pyarrow.compute as pc

    columns = {
        "id": pc.field("report_id"),
        "versions": pc.field("versions"),
        "start": pc.field("report", "published", "start"),
        "end": pc.field("report", "published", "end"),
    }
    found: dict[str, str] = {}
    for batch in snapshot(store).to_batches(columns=columns, batch_size=4096):
        versions = batch.column("versions")
        told = {field.name: part for field, part in zip(versions.type, versions.flatten(), strict=True)}
        # a store is coded by a few versions only, but has millions of reports: no dictionary is made of each row
        keys = zip(*(told[name].to_pylist() for name in sorted(told)), strict=True)
        days = zip(batch.column("start").to_pylist(), batch.column("end").to_pylist(), strict=True)
        for report, key, (start, end) in zip(batch.column("id").to_pylist(), keys, days, strict=True):
            found[report] = " ".join(map(str, (*key, start, end)))
    return found


def _coded(store: str | Path, wanted: set[str]) -> Iterator[CodedReport]:
    import pyarrow.compute as pc

    if not wanted:
        return
    dataset = snapshot(store)
    for some in _some(sorted(wanted), 512):
        for batch in dataset.to_batches(filter=pc.field("report_id").isin(some), batch_size=_AT_ONCE):
            yield from map(from_row, batch.to_pylist())


def _some(keys: list[str], size: int) -> Iterator[list[str]]:
    yield from (keys[i : i + size] for i in range(0, len(keys), size))
