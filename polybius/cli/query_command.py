"""``polybius query``: SQL over the views of a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from polybius.cli.faults import reports_faults
from polybius.cli.options import Store, console
from polybius.cli.row_printing import print_csv, print_json

if TYPE_CHECKING:
    from polybius.store import Rows


@reports_faults
def query(
    sql: Annotated[
        str, typer.Argument(help='One SELECT, such as "SELECT category, count(*) FROM events GROUP BY ALL".')
    ],
    store: Store,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object per row.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header row.")] = False,
    version: Annotated[
        int | None, typer.Option(help="Version of the store to look at.", show_default="the newest")
    ] = None,
) -> None:
    """Ask a store in SQL (DuckDB's).

    Views: reports, appearances, events, event_actors, event_recipients, attributions, victims, statements, relations,
    actors, times, places, corrections, rejects, outside_events; and, once linked: happenings, happening_events,
    happening_parties, happening_tellers, contradictions. docs/store.md lists their columns.
    """
    if json and csv:
        raise typer.BadParameter("--json and --csv exclude each other; choose one")
    from polybius import link

    answer = link.query(store, sql, version)
    if json:
        print_json(answer.columns, answer.rows)
    elif csv:
        print_csv(answer.columns, answer.rows)
    else:
        _print_table(answer)


def _print_table(answer: Rows) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(*answer.columns)
    for row in answer.rows:
        table.add_row(*(Text(_shown(value)) for value in row))
    console().print(table)


def _shown(value: Any) -> str:
    from polybius.export.passage import printable

    return "" if value is None else printable(str(value))
