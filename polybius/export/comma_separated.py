"""Events as a CSV file: UTF-8, a header row, one row per event (the columns of ``event_rows``).

A text that a spreadsheet would take for a formula, as it begins with =, +, -, @, a tab or a carriage return, gets an
apostrophe before it; characters of value zero, which no reader of CSV takes, are dropped.
"""

from __future__ import annotations

from typing import BinaryIO

from polybius.export.event_rows import EVENT_COLUMNS, events_query
from polybius.export.source import Source

_TEXT = r"""CASE WHEN {0} IS NULL THEN '' WHEN regexp_matches({0}, '^[=+\-@\t\r]|[",\r\n\x00]') THEN
    '"' || replace(replace(CASE WHEN regexp_matches({0}, '^[=+\-@\t\r]') THEN chr(39) || {0} ELSE {0} END,
                           '"', '""'), chr(0), '') || '"'
    ELSE {0} END"""
_FLAG = "CASE {0} WHEN true THEN 'True' WHEN false THEN 'False' ELSE '' END"
_NUMBER = "coalesce(CAST({0} AS VARCHAR), '')"


def write_csv(out: BinaryIO, source: Source) -> int:
    """Writes the events as CSV; returns their number. Unknown values are empty."""
    events = events_query(source)
    out.write((",".join(column.name for column in EVENT_COLUMNS) + "\r\n").encode())
    forms = {str: _TEXT, bool: _FLAG}
    cells = ", ',', ".join(forms.get(column.type, _NUMBER).format(f'"{column.name}"') for column in EVENT_COLUMNS)
    count = 0
    for batch in source.rows(f"SELECT concat({cells}, chr(13), chr(10)) FROM ({events})", of_store=True):
        out.write("".join(batch.column(0).to_pylist()).encode("utf-8"))
        count += batch.num_rows
    return count
