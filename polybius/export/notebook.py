"""Events as an HTML table, shown by notebooks."""

from __future__ import annotations

from html import escape

from polybius.export.table import COLUMNS, table_rows
from polybius.records import CodedReport


def to_html(coded: CodedReport) -> str:
    """The events of a report as an HTML table with a caption; a sentence where there are none."""
    title = escape(coded.report.title or coded.report.outlet or coded.report.id)
    if not coded.events:
        return f"<p>{title}: no political event found.</p>"
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(value)}</td>" for value in row) + "</tr>" for row in table_rows(coded)
    )
    caption = (
        f"{title}: {len(coded.events)} events, {len(coded.statements)} statements, {len(coded.relations)} relations"
    )
    return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
