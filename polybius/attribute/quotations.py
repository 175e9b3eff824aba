"""Quotation marks to quoted stretches: ASCII, typographic, single, TeX and doubled single marks, guillemets.

Works on plain text. A quotation that runs over several paragraphs (each opened again, the last one closed) is one
Quotation with a piece per paragraph; a mark never closed ends with its paragraph; quotations inside quotations are not
listed, since what they hold belongs to the outer speaker.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from polybius.records import Span

_MARKS = re.compile(r"``|''|[\"“”„«»‘’'`]")
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v]*\n\s*")
_LINE_OPENING_QUOTE = re.compile(r"\n[ \t]*(?=(?:\"|“|„|«|``)\w)")
_LINE_ENDED = re.compile(r"(?<=[.!?:\"”'])[ \t\r]*\n\s*")
_CLOSERS = {
    '"': ('"', "”", "“"), "“": ("”", '"', "''"), "”": ("”", '"'), "„": ("“", "”", '"'), "«": ("»",), "»": ("«",),
    "``": ("''", '"', "”"), "''": ("''", '"'),
}  # fmt: skip
_NO_QUOTE = re.compile(r"[’'](?:\d0s|em\b|til\b|tis\b|twas\b|cause\b|n['’]|\d\d\b)", re.IGNORECASE)
_CLOSING_SINGLE, _CLOSING_TYPOGRAPHIC = re.compile(r"[’']"), re.compile("’")
_REACH = 3000  # characters within which a single quotation mark must find its closing one


@dataclass(frozen=True)
class Quotation:
    """A quoted stretch of text.

    start, end: character offsets with the marks. pieces: the quoted words without marks, one span per paragraph.
    closed: False where no closing mark was found. mark: the opening mark.
    """

    start: int
    end: int
    pieces: tuple[Span, ...]
    closed: bool
    mark: str

    def covers(self, offset: int) -> bool:
        """Whether a character offset lies between the marks."""
        return self.start <= offset < self.end


class Paragraphs:
    """The paragraphs of a text: where each starts and ends, in characters."""

    def __init__(self, text: str) -> None:
        breaks = [match.span() for match in _BLANK_LINE.finditer(text)]
        if not breaks:  # no blank lines at all: a line that ends a sentence ends a paragraph
            breaks = [match.span() for match in _LINE_ENDED.finditer(text)]
        breaks += [match.span() for match in _LINE_OPENING_QUOTE.finditer(text)]
        starts, ends = [0], []
        for start, end in sorted(breaks):
            if start >= starts[-1] and end > starts[-1]:
                ends.append(start)
                starts.append(end)
        ends.append(len(text))
        self.starts, self.ends = starts, ends

    def index(self, offset: int) -> int:
        """Number of the paragraph that holds a character offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(zip(self.starts, self.ends, strict=True))


def find_quotations(text: str, paragraphs: Paragraphs | None = None) -> tuple[Quotation, ...]:
    """The outermost quotations of a text, in text order."""
    paragraphs = paragraphs or Paragraphs(text)
    found: list[Quotation] = []
    pending: Quotation | None = None  # open at the end of the paragraph before
    for start, end in paragraphs:
        stretches = list(_in_paragraph(text, start, end))
        first = stretches[0] if stretches else None
        if pending and first and text[start : first.start].strip() == "" and _same_family(pending.mark, first.mark):
            joined = Quotation(pending.start, first.end, pending.pieces + first.pieces, first.closed, pending.mark)
            stretches[0] = joined
        elif pending:
            found.append(pending)
        pending = None
        if stretches and not stretches[-1].closed:
            pending = stretches.pop()
        found.extend(stretches)
    if pending:
        found.append(pending)
    return tuple(found)


def _same_family(one: str, other: str) -> bool:
    singles = ("'", "‘", "`")
    return (one in singles) == (other in singles)


def _in_paragraph(text: str, start: int, end: int) -> Iterator[Quotation]:
    opened: tuple[int, str] | None = None
    nested = False
    position = start
    while match := _MARKS.search(text, position, end):
        mark, position = match.group(), match.end()
        before = text[match.start() - 1] if match.start() > start else " "
        after = text[match.end()] if match.end() < end else " "
        if opened is None:
            if mark in ("'", "‘", "`"):
                closing = _single_closing(text, match, end) if _can_open(before, after) else None
                if closing is not None:
                    yield _quotation(text, match.start(), mark, closing, closing + 1, True)
                    position = closing + 1
            elif mark != "’" and _opens(mark, before, after, match.start() == start):
                opened, nested = (match.start(), mark), False
            continue
        if mark not in _CLOSERS[opened[1]]:
            continue
        if mark in ('"', "''") and _can_open(before, after) and after.isalnum() and not nested:
            nested = True  # opened again inside: the same marks for a word within the quotation
            continue
        if nested and mark in ('"', "''"):
            nested = False
            continue
        yield _quotation(text, opened[0], opened[1], match.start(), match.end(), True)
        opened = None
    if opened:
        last = end
        while last > opened[0] and text[last - 1].isspace():
            last -= 1
        yield _quotation(text, opened[0], opened[1], last, last, False)


def _opens(mark: str, before: str, after: str, first: bool) -> bool:
    if mark in ("“", "„", "«", "``"):
        return True
    if mark in ("”", "»"):  # a closing mark opens only where it starts the paragraph
        return first
    return _can_open(before, after) or (first and not after.isspace())


def _can_open(before: str, after: str) -> bool:
    return not after.isspace() and (before.isspace() or before in '([{-–—_/:,;“"') and after not in ",.;:!?)"


def _single_closing(text: str, opening: re.Match[str], end: int) -> int | None:
    """Where the single quotation opened at ``opening`` closes, or None where the mark is an apostrophe."""
    if _NO_QUOTE.match(text, opening.start()):
        return None
    closers = _CLOSING_SINGLE if opening.group() != "‘" else _CLOSING_TYPOGRAPHIC
    weak: int | None = None
    for match in closers.finditer(text, opening.end() + 1, min(end, opening.end() + _REACH)):
        index = match.start()
        before, after = text[index - 1], text[index + 1] if index + 1 < end else " "
        if before.isspace() or after.isalnum():
            continue
        if before in "sS" and after == " " and index + 2 < end and text[index + 2].isalpha():
            weak = weak or index  # perhaps a plural's possessive: taken only if nothing better follows
            continue
        return index
    return weak


def _quotation(text: str, start: int, mark: str, inner_end: int, end: int, closed: bool) -> Quotation:
    first, last = start + len(mark), inner_end
    while first < last and text[first].isspace():
        first += 1
    while last > first and text[last - 1].isspace():
        last -= 1
    return Quotation(start, end, (Span(start=first, end=last),), closed, mark)
