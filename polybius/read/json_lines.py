"""Reads JSON Lines: one object a line with ``text`` and, as known, title, published, outlet, url and author."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from polybius.read.draft import Draft
from polybius.read.encoding import NotText, encoding_of
from polybius.read.failure import ReadFailure
from polybius.read.given import FIELDS, Given, date_text
from polybius.read.head import with_head
from polybius.read.make_report import MAX_CHARACTERS

# escaped, a character may take twelve bytes; other fields and the braces take some more
MAX_LINE = 12 * MAX_CHARACTERS + 100_000


def read_json_lines(stream: BinaryIO, source: str, given: Given) -> Iterator[Draft | ReadFailure]:
    """Yields a draft, or the reason why there is none, for each line; empty lines are passed over."""
    number, filled = 0, 0
    unseen = set(given.columns) - {"text"}
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        place = f"{source}:{number}"
        if len(line) > MAX_LINE:
            _skip_rest_of_line(stream, line)
            filled += 1
            yield ReadFailure(place, f"the line is longer than {MAX_CHARACTERS:,} characters of text can be; split it")
            continue
        if number == 1:
            try:
                encoding_of(line)
            except NotText as error:
                yield ReadFailure(source, str(error))
                return
        if line.strip(b" \t\r\n\xef\xbb\xbf"):
            filled += 1
            yield _read_line(line, place, given, unseen)
    if filled == 0:
        yield ReadFailure(source, "it is empty; each line must be a JSON object with at least a text")
    else:
        yield from _never_seen(unseen, source, given)


def read_json(stream: BinaryIO, source: str, given: Given) -> Iterator[Draft | ReadFailure]:
    """Yields the reports of a JSON file: one object, a list of objects, or JSON Lines after all."""
    data, whole = with_head(stream, MAX_LINE + 1)
    if len(data) <= MAX_LINE:
        try:
            value = _parse(data)
        except ValueError:
            pass
        else:
            items = value if isinstance(value, list) else [value]
            unseen = set(given.columns) - {"text"}
            for number, item in enumerate(items, start=1):
                place = f"{source}[{number}]" if isinstance(value, list) else source
                yield _read_object(item, place, given, unseen)
            if items:
                yield from _never_seen(unseen, source, given)
            return
    yield from read_json_lines(whole, source, given)


def _read_line(line: bytes, place: str, given: Given, unseen: set[str]) -> Draft | ReadFailure:
    try:
        value = _parse(line)
    except UnicodeDecodeError:
        return ReadFailure(place, "it is not UTF-8, which JSON must be; save the file as UTF-8")
    except ValueError as error:
        return ReadFailure(place, f"it is no valid JSON ({error}); each line must be one object")
    return _read_object(value, place, given, unseen)


def _parse(data: bytes) -> Any:
    """Raises ValueError (of which UnicodeDecodeError is one) where ``data`` is no JSON."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _read_object(value: Any, place: str, given: Given, unseen: set[str]) -> Draft | ReadFailure:
    """unseen: the mapped fields no object had so far; those this one has are taken out."""
    if not isinstance(value, dict):
        return ReadFailure(place, 'it must be an object such as {"text": "…", "published": "2020-10-03"}')
    text = _entry(value, given.column("text"))
    if not isinstance(text, str):
        return ReadFailure(
            place, f'it has no "{given.column("text")}" that is a string; put the words of the report there'
        )
    row: dict[str, str | None] = {}
    for name in FIELDS:
        column = given.column(name)
        entry = _entry(value, column)
        if entry is not None:
            unseen.discard(name)
        if isinstance(entry, int) and not isinstance(entry, bool) and name == "published":
            entry = str(entry)  # a bare year
        if entry is not None and not isinstance(entry, str):
            return ReadFailure(place, f'"{column}" must be a string or null')
        row[name] = date_text(entry) if name == "published" else entry
    return Draft(text, place, given.overlaid(row))


def _entry(value: dict[str, Any], column: str) -> Any:
    """What an object has under a name; "article.body" also looks into the object under "article"."""
    if column in value:
        return value[column]
    outer, dot, inner = column.partition(".")
    below = value.get(outer) if dot else None
    return _entry(below, inner) if isinstance(below, dict) else None


def _never_seen(unseen: set[str], source: str, given: Given) -> Iterator[ReadFailure]:
    for name in sorted(unseen):
        yield ReadFailure(
            source, f'no object in it has a "{given.column(name)}", which is to be {name}; check --column'
        )


def _skip_rest_of_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_LINE)
