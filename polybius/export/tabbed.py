"""Rows of text, one a line, parted by tabs and without quotes: the form of most event data that others publish."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from polybius.export.source import Source

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True)
class Column:
    """A column of such a file: its name, and the SQL of its value."""

    name: str
    value: str


def write_tabbed(
    out: BinaryIO, source: Source, columns: Sequence[Column], relation: str, *, header: bool, missing: str = "",
    fates: str, needs: Sequence[str] = (), tables: dict[str, pa.Table] | None = None,
) -> int:  # fmt: skip
    """Writes one line for each row of a relation; returns their number.

    relation: SQL after FROM, over ``dyads`` or ``fated``. missing: what stands for an unknown value.
    fates: see ``Source.rows``. Raises StoreError where the store cannot be read.
    """
    if header:
        out.write(("\t".join(column.name for column in columns) + "\n").encode())
    values = (f"coalesce(CAST({column.value} AS VARCHAR), '{missing}')" for column in columns)
    sql = f"SELECT concat({', chr(9), '.join(values)}, chr(10)) AS line FROM {relation}"
    count = 0
    for batch in source.rows(sql, fates=fates, needs=needs, tables=tables):
        out.write("".join(batch.column(0).to_pylist()).encode("utf-8"))
        count += batch.num_rows
    return count
