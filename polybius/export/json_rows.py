"""One JSON document with a list of objects, written as they come, one a line."""

from __future__ import annotations

from typing import BinaryIO

from polybius.export.source import Source


def write_json_rows(out: BinaryIO, source: Source, value: str, *, opening: str) -> int:
    """Writes a document whose last member is a list; returns the number of objects in it.

    value: SQL of an object, over ``told``. opening: the document up to the bracket that opens the list.
    """
    out.write(opening.encode("utf-8"))
    count = 0
    for batch in source.rows(f"SELECT CAST({value} AS VARCHAR) FROM told WHERE leads"):
        lines = batch.column(0).to_pylist()
        if lines:
            out.write(((",\n" if count else "\n") + ",\n".join(lines)).encode("utf-8"))
            count += len(lines)
    out.write(b"\n]}\n")
    return count
