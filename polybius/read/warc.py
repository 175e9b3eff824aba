"""Reads WARC files, such as those of Common Crawl News: one report for each web page that was answered with 200.

A record that is broken costs itself alone: reading goes on at the next one that opens as records do.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.web_page import MAX_PAGE, Page

_MARK = re.compile(rb"WARC/1\.[01]\r?\n")
_MARK_LENGTH = len(b"WARC/1.0\r\n")
_MAX_RECORD = MAX_PAGE + 200_000
_MAX_HEADERS = 100_000
_CHUNK = 65_536
_PAGES = ("text/html", "application/xhtml+xml")


class _Broken(ValueError):
    """A record that cannot be read; the message says why."""


class _Tape:
    """A stream of which something can be put back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._held = stream, b""

    def read(self, size: int) -> bytes:
        """So many bytes, fewer at the end only."""
        taken, self._held = self._held[:size], self._held[size:]
        return taken + self._stream.read(size - len(taken)) if len(taken) < size else taken

    def put_back(self, data: bytes) -> None:
        """Has these bytes read again."""
        self._held = data + self._held

    def to_mark(self) -> bool:
        """Passes on to what opens a record next; False where there is none."""
        held = b""
        while True:
            mark = _MARK.search(held)
            if mark is not None:
                self.put_back(held[mark.start() :])
                return True
            data = self.read(_CHUNK)
            if not data:
                return False
            held = held[-_MARK_LENGTH:] + data


def read_warc(stream: BinaryIO, source: str, given: Given) -> Iterator[Page | ReadFailure]:
    """Yields a draft for each page of a WARC file; what is no page, or no answer of a server, is passed over."""
    tape, number = _Tape(stream), 0
    if not tape.to_mark():
        yield ReadFailure(source, "it holds no WARC record")
        return
    while tape.to_mark():
        number += 1
        place = f"{source}#{number}"
        try:
            record = _record(tape)
        except _Broken as error:
            yield ReadFailure(place, str(error))
            continue
        found = None if record is None else _page(record, place, given)
        if found is not None:
            yield found


def _record(tape: _Tape) -> bytes | None:
    """The next record in full; None where it is of a kind that holds no page. Raises _Broken."""
    headers = _headers(tape)
    fields = {
        name.strip().lower(): value.strip()
        for name, colon, value in (line.partition(b":") for line in headers.split(b"\r\n"))
        if colon
    }
    length = fields.get(b"content-length", b"")
    if not length.isdigit():
        raise _Broken("its WARC record does not say how long it is")
    size = int(length)
    wanted = fields.get(b"warc-type", b"").lower() == b"response"
    if size > _MAX_RECORD:
        # the length may be wrong as well: the next record is looked for, not counted to
        if wanted:
            raise _Broken(f"its WARC record is longer than the {_MAX_RECORD:,} bytes of any page")
        return None
    body, end = tape.read(size), tape.read(4)
    if len(body) < size or end not in (b"\r\n\r\n", b"\r\n", b""):
        tape.put_back(body + end)
        raise _Broken("its WARC record is cut off or of another length than it says")
    return headers + body + b"\r\n\r\n" if wanted else None


def _headers(tape: _Tape) -> bytes:
    data = b""
    while len(data) < _MAX_HEADERS:
        more = tape.read(1024)
        data += more
        at = data.find(b"\r\n\r\n")
        other = _MARK.search(data, 1, at if at >= 0 else len(data))
        if other is not None:
            tape.put_back(data[other.start() :])
            raise _Broken("its WARC record is cut off within its headers")
        if at >= 0:
            tape.put_back(data[at + 4 :])
            return data[: at + 4]
        if not more:
            break
    tape.put_back(data[_MARK_LENGTH:])
    raise _Broken("the headers of its WARC record have no end")


def _page(record: bytes, place: str, given: Given) -> Page | ReadFailure | None:
    from fastwarc.warc import ArchiveIterator

    try:
        one = next(iter(ArchiveIterator(io.BytesIO(record), parse_http=True, auto_decode="all")), None)
        if one is None or one.http_headers is None or one.http_headers.status_code != 200:
            return None
        kind, charset = one.http_content_type, one.http_charset
        if kind is not None and kind.lower() not in _PAGES:
            return None
        data = one.reader.read(MAX_PAGE + 1)
        url = one.headers.get("WARC-Target-URI")
    except (OSError, ValueError, TypeError) as error:
        return ReadFailure(place, f"its WARC record is broken ({error})")
    if not data.strip() or (kind is None and b"<" not in data[:1000]):
        return None
    return Page(data, place, given.overlaid({"url": (url or "").strip("<> ")}), charset)
