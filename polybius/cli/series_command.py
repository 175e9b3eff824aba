"""``polybius series``: happenings between two parties, or of one, counted over time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import cycle, groupby
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from polybius.cli.faults import complain, reports_faults
from polybius.cli.options import Store, console
from polybius.cli.row_printing import print_csv, print_json

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    from rich.table import Table
    from rich.text import Text

    from polybius.link.named_party import NamedParty
    from polybius.link.series import Exposure, LeftOut, Selection, Series

Answer = TypeVar("Answer")
ANYBODY = "anybody"
SILENT_STEPS = 3
"""Steps without any report that a table still writes out one by one."""
ARROWS = {"forth": "→", "back": "←", "both": "↔"}
PARTY = "A code (ARM), code with sector (ARM.MIL), code without (ARM.none), id (wagner-group), or several with commas."


@reports_faults
def series(
    store: Store,
    actor: Annotated[str | None, typer.Argument(help=PARTY, show_default=False)] = None,
    recipient: Annotated[
        str | None, typer.Argument(help="The other party, named in the same way.", show_default="anybody or nobody")
    ] = None,
    by: Annotated[str, typer.Option(help="Step: day, week (from Monday), month, quarter or year.")] = "month",
    start: Annotated[
        str | None,
        typer.Option("--from", help="First day, month or year to count.", show_default="the first with reports"),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Last day, month or year.", show_default="the last with reports")
    ] = None,
    undirected: Annotated[
        bool, typer.Option("--undirected", help="Count what either does to the other in one row.")
    ] = False,
    whole: Annotated[
        bool, typer.Option("--whole", help="Count only where nobody else takes part, instead of each pair of parties.")
    ] = False,
    one_a_day: Annotated[
        bool, typer.Option("--one-a-day", help="Count one happening a day at most, of each direction and category.")
    ] = False,
    category: Annotated[
        list[str] | None, typer.Option(help="Count this category only; may be given more than once.")
    ] = None,
    also: Annotated[
        list[str] | None,
        typer.Option(
            help="Count what is marked future, hypothetical or negated too; may be given more than once.",
            show_default=False,
        ),
    ] = None,
    no_background: Annotated[
        bool, typer.Option("--no-background", help="Leave out what is only told as background (historical).")
    ] = False,
    tellers: Annotated[int, typer.Option(help="Least number of independent tellers.", min=0)] = 1,
    confidence: Annotated[float, typer.Option(help="Least confidence.", min=0, max=1)] = 0.0,
    undated_as_told: Annotated[
        bool, typer.Option("--undated-as-told", help="Place what has no date on the day of its first report.")
    ] = False,
    exposed: Annotated[
        bool, typer.Option("--exposure", help="Count the reports of each outlet instead; no party is needed.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object per row.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV with a header row.")] = False,
    version: Annotated[
        int | None, typer.Option(help="Version of the store to look at.", show_default="the newest")
    ] = None,
) -> None:
    """Count what two parties do to each other, or what one does and suffers, over time.

    Each happening counts once, however many reports tell of it. Read a count beside its exposure (reports, outlets):
    where nothing was reported, a zero means nothing. What is left out is told in the last line.
    """
    if json and csv:
        raise typer.BadParameter("--json and --csv exclude each other; choose one")
    if actor is None and not exposed:
        raise typer.BadParameter("name a party, such as ARM or wagner-group, or give --exposure")
    from polybius.link.series import Selection, Window, count, reports_in

    if exposed:
        window = Window(step=by, start=start, end=end)
        _print_exposure(_ask(store, version, (), lambda views: reports_in(views, window)), json, csv)
        return
    selection = Selection(
        actor=actor or "", recipient=recipient, step=by, start=start, end=end, directed=not undirected,
        expand=not whole, one_a_day=one_a_day, categories=category or None,
        realis=(*(() if no_background else ("historical",)), *(also or ())), independent=tellers,
        confidence=confidence, undated="told" if undated_as_told else "out",
    )  # fmt: skip
    parties = [party for party in selection.parties if party is not None]
    _print_series(_ask(store, version, parties, lambda views: count(views, selection)), selection, json, csv)


def _ask(
    store: str,
    version: int | None,
    parties: Sequence[NamedParty],
    question: Callable[[duckdb.DuckDBPyConnection], Answer],
) -> Answer:
    from polybius.link import connect_for_series

    with connect_for_series(store, parties, version) as views:
        return question(views)


def _print_series(found: Series, selection: Selection, json: bool, csv: bool) -> None:
    for party in found.unnamed:
        complain(f"{party}: in no happening of this store; polybius actors NAME shows how a party is coded")
    _print(found.table, series_table(found, selection), left_out_line(found.left_out, selection), json, csv)


def _print_exposure(found: Exposure, json: bool, csv: bool) -> None:
    from rich.table import Table

    table = Table("from", "to", "outlet", "reports")
    for row in found.table.to_pylist():
        table.add_row(*map(_cell, row.values()))
    _print(found.table, table, _left_out([_reports(found.left_out)]), json, csv)


def _print(rows: pa.Table, table: Table, last_line: str, json: bool, csv: bool) -> None:
    """Prints the rows, and the last line where it does not get between them."""
    if json:
        print_json(rows.column_names, _values(rows))
    elif csv:
        print_csv(rows.column_names, _values(rows))
    else:
        console().print(table)
        typer.echo(last_line)
        return
    complain(last_line)


def _values(rows: pa.Table) -> Iterable[tuple[Any, ...]]:
    return (tuple(row.values()) for row in rows.to_pylist())


def series_table(found: Series, selection: Selection) -> Table:
    """A series as a table for the terminal: of the categories those that occur, written out by step."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, title=_title(selection), title_justify="left")
    for name in ("from", ""):
        table.add_column(name, no_wrap=True)
    for name in ("events", "quad\n1 2 3 4", "score", "Gold-\nstein", "one-\nsided", "reports", "outlets"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("categories")
    for silent, some in groupby(_steps(found, selection), key=_is_silent):
        steps = list(some)
        if silent and len(steps) > SILENT_STEPS:
            first, last = steps[0][0][0]["step_start"], steps[-1][0][0]["step_end"]
            table.add_row(_cell(first), *[""] * 8, f"no reports in {len(steps)} steps, up to {last}")
            continue
        for row, direction in (one for step in steps for one in step):
            _add_row(table, row, direction)
    return table


def _steps(found: Series, selection: Selection) -> Iterable[list[tuple[Mapping[str, Any], str]]]:
    """The rows of each step with their directions."""
    rows = list(zip(found.table.to_pylist(), cycle(selection.directions), strict=False))
    width = len(selection.directions)
    return [rows[start : start + width] for start in range(0, len(rows), width)]


def _is_silent(step: list[tuple[Mapping[str, Any], str]]) -> bool:
    return all(not row["events"] and not row["reports"] for row, _ in step)


def _add_row(table: Table, row: Mapping[str, Any], direction: str) -> None:
    from polybius.link.series import QUADS

    share = None if row["one_sided"] is None else f"{row['one_sided']:.0%}"
    quads = " ".join(str(row[name]) for name in QUADS)
    measures = (row["score_mean"], row["goldstein_mean"], share, row["reports"], row["outlets"], _by_category(row))
    table.add_row(*map(_cell, (row["step_start"], ARROWS[direction], row["events"], quads, *measures)))


def _title(selection: Selection) -> str:
    """What the arrows of a table mean."""
    actor, recipient = (ANYBODY if party is None else str(party) for party in selection.parties)
    words = {"forth": f"{actor} to {recipient}", "back": f"{recipient} to {actor}", "both": f"{actor} and {recipient}"}
    return ", ".join(f"{ARROWS[direction]} {words[direction]}" for direction in selection.directions)


def _by_category(row: Mapping[str, Any]) -> str:
    from polybius.codebook import load_codebook

    if not row["events"] and not row["reports"]:
        return "no reports"
    return ", ".join(f"{name} {row[name]}" for name in load_codebook().categories if row[name])


def _cell(value: object) -> Text:
    from rich.text import Text

    from polybius.export.passage import printable

    if isinstance(value, float):
        return Text(f"{value:.2f}")
    return Text("" if value is None else printable(str(value)))


def left_out_line(left_out: LeftOut, selection: Selection) -> str:
    """What a series does not count, and why, in one line."""
    fewer = f"with fewer than {selection.independent} independent tellers"
    told = [
        (left_out.undated, "undated"),
        (left_out.coarse, f"dated more coarsely than by one {selection.step}"),
        (left_out.outside, "before or after the period"),
        (left_out.unreal, _not_real(selection)),
        (left_out.unsupported, fewer),
    ]
    return _left_out([*(f"{number} {why}" for number, why in told if number), _reports(left_out.reports)])


def _not_real(selection: Selection) -> str:
    from polybius.codebook import REALIS

    return " or ".join(mark for mark in REALIS if mark not in selection.realis)


def _reports(number: int) -> str:
    """How many reports the exposure lacks, "" for none."""
    return f"{number} report{'s' if number > 1 else ''} published nobody knows when" if number else ""


def _left_out(parts: Iterable[str]) -> str:
    return f"left out: {', '.join(part for part in parts if part) or 'nothing'}"
