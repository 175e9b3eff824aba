"""Reads CSV files: one report a row, the columns text and, as known, title, published, outlet, url and author."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from polybius.read.encoding import NotText, encoding_of
from polybius.read.failure import ReadFailure
from polybius.read.given import FIELDS, Given, report_or_failure
from polybius.read.make_report import MAX_CHARACTERS
from polybius.records import Report

_SAMPLE = 1 << 20
_EMPTY = "it is empty; the first row must name the columns, among them text"


def read_comma_separated(stream: BinaryIO, source: str, given: Given) -> Iterator[Report | ReadFailure]:
    """Yields a report, or the reason why not, for each row; further columns are passed over."""
    yield from _read_rows(stream, source, given, delimiter=",")


def read_tab_separated(stream: BinaryIO, source: str, given: Given) -> Iterator[Report | ReadFailure]:
    """The same for files whose columns are parted by tabs."""
    yield from _read_rows(stream, source, given, delimiter="\t")


def _read_rows(stream: BinaryIO, source: str, given: Given, *, delimiter: str) -> Iterator[Report | ReadFailure]:
    head = stream.read(_SAMPLE)
    if not head.strip():
        yield ReadFailure(source, _EMPTY)
        return
    try:
        encoding = encoding_of(head)
    except NotText as error:
        yield ReadFailure(source, str(error))
        return
    stream.seek(0)
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    lines = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    # the limit is csv's own and holds for the process: raised, never lowered, so that no other reader suffers
    csv.field_size_limit(max(csv.field_size_limit(), 2 * MAX_CHARACTERS))
    rows = csv.reader(lines, delimiter=delimiter)
    header: list[str] | None = None
    while True:
        first_line = rows.line_num + 1
        try:
            row = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            place = f"{source}:{first_line}"
            yield ReadFailure(place, f"it is no valid row ({error}); check the quotes around the text")
            continue
        if header is None:
            header = [name.strip().casefold() for name in row]
            if "text" not in header:
                yield ReadFailure(source, f"it has no column text; found {_shown(header)}")
                return
        elif any(value.strip() for value in row):
            yield _read_row(dict(zip(header, row, strict=False)), f"{source}:{first_line}", given)
    if header is None:
        yield ReadFailure(source, _EMPTY)
    lines.detach()


def _read_row(row: dict[str, str], place: str, given: Given) -> Report | ReadFailure:
    if "text" not in row:
        return ReadFailure(place, "the row ends before the column text; check the quotes and commas")
    values: dict[str, str | None] = {name: row[name].strip() for name in FIELDS if name in row}
    return report_or_failure(row["text"], place, given.overlaid(values))


def _shown(header: list[str]) -> str:
    names = ", ".join(name[:30] or "(unnamed)" for name in header[:8])
    return names + (" …" if len(header) > 8 else "")
