"""Codes gold reports and tells which coded event is which gold event, where the gold gives its trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from polybius.evaluate.gold import Count, read_gold
from polybius.records import CodedReport, Event

Gold = Mapping[str, Any]


def coded_beside(directory: str | Path, coder: Any) -> Iterator[tuple[Gold, CodedReport]]:
    """The gold of each report of a folder with the report as coded. Raises PolybiusError where it holds no gold set."""
    reports, gold = read_gold(directory)
    texts = {report["id"]: report for report in reports}
    for wanted in gold:
        report = texts[wanted["id"]]
        yield wanted, coder.code(report["text"], published=report.get("published"), outlet=report.get("outlet"))


def firm(wanted: Sequence[Gold], coded: Iterable[Event], count: Count) -> Iterator[tuple[Gold, Event]]:
    """The gold events that are found, with the event that tells them; counts them, optional ones apart."""
    for gold, event in matched(wanted, coded):
        if not gold.get("optional"):
            count.gold += 1
            if event is not None:
                count.found += 1
                yield gold, event


def matched(wanted: Sequence[Gold], coded: Iterable[Event]) -> Iterator[tuple[Gold, Event | None]]:
    """Each gold event with the coded event that tells it, or None; firm ones are served first.

    An event fits when its trigger overlaps the gold's, or when its clause holds the gold's trigger and the category is
    the gold one or an alternative. Each coded event serves one gold event.
    """
    free = list(coded)
    for gold in sorted(wanted, key=lambda one: bool(one.get("optional"))):
        best = max((event for event in free if _rank(gold, event)), key=lambda event: _rank(gold, event), default=None)
        free = [event for event in free if event is not best]  # by identity: two equal events are two
        yield gold, best


def _rank(gold: Gold, event: Event) -> int:
    """How well an event fits: 3 trigger and category, 2 trigger, 1 clause and category, 0 not at all."""
    same = event.category in {gold["category"], *gold.get("category_alternatives", [])}
    triggers = [gold["trigger"], *gold.get("trigger_alternatives", [])]
    spans = [(one["start"], one["end"]) if isinstance(one, Mapping) else tuple(one) for one in triggers]
    if any(event.trigger.start < end and event.trigger.end > start for start, end in spans):
        return 2 + same
    return int(same and any(event.start <= start and end <= event.end for start, end in spans))
