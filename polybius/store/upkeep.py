"""Stage 7 of 9: store, upkeep — what a store holds, whether it is sound, fewer files, the newest layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.errors import StoreError
from polybius.read.key_set import KeySet
from polybius.records import SCHEMA_VERSION
from polybius.store.history import forget_old_versions
from polybius.store.read import query
from polybius.store.rejects import compact_rejects
from polybius.store.schema import DESCRIPTION, PARTITION, from_row, month_of, store_schema, to_row
from polybius.store.table import dataset_of, days_kept, first_line, open_table, schema_of
from polybius.store.write import FILE_SIZE, one_turn, writer_properties

if TYPE_CHECKING:
    import pyarrow as pa
    from deltalake import DeltaTable
    from pyarrow.dataset import Dataset

_AT_ONCE = 256
"""Rows held at a time."""


@dataclass(frozen=True)
class Coder:
    """Reports coded by one set of versions."""

    polybius: str
    model: str
    pipeline: str
    reports: int


@dataclass(frozen=True)
class Info:
    """What a store holds. first and last: days of publication; size: bytes of the files of the newest version.

    days_kept: for how many days old versions stay readable; None: for good.
    """

    version: int
    schema: int
    by_month: bool
    reports: int
    events: int
    rejects: int
    first: str | None
    last: str | None
    files: int
    size: int
    coders: tuple[Coder, ...]
    days_kept: int | None = None


def info(store: str | Path) -> Info:
    """What a store holds, newest version. Raises StoreError where it cannot be opened."""
    table = open_table(store)
    coders = query(
        store,
        "SELECT polybius, model, pipeline, count(*) AS n FROM reports GROUP BY ALL ORDER BY n DESC, polybius, pipeline",
    ).rows
    ((reports, events, first, last),) = query(
        store, "SELECT count(*), coalesce(sum(events), 0), min(published), max(published) FROM reports"
    ).rows
    ((rejects,),) = query(store, "SELECT count(*) FROM rejects").rows
    files, size = _files(table)
    return Info(
        version=table.version(),
        schema=schema_of(table),
        by_month=is_by_month(table),
        reports=reports,
        events=int(events),
        rejects=rejects,
        first=first,
        last=last,
        files=files,
        size=size,
        coders=tuple(Coder(*row) for row in coders),
        days_kept=days_kept(table),
    )


@dataclass(frozen=True)
class Compacted:
    """What compacting did: files and bytes before and after, and files that only old versions needed, if removed."""

    files_before: int
    files: int
    size_before: int
    size: int
    removed: int = 0


def compact(store: str | Path, *, forget: bool = False) -> Compacted:
    """Joins small files of a store, month by month; reports stay as they are.

    forget: also remove the files that only older versions need, so that these can be read no more. Raises StoreError.
    """
    from deltalake.exceptions import DeltaError

    table = open_table(store)
    before = _files(table)
    try:
        table.optimize.compact(target_size=FILE_SIZE, writer_properties=writer_properties())
        forget_old_versions(table)
        removed = []
        if forget:
            removed = table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
        compact_rejects(store)
    except (DeltaError, OSError) as error:
        raise StoreError(f"{store}: cannot be compacted ({first_line(error)}); try again later") from error
    after = _files(open_table(store))
    return Compacted(before[0], after[0], before[1], after[1], len(removed))


def check(store: str | Path) -> Iterator[str]:
    """Yields the faults of a store, one sentence each: files that are lost or damaged, reports that stand in it twice,
    rows that are no records, and copies in the flat columns that differ from their records.

    Reads every row, a few at a time. Raises StoreError where the store cannot be opened at all.
    """
    from pyarrow.dataset import get_partition_keys

    table, seen = open_table(store), KeySet()
    by_month = is_by_month(table)
    for fragment in dataset_of(table).get_fragments():
        name = str(fragment.path).rsplit("/", 1)[-1]
        months = (get_partition_keys(fragment.partition_expression).get(PARTITION),) if by_month else ()
        try:
            for batch in fragment.to_batches(batch_size=_AT_ONCE, batch_readahead=0):
                for row in batch.to_pylist():
                    yield from _faults(row, name, seen, months)
        except (OSError, ValueError) as error:
            yield f"{name}: the file is lost or damaged ({first_line(error)})"


def _faults(row: dict[str, Any], name: str, seen: KeySet, months: tuple[str | None, ...]) -> Iterator[str]:
    """months: the one under which the row's file stands, where files are parted by months."""
    key = row.get("report_id")
    if (key,) in seen:
        yield f"{name}: report {key} stands in the store more than once"
    seen.add(key)
    try:
        coded = from_row(row)
    except (KeyError, ValueError) as error:
        yield f"{name}: report {key} is no record ({first_line(error)})"
        return
    if coded.report.id != key:
        yield f"{name}: report {key} has another id in its record, {coded.report.id}"
    if months and months[0] != month_of(coded.report.published):
        yield f"{name}: report {key} stands under the month {months[0]}"


def needs_migration(table: DeltaTable) -> bool:
    """Whether a table has an older schema or layout than this Polybius writes."""
    return schema_of(table) < SCHEMA_VERSION or not is_by_month(table)


def is_by_month(table: DeltaTable) -> bool:
    """Whether a table's files are parted by month of publication."""
    return list(table.metadata().partition_columns) == [PARTITION]


def migrate(store: str | Path) -> bool:
    """Brings a store to the newest schema and layout, in one commit; false where it has them already.

    Older versions of it stay readable. Raises StoreError, also where somebody else wrote to it meanwhile.
    """
    import pyarrow as pa
    from deltalake import write_deltalake
    from deltalake.exceptions import DeltaError

    table = open_table(store)
    if not needs_migration(table):
        return False
    rows = pa.RecordBatchReader.from_batches(store_schema(), _brought_up(dataset_of(table)))
    try:
        write_deltalake(
            table,
            rows,
            mode="overwrite",
            schema_mode="overwrite",
            partition_by=[PARTITION],
            target_file_size=FILE_SIZE,
            writer_properties=writer_properties(),
            commit_properties=one_turn(table),
        )
        open_table(store).alter.set_table_description(DESCRIPTION)
    except (DeltaError, OSError) as error:
        raise StoreError(f"{store}: cannot be migrated ({first_line(error)}); it is as it was") from error
    return True


def _brought_up(dataset: Dataset) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for batch in dataset.to_batches(batch_size=_AT_ONCE, batch_readahead=1, fragment_readahead=1):
        rows = [to_row(from_row(row)) for row in batch.to_pylist()]
        yield from pa.Table.from_pylist(rows, schema=store_schema()).to_batches()


def _files(table: DeltaTable) -> tuple[int, int]:
    """Number and bytes of the files of a table."""
    import pyarrow as pa

    actions = pa.table(table.get_add_actions(flatten=True))
    return actions.num_rows, sum(actions.column("size_bytes").to_pylist())
