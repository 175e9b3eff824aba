"""Coded reports as JSON Lines: one ``CodedReport`` a line, with everything in it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from polybius.export.source import Source
from polybius.export.textless import textless
from polybius.records import CodedReport


def to_json_line(coded: CodedReport) -> str:
    """A coded report as one line of JSON, without the line break; names as in ``polybius schema``."""
    return coded.model_dump_json(by_alias=True)


def write_json_lines(out: BinaryIO, source: Source) -> int:
    """Writes the coded reports, also those without an event; returns the number of events in them.

    Without texts, each line is what ``textless`` makes of it: ids and offsets that who holds the texts can fill again.
    """
    found = source.lines(_query(), _line) if source.selection.texts else map(_textless_line, source.coded())
    count = 0
    for line, events in found:
        out.write(f"{line}\n".encode())
        count += events
    return count


def _line(coded: CodedReport) -> Iterator[tuple[str, int]]:
    yield to_json_line(coded), len(coded.events)


def _textless_line(coded: CodedReport) -> tuple[str, int]:
    return json.dumps(textless(coded), ensure_ascii=False), len(coded.events)


def _query() -> str:
    """SQL of ``_line``, see ``Source.lines``."""
    fields = [field.alias or name for name, field in CodedReport.model_fields.items()]
    chosen = "CASE WHEN wanted IS NULL THEN events ELSE list_filter(events, lambda e: list_contains(wanted, e.id)) END"
    record = ", ".join(f"'{name}': \"{name}\"" for name in fields)
    return (
        f"SELECT CAST(to_json({{{record}}}) AS VARCHAR), len(events) "
        f"FROM (SELECT * REPLACE ({chosen} AS events) FROM chosen)"
    )
