"""Reads JSON Lines: one object a line with ``text`` and, as known, title, published, outlet, url and author."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from polybius.read.encoding import NotText, encoding_of
from polybius.read.failure import ReadFailure
from polybius.read.given import FIELDS, Given, report_or_failure
from polybius.read.make_report import MAX_CHARACTERS
from polybius.records import Report

# escaped, a character may take twelve bytes; other fields and the braces take some more
MAX_LINE = 12 * MAX_CHARACTERS + 100_000


def read_json_lines(stream: BinaryIO, source: str, given: Given) -> Iterator[Report | ReadFailure]:
    """Yields a report, or the reason why not, for each line; empty lines are passed over."""
    number, filled = 0, 0
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
            yield _read_line(line, place, given)
    if filled == 0:
        yield ReadFailure(source, "it is empty; each line must be a JSON object with at least a text")


def read_json(stream: BinaryIO, source: str, given: Given) -> Iterator[Report | ReadFailure]:
    """Yields the reports of a JSON file: one object, a list of objects, or JSON Lines after all."""
    data = stream.read(MAX_LINE + 1)
    if len(data) <= MAX_LINE:
        try:
            value = _parse(data)
        except ValueError:
            pass
        else:
            items = value if isinstance(value, list) else [value]
            for number, item in enumerate(items, start=1):
                yield _read_object(item, f"{source}[{number}]" if isinstance(value, list) else source, given)
            return
    stream.seek(0)
    yield from read_json_lines(stream, source, given)


def _read_line(line: bytes, place: str, given: Given) -> Report | ReadFailure:
    try:
        value = _parse(line)
    except UnicodeDecodeError:
        return ReadFailure(place, "it is not UTF-8, which JSON must be; save the file as UTF-8")
    except ValueError as error:
        return ReadFailure(place, f"it is no valid JSON ({error}); each line must be one object")
    return _read_object(value, place, given)


def _parse(data: bytes) -> Any:
    """Raises ValueError (of which UnicodeDecodeError is one) where ``data`` is no JSON."""
    try:
        return json.loads(data.decode("utf-8-sig"))
    except RecursionError as error:
        raise ValueError("it is nested too deeply") from error


def _read_object(value: Any, place: str, given: Given) -> Report | ReadFailure:
    if not isinstance(value, dict):
        return ReadFailure(place, 'it must be an object such as {"text": "…", "published": "2020-10-03"}')
    text = value.get("text")
    if not isinstance(text, str):
        return ReadFailure(place, 'it has no "text" that is a string; put the words of the report there')
    row: dict[str, str | None] = {}
    for name in FIELDS:
        entry = value.get(name)
        if isinstance(entry, int) and not isinstance(entry, bool) and name == "published":
            entry = str(entry)  # a bare year
        if entry is not None and not isinstance(entry, str):
            return ReadFailure(place, f'"{name}" must be a string or null')
        row[name] = entry
    return report_or_failure(text, place, given.overlaid(row))


def _skip_rest_of_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_LINE)
