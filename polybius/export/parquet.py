"""Events as a Parquet file, one row per event (the columns of ``event_rows``, typed)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from polybius.export.event_rows import EVENT_COLUMNS, event_rows
from polybius.records import CodedReport

if TYPE_CHECKING:
    import pyarrow as pa

_AT_ONCE = 10_000
"""Rows held in memory at a time."""


def write_parquet(path: Path, reports: Iterable[CodedReport]) -> int:
    """Writes the events as Parquet; returns their number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count, rows = 0, []
    with pq.ParquetWriter(path, event_schema(), compression="zstd") as writer:
        for row in event_rows(reports):
            rows.append(row)
            count += 1
            if len(rows) == _AT_ONCE:
                writer.write_table(pa.Table.from_pylist(rows, schema=event_schema()))
                rows = []
        writer.write_table(pa.Table.from_pylist(rows, schema=event_schema()))
    return count


def event_table(reports: Iterable[CodedReport]) -> pa.Table:
    """The events as an Arrow table."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(event_rows(reports)), schema=event_schema())


def event_schema() -> pa.Schema:
    """The Arrow schema of the event rows."""
    import pyarrow as pa

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    return pa.schema([pa.field(column.name, types[column.type]) for column in EVENT_COLUMNS])
