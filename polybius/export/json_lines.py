"""Coded reports as JSON Lines: one ``CodedReport`` a line, with everything in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from polybius.records import CodedReport


def to_json_line(coded: CodedReport) -> str:
    """A coded report as one line of JSON, without the line break; names as in ``polybius schema``."""
    return coded.model_dump_json(by_alias=True)


def write_json_lines(path: Path, reports: Iterable[CodedReport]) -> int:
    """Writes the coded reports, also those without an event; returns the number of events in them."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for coded in reports:
            file.write(to_json_line(coded) + "\n")
            count += len(coded.events)
    return count
