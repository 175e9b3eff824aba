"""Coded reports as JSON Lines: one ``CodedReport`` a line, with everything in it."""

from __future__ import annotations

import json
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
    count = 0
    for coded in source.coded():
        line = to_json_line(coded) if source.selection.texts else json.dumps(textless(coded), ensure_ascii=False)
        out.write(f"{line}\n".encode())
        count += len(coded.events)
    return count
