"""Reads Parquet files: one report a row, the columns text and, as known, title, published, outlet, url and author."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from polybius.read.comma_separated import shown_columns
from polybius.read.draft import Draft
from polybius.read.failure import ReadFailure
from polybius.read.given import FIELDS, Given, date_text

_AT_ONCE = 256
_IN_MEMORY = 16 * 1024 * 1024


def read_parquet(stream: BinaryIO, source: str, given: Given) -> Iterator[Draft | ReadFailure]:
    """Yields a draft, or the reason why there is none, for each row; further columns are not even read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as seekable:
        # its directory stands at the end, so it cannot be read as it comes
        while data := stream.read(1 << 20):
            seekable.write(data)
        if not seekable.tell():
            yield ReadFailure(source, "it is empty; it must be a Parquet file with a column text")
            return
        seekable.seek(0)
        try:
            file = pq.ParquetFile(seekable)
            names = file.schema_arrow.names
            missing = [given.column(name) for name in ("text", *given.columns) if given.column(name) not in names]
            if missing:
                yield ReadFailure(source, f"it has no column {missing[0]}; found {shown_columns(names)}")
                return
            wanted = {name: given.column(name) for name in ("text", *FIELDS) if given.column(name) in names}
            number = 0
            for batch in file.iter_batches(batch_size=_AT_ONCE, columns=list(dict.fromkeys(wanted.values()))):
                for row in batch.to_pylist():
                    number += 1
                    yield _row({name: row[column] for name, column in wanted.items()}, f"{source}:{number}", given)
            if not number:
                yield ReadFailure(source, "it has no rows")
        except (pa.ArrowException, OSError, ValueError) as error:
            yield ReadFailure(source, f"it is no Parquet file that can be read to its end ({_first_line(error)})")


def _row(row: dict[str, Any], place: str, given: Given) -> Draft | ReadFailure:
    text = row.pop("text")
    if not isinstance(text, str):
        return ReadFailure(place, f"its column {given.column('text')} holds no text")
    values = {
        name: date_text(value) if name == "published" else None if value is None else str(value)
        for name, value in row.items()
    }
    return Draft(text, place, given.overlaid(values))


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(".") or type(error).__name__
