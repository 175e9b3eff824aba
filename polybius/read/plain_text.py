"""Reads one report from a plain text file; HTML saved as text is read as the text it shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from polybius.read.draft import Draft
from polybius.read.encoding import NotText, decode
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.read.make_report import MAX_CHARACTERS


def read_plain_text(stream: BinaryIO, source: str, given: Given) -> Iterator[Draft | ReadFailure]:
    """Yields the one report that ``stream`` holds."""
    # four bytes at most make a character
    data = stream.read(4 * MAX_CHARACTERS + 1)
    if len(data) > 4 * MAX_CHARACTERS:
        yield ReadFailure(
            source,
            f"it has more than the {MAX_CHARACTERS:,} characters of one report; "
            "split it into its reports (JSON Lines holds one a line)",
        )
        return
    if not data.strip():
        yield ReadFailure(source, "it is empty; give the words of a news report")
        return
    try:
        text = decode(data)
    except NotText as error:
        yield ReadFailure(source, str(error))
        return
    yield Draft(text.replace("\r\n", "\n").replace("\r", "\n"), source, replace(given, url=given.url or given.base))
