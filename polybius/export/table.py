"""Events as a table in the terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from polybius.export.passage import interval, parties, printable, says_who, sentence_around, snippet, what, when, where
from polybius.records import CodedReport, Event

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

WIDE = 120
"""Columns a screen must have for a table with a column for each thing told."""
SHORT_ID = 8
"""Digits of an event's id shown: enough for ``polybius explain``."""
FIXED = {"id": SHORT_ID, "when": 10}
"""Columns of a fixed width: ids and dates are not to be broken."""
SNIPPET = 160
"""Code points shown of a sentence."""
SHARES = {"where": 2, "sentence": 5, "event": 5}
"""Shares of the width, 3 where not named."""
COLUMNS = ("id", "when", "who", "did what", "to whom", "where", "says who", "sentence")


def table_rows(coded: CodedReport) -> list[tuple[str, ...]]:
    """The events of a report in words, one tuple by ``COLUMNS`` each."""
    return [_row(coded, event) for event in coded.events]


def events_table(reports: Iterable[CodedReport], title: str | Text | None = None, width: int = WIDE) -> Table:
    """A rich table of the events of these reports, saying from which report each is where there are several.

    width: columns of the screen; on a narrow one what is told of an event stands in one cell, line under line.
    """
    from rich.table import Table
    from rich.text import Text

    reports = list(reports)
    names = ("report", *COLUMNS) if len(reports) > 1 else COLUMNS
    wide = width >= WIDE
    table = Table(title=title, title_justify="left", show_lines=True, expand=True)
    for name in names if wide else ("event", "sentence"):
        fixed = FIXED.get(name) if wide else None
        ratio = None if fixed else SHARES.get(name, 3)
        table.add_column(name, overflow="fold", ratio=ratio, min_width=fixed, max_width=fixed)
    for coded in reports:
        for row in table_rows(coded):
            *told, sentence = map(printable, row if names is COLUMNS else (_outlet(coded), *row))
            if not wide:
                told = ["\n".join(f"{name}: {cell}" for name, cell in zip(names, told, strict=False) if cell)]
            # Text, not markup: square brackets of a report must show as they are
            table.add_row(*map(Text, (*told, sentence)))
    return table


def _outlet(coded: CodedReport) -> str:
    """Outlet and date of a report, or its id where both are unknown."""
    published = coded.report.published
    return " ".join(filter(None, (coded.report.outlet, interval(published.start, published.end)))) or coded.report.id


def _row(coded: CodedReport, event: Event) -> tuple[str, ...]:
    start, end = sentence_around(coded.report.text, event.start, event.end)
    return (
        event.id[:SHORT_ID],
        when(event.date),
        parties(event.actors),
        what(event),
        parties(event.recipients),
        where(event),
        says_who(event),
        _sentence(coded.report.text, (start, event.start, end)),
    )


def _sentence(text: str, offsets: tuple[int, int, int]) -> str:
    """A sentence on one line; a long one is cut so that the event, which starts at the middle offset, is shown."""
    start, event, end = offsets
    if len(" ".join(text[start:end].split())) <= SNIPPET or start == event:
        return snippet(text, start, end, SNIPPET)
    return "…" + snippet(text, event, end, SNIPPET - 1)
