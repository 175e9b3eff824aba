"""``polybius statements``: who is reported to have said what."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli import coding
from polybius.cli.faults import reports_faults
from polybius.cli.options import Actors, Files, Model, Outlet, Published, Title, Url, console

if TYPE_CHECKING:
    from polybius.records import CodedReport, Statement


@reports_faults
def statements(
    files: Files,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    url: Url = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per statement, with its report's id and words.")
    ] = False,
    actors: Actors = None,
    model: Model = None,
) -> None:
    """Show who is reported to have said what to whom: quotations and reported speech."""
    from polybius.read import read_reports

    inputs = read_reports(files, published=published, outlet=outlet, title=title, url=url)
    with coding.counted() as tally:
        coded = coding.code_inputs(inputs, model, tally, actors)
        if json:
            _print_json(coded)
        else:
            _print_tables(coded)
    raise typer.Exit(tally.exit_code)


def _print_json(reports: Iterable[CodedReport]) -> None:
    import json

    for coded in reports:
        for statement in coded.statements:
            said = {"report": coded.report.id, "words": _content(coded, statement)} | statement.model_dump(
                mode="json", by_alias=True
            )
            typer.echo(json.dumps(said, ensure_ascii=False))


def _print_tables(reports: Iterable[CodedReport]) -> None:
    from rich.table import Table
    from rich.text import Text

    from polybius.export.passage import parties, printable, snippet

    screen = console()
    for coded in reports:
        name = coding.name_of(coded.report)
        if not coded.statements:
            screen.print(Text(f"{name}: no statement found."))
            continue
        table = Table(
            "who", "cue", "kind", "attitude", "to whom", "what", title=Text(name), title_justify="left", show_lines=True
        )
        for one in coded.statements:
            cue = snippet(coded.report.text, one.cue.start, one.cue.end) if one.cue else ""
            cells = (
                parties(one.speakers),
                cue,
                one.kind,
                one.attitude,
                parties((*one.addressees, *one.channels)),
                " … ".join(_content(coded, one)),
            )
            table.add_row(*(Text(printable(cell)) for cell in cells))
        screen.print(table)


def _content(coded: CodedReport, statement: Statement) -> list[str]:
    return [" ".join(coded.report.text[span.start : span.end].split()) for span in statement.content]
