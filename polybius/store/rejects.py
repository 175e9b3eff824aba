"""Stage 7 of 9: store, rejects — needs Rejects, leaves them in a table of their own in the store's folder.

One row is one thing that could not be coded, known again by where it stood: its origin and source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.errors import StoreError
from polybius.records import Reject
from polybius.store.beside import open_beside, path_beside
from polybius.store.table import first_line

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable
    from pyarrow.dataset import Dataset

FOLDER = "_rejects"
_KEY = "key"
_AT_ONCE = 4096
_TIDY_EVERY = 32
"""Commits after which small files are joined."""
_KEPT = 24
"""Hours for which files that have been joined are left to those who may be reading them."""

_NEW = {"delta.logRetentionDuration": "interval 7 days"}


def rejects_schema() -> pa.Schema:
    """The columns of the table: a key, by which rows are replaced, and the fields of ``Reject``."""
    import pyarrow as pa

    from polybius.store.schema import record_fields

    return pa.schema([pa.field(_KEY, pa.string()), *record_fields(Reject)])


def rejects_dataset(store: str | Path) -> Dataset | None:
    """The rejects of a store as a pyarrow dataset; None where there never were any. Raises StoreError."""
    from polybius.store.table import dataset_of

    table = _table(store)
    return None if table is None else dataset_of(table)


def read_rejects(store: str | Path) -> Iterator[Reject]:
    """Yields the rejects of a store. Raises StoreError."""
    dataset = rejects_dataset(store)
    if dataset is None:
        return
    try:
        for batch in dataset.to_batches(batch_size=_AT_ONCE):
            for row in batch.to_pylist():
                yield _from_row(row)
    except (OSError, ValueError) as error:
        raise StoreError(f"{store}: its rejects are damaged ({first_line(error)})") from error


def write_rejects(store: str | Path, rejects: Iterable[Reject]) -> None:
    """Stores rejects; one that stood there already is counted as tried once more. Raises StoreError."""
    newest = {_key(reject): reject for reject in rejects}
    if not newest:
        return
    known = _stored(store, newest.keys())
    rows = [
        reject.model_copy(update={"tries": known[key].tries + 1}) if key in known else reject
        for key, reject in newest.items()
    ]
    _replace(store, known.keys(), rows)


def remove_rejects(store: str | Path, rejects: Iterable[Reject]) -> None:
    """Takes rejects out, since what they stand for has been coded. Raises StoreError."""
    gone = [_key(reject) for reject in rejects]
    for start in range(0, len(gone), 500):
        _replace(store, gone[start : start + 500], ())


def _replace(store: str | Path, old: Iterable[str], new: Sequence[Reject]) -> None:
    """Puts the new rejects in the place of those of the old keys, in one commit."""
    import pyarrow as pa
    from deltalake import write_deltalake
    from deltalake.exceptions import DeltaError

    rows = [{_KEY: _key(reject)} | reject.model_dump() for reject in new]
    data = pa.Table.from_pylist(rows, schema=rejects_schema())
    keys = ", ".join(f"'{key}'" for key in sorted(old))
    target = _table(store) or path_beside(store, FOLDER)
    try:
        if keys:
            write_deltalake(target, data, mode="overwrite", predicate=f"{_KEY} IN ({keys})", schema_mode="merge")
        else:
            write_deltalake(
                target, data, mode="append", schema_mode="merge", name="polybius rejects", configuration=_NEW
            )
        _tidy(store)
    except (DeltaError, OSError) as error:
        raise StoreError(f"{store}: cannot write its rejects ({first_line(error)})") from error


def compact_rejects(store: str | Path) -> None:
    """Joins the small files of the rejects, and lets go of old ones: of rejects nobody asks for a version."""
    table = _table(store)
    if table is not None:
        table.optimize.compact()
        table.vacuum(retention_hours=_KEPT, dry_run=False, enforce_retention_duration=False)
        table.create_checkpoint()
        table.cleanup_metadata()


def _tidy(store: str | Path) -> None:
    table = _table(store)
    if table is not None and table.version() % _TIDY_EVERY == _TIDY_EVERY - 1:
        compact_rejects(store)


def _stored(store: str | Path, keys: Iterable[str]) -> dict[str, Reject]:
    import pyarrow.compute as pc

    dataset = rejects_dataset(store)
    if dataset is None:
        return {}
    rows = dataset.to_table(filter=pc.field(_KEY).isin(sorted(keys))).to_pylist()
    return {row[_KEY]: _from_row(row) for row in rows}


def _from_row(row: dict[str, Any]) -> Reject:
    return Reject(**{name: value for name, value in row.items() if name != _KEY})


def _key(reject: Reject) -> str:
    """What stands where: the same for the same source of the same origin."""
    joined = f"{reject.origin}\x1f{reject.source}".encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=12).hexdigest()


def _table(store: str | Path) -> DeltaTable | None:
    return open_beside(store, FOLDER, "its rejects")
