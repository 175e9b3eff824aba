"""Reads CSV files: one report a row, the columns text and, as known, title, published, outlet, url and author."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from polybius.read.draft import Draft
from polybius.read.encoding import NotText, encoding_of
from polybius.read.failure import ReadFailure
from polybius.read.given import FIELDS, Given, date_text
from polybius.read.head import with_head
from polybius.read.make_report import MAX_CHARACTERS

_SAMPLE = 1 << 20
_EMPTY = "it is empty; the first row must name the columns, among them text"


def read_comma_separated(stream: BinaryIO, source: str, given: Given) -> Iterator[Draft | ReadFailure]:
    """Yields a draft, or the reason why there is none, for each row; further columns are passed over."""
    yield from _read_rows(stream, source, given, delimiter=",")


def read_tab_separated(stream: BinaryIO, source: str, given: Given) -> Iterator[Draft | ReadFailure]:
    """The same for files whose columns are parted by tabs."""
    yield from _read_rows(stream, source, given, delimiter="\t")


def _read_rows(stream: BinaryIO, source: str, given: Given, *, delimiter: str) -> Iterator[Draft | ReadFailure]:
    head, whole = with_head(stream, _SAMPLE)
    if not head.strip():
        yield ReadFailure(source, _EMPTY)
        return
    try:
        encoding = encoding_of(head)
    except NotText as error:
        yield ReadFailure(source, str(error))
        return
    encoding = "utf-8-sig" if encoding == "utf-8" else encoding
    lines = io.TextIOWrapper(whole, encoding=encoding, errors="replace", newline="")
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
            missing = [given.column(name) for name in ("text", *given.columns) if _named(given, name) not in header]
            if missing:
                yield ReadFailure(source, f"it has no column {missing[0]}; found {shown_columns(header)}")
                return
        elif any(value.strip() for value in row):
            yield _read_row(dict(zip(header, row, strict=False)), f"{source}:{first_line}", given)
    if header is None:
        yield ReadFailure(source, _EMPTY)
    lines.detach()


def _read_row(row: dict[str, str], place: str, given: Given) -> Draft | ReadFailure:
    text = row.get(_named(given, "text"))
    if text is None:
        column = given.column("text")
        return ReadFailure(place, f"the row ends before the column {column}; check the quotes and commas")
    values: dict[str, str | None] = {name: row.get(_named(given, name), "").strip() for name in FIELDS}
    return Draft(text, place, given.overlaid(values | {"published": date_text(values["published"])}))


def _named(given: Given, name: str) -> str:
    """What the header calls a field; letter case does not count."""
    return given.column(name).strip().casefold()


def shown_columns(header: Sequence[str]) -> str:
    """The names of a header in one line, for messages."""
    names = ", ".join(name[:30] or "(unnamed)" for name in header[:8])
    return names + (" …" if len(header) > 8 else "")
