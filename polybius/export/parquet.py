"""Events as a Parquet file, one row per event (the columns of ``event_rows``, typed)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, BinaryIO

from polybius.export.event_rows import EVENT_COLUMNS, event_rows, events_query
from polybius.export.source import Source
from polybius.records import CodedReport

if TYPE_CHECKING:
    import pyarrow as pa


def write_parquet(out: BinaryIO, source: Source) -> int:
    """Writes the events as Parquet; returns their number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count = 0
    with pq.ParquetWriter(out, event_schema(), compression="zstd") as writer:
        writer.write_table(event_schema().empty_table())
        for batch in source.rows(events_query(source), of_store=True):
            writer.write_table(pa.Table.from_batches([batch]).cast(event_schema()))
            count += batch.num_rows
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
