"""A report's text in pieces, each with what stands on it: the events that tell it, their parts, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from polybius.export.explanation import marks_of
from polybius.records import CodedReport, Event

QUADS = {
    1: ("verbal cooperation", "○"),
    2: ("material cooperation", "●"),
    3: ("verbal conflict", "△"),
    4: ("material conflict", "▲"),
}
"""The quad classes: their names, and signs that tell them apart without colour."""
PARTS = ("actor", "recipient", "place", "time", "cue", "says")


@dataclass(frozen=True)
class Voice:
    """Who says so, as the pages show it: a name of a style, and the words for it."""

    style: str
    words: str


OWN = Voice("own", "the report itself says so")
PASSED = Voice("passed", "passed on from somebody")
CLAIM = Voice("claim", "a claim: only a party to it says so")


@dataclass(frozen=True)
class Piece:
    """A stretch of text without a seam.

    events: numbers of the events whose clause it is in, the narrowest first. triggers: numbers of the events whose
    predicate begins here, one or several; predicate: of those whose predicate it is in. parts: (part, number of the
    event) for what it is in an event. statements: numbers of the statements whose content it is in; begins: of those
    whose content begins here. kind: of the region it stands in.
    """

    text: str
    kind: str
    events: tuple[int, ...] = ()
    triggers: tuple[int, ...] = ()
    predicate: tuple[int, ...] = ()
    parts: tuple[tuple[str, int], ...] = ()
    statements: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


def voice_of(event: Event) -> Voice:
    """Who says so."""
    if event.claim:
        return CLAIM
    return PASSED if event.attribution else OWN


def pieces(coded: CodedReport) -> list[Piece]:
    """The whole text in pieces, in order; joined they are the text."""
    text, size = coded.report.text, len(coded.report.text)
    clauses = [(max(0, event.start), min(size, event.end)) for event in coded.events]
    parts = [(number, *part) for number, event in enumerate(coded.events) for part in _parts(coded, event)]
    statements = [[(span.start, span.end) for span in one.content] for one in coded.statements]
    regions = [(one.start, one.end, one.kind) for one in coded.report.regions]
    seams = {0, size}
    for start, end in (
        *clauses,
        *((event.trigger.start, event.trigger.end) for event in coded.events),
        *((start, end) for _, _, start, end in parts),
        *(span for spans in statements for span in spans),
        *((start, end) for start, end, _ in regions),
    ):
        seams |= {min(max(start, 0), size), min(max(end, 0), size)}
    begun: set[int] = set()
    order = sorted(seams)
    found = []
    for start, end in pairwise(order):
        inside = [number for number, span in enumerate(clauses) if span[0] <= start < span[1]]
        predicate = tuple(
            number for number, event in enumerate(coded.events) if event.trigger.start <= start < event.trigger.end
        )
        fresh = [number for number in predicate if number not in begun]
        begun |= set(fresh)
        found.append(
            Piece(
                text=text[start:end],
                kind=next((kind for first, last, kind in regions if first <= start < last), "body"),
                events=tuple(sorted(inside, key=lambda number: clauses[number][1] - clauses[number][0])),
                triggers=tuple(fresh),
                predicate=predicate,
                parts=tuple((name, number) for number, name, first, last in parts if first <= start < last),
                statements=tuple(
                    number
                    for number, spans in enumerate(statements)
                    if any(first <= start < last for first, last in spans)
                ),
                begins=tuple(number for number, spans in enumerate(statements) if spans and spans[0][0] == start),
            )
        )
    return found


def _parts(coded: CodedReport, event: Event) -> Iterator[tuple[str, int, int]]:
    """The parts of an event that the text shows: their name, start and end; of times those in its clause."""
    for mark in marks_of(coded, event):
        if mark.label in PARTS and (mark.label != "time" or event.start <= mark.start <= mark.end <= event.end):
            yield mark.label, mark.start, mark.end
