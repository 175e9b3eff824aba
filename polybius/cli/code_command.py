"""``polybius code``: codes reports and shows, writes or stores what is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli import coding
from polybius.cli.faults import complain, reports_faults
from polybius.cli.options import FORMATS, Actors, Files, Model, Outlet, Published, Title, Url, console

if TYPE_CHECKING:
    from polybius.records import CodedReport


@reports_faults
def code(
    files: Files,
    published: Published = None,
    outlet: Outlet = None,
    title: Title = None,
    url: Url = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one CodedReport a line, and nothing else, on standard output.")
    ] = False,
    format: Annotated[str | None, typer.Option(help=f"{FORMATS}, in place of the table.", show_default=False)] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write; .csv, .parquet, .jsonl, .geojson and .jsonld name the format by themselves.",
            show_default=False,
        ),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(help="Store to keep the coded reports in; made if need be.", show_default=False)
    ] = None,
    actors: Actors = None,
    model: Model = None,
    profile: Annotated[bool, typer.Option("--profile", help="Say on standard error where the time went.")] = False,
) -> None:
    """Code reports: who did what to whom, when, where, and according to whom.

    Prints a table of the events. Exit code 0: all done; 1: some inputs failed; 2: wrong use, or nothing could be read.
    """
    if json and format:
        raise typer.BadParameter("--json and --format exclude each other; choose one")
    if format == "parquet" and out is None:
        raise typer.BadParameter("--format parquet needs a file: --out events.parquet")
    _check_targets(out, format, store)
    from polybius.read import read_reports

    inputs = read_reports(files, published=published, outlet=outlet, title=title, url=url)
    with coding.counted() as tally:
        coded = coding.code_inputs(inputs, model, tally, actors, profile=profile)
        _deliver(coded, json=json, format=format, out=out, store=store)
    raise typer.Exit(tally.exit_code)


def _check_targets(out: Path | None, format: str | None, store: Path | None) -> None:
    """Finds out before the long work whether its fruits can be delivered."""
    if out is not None or format is not None:
        from polybius.export import exporter_for

        exporter_for(out or "standard output", format)
    if out is not None and not out.absolute().parent.is_dir():
        raise typer.BadParameter(f"{out}: there is no folder {out.parent}")
    if store is not None:
        from polybius.store.table import open_or_create

        open_or_create(store)


def _deliver(
    coded: Iterable[CodedReport], *, json: bool, format: str | None, out: Path | None, store: Path | None
) -> None:
    """Sends the coded reports, as they come, to the store, the file and the screen."""
    if store is not None:
        coded = _stored(coded, str(store))
    if json:
        coded = _printed(coded)
    if out is not None or format is not None:
        from polybius.cli.export_command import deliver
        from polybius.export import Source

        deliver(Source(coded), format, out)
    elif json:
        for _ in coded:
            pass
    else:
        show_tables(coded)


def show_tables(coded: Iterable[CodedReport]) -> None:
    """Prints a table of events per report, or a line where a report has none."""
    from rich.text import Text

    from polybius.export.table import events_table

    screen = console()
    for one in coded:
        name = coding.name_of(one.report)
        if one.events:
            screen.print(events_table([one], title=Text(name), width=screen.width))
        else:
            screen.print(Text(f"{name}: no political event found."))


def _stored(coded: Iterable[CodedReport], store: str) -> Iterator[CodedReport]:
    keeper = coding.Keeper(store)
    try:
        for one in coded:
            keeper.keep(one)
            yield one
    finally:
        keeper.flush()
        if keeper.written:
            complain(f"{store}: {keeper.written}")


def _printed(coded: Iterable[CodedReport]) -> Iterator[CodedReport]:
    from polybius.export import to_json_line

    for one in coded:
        typer.echo(to_json_line(one))
        yield one
