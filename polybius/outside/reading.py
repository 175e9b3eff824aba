"""Reads files of other sets, row by row: an event each, or the reason why it is none."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from polybius.errors import ReadError
from polybius.outside import LAYOUTS, Layout
from polybius.outside.unpack import contents
from polybius.read.failure import ReadFailure
from polybius.read.unpacking import Damaged
from polybius.store.outside import OutsideEvent

MAX_LINE = 1 << 20
"""Bytes of a line; a longer one is no row."""


def read_outside(paths: Iterable[Path], layout: str | None = None) -> Iterator[OutsideEvent | ReadFailure]:
    """Yields the events of files, and what could not be read in them.

    layout: the set the files are of; by default each file tells by its first row. Raises ReadError where there is no
    such set.
    """
    if layout is not None and layout not in LAYOUTS:
        raise ReadError(f"{layout!r} is no set that can be read; choose from {', '.join(LAYOUTS)}")
    for path in paths:
        try:
            for name, stream in contents(path):
                yield from _read(name, stream, layout)
        except (ReadError, Damaged) as error:
            said = str(error)
            prefix = f"{path}: "
            yield ReadFailure(str(path), said.removeprefix(prefix))


def _read(name: str, stream: BinaryIO, layout: str | None) -> Iterator[OutsideEvent | ReadFailure]:
    lines = _Lines(name, stream)
    try:
        first = next(lines, None)
        if first is None:
            yield ReadFailure(name, "it is empty")
            return
        chosen, columns = _layout_of(first, layout)
        if chosen is None:
            yield ReadFailure(name, columns[0])
            return
        for number, values in _rows(lines, first, chosen):
            yield from _event(name, number, values, chosen, columns)
    except Damaged as error:
        yield ReadFailure(f"{name}:{lines.number + 1}", str(error))
    yield from lines.bad


class _Lines:
    """The lines of a file as text, with their number; those too long are told in ``bad`` and passed by."""

    def __init__(self, name: str, stream: BinaryIO) -> None:
        self.name, self.number, self.bad = name, 0, list[ReadFailure]()
        self._stream = stream

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        while line := self._stream.readline(MAX_LINE + 1):
            self.number += 1
            if len(line) <= MAX_LINE:
                return _text(line.removeprefix(b"\xef\xbb\xbf") if self.number == 1 else line)
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(MAX_LINE)
            self.bad.append(ReadFailure(f"{self.name}:{self.number}", f"the line has more than {MAX_LINE:,} bytes"))
        raise StopIteration


def _text(line: bytes) -> str:
    """A line in UTF-8 or, as some releases have it, in Latin-1."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _layout_of(first: str, wanted: str | None) -> tuple[Layout | None, Sequence[str]]:
    """The layout of a file and its columns by its first line; None and the reason where it is none."""
    plain = first.rstrip("\r\n")
    for layout in LAYOUTS.values():
        if wanted in (None, layout.name):
            columns = layout.recognises(_split(plain, _delimiter(plain)) if layout.quoted else plain.split("\t"))
            if columns is not None:
                return layout, columns
    if len(plain.split("\t")) == 16 and plain.split("\t")[0].isdecimal():
        return None, [
            "it is a table of GDELT's mentions, which holds no events; import the export file of the same time"
        ]
    named = f"is no file of {wanted}" if wanted else f"is no file of {', '.join(LAYOUTS)}"
    return None, [
        f"it {named}, by its first row of {len(plain.split(chr(9)))} fields; docs/export.md tells the columns"
    ]


def _delimiter(header: str) -> str:
    return ";" if header.count(";") > header.count(",") else ","


def _split(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def _rows(lines: _Lines, first: str, layout: Layout) -> Iterator[tuple[int, list[str] | str]]:
    """The rows with the number of the line they begin on; a text in place of a row says why it is none."""
    if not layout.quoted:
        if not layout.headed:
            yield 1, first.rstrip("\r\n").split("\t")
        for line in lines:
            if line.strip():
                yield lines.number, line.rstrip("\r\n").split("\t")
        return
    csv.field_size_limit(max(csv.field_size_limit(), MAX_LINE))
    reader = csv.reader(lines, delimiter=_delimiter(first))
    while True:
        begun = lines.number + 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield begun, f"it is no valid row ({error}); check its quotes"
            continue
        if any(value.strip() for value in row):
            yield begun, row


def _event(
    name: str, number: int, values: list[str] | str, layout: Layout, columns: Sequence[str]
) -> Iterator[OutsideEvent | ReadFailure]:
    place = f"{name}:{number}"
    if isinstance(values, str):
        yield ReadFailure(place, values)
        return
    fields = _fields(values, columns, layout.surplus)
    if isinstance(fields, str):
        yield ReadFailure(place, fields)
        return
    try:
        event = layout.event_of(fields)
    except ValueError as error:
        yield ReadFailure(place, str(error))
        return
    yield replace(event, file=name, line=number)


def _fields(values: list[str], columns: Sequence[str], surplus: frozenset[str]) -> Mapping[str, str] | str:
    """The fields of a row by name, or why it has none."""
    while len(values) > len(columns) and not values[-1].strip():
        values = values[:-1]
    if surplus:
        told = [name for name in columns if name not in surplus]
        bare = list(values)
        while len(bare) > len(told) and not bare[-1].strip():
            bare = bare[:-1]
        if len(bare) == len(told):
            values, columns = bare, told
    if len(values) != len(columns):
        return f"it has {len(values)} fields where {len(columns)} are needed"
    return dict(zip(columns, values, strict=True))
