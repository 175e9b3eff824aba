"""Arguments and options that several commands share, with their help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.iso_days import FORMS, days_of

if TYPE_CHECKING:
    from rich.console import Console

FORMATS = "csv, parquet, jsonl, plover, geojson, jsonld, gdelt, gdelt-mentions, icews, polecat, cameo or petrarch2"
"""The formats of export, for the help; a test holds it to ``EXPORTERS``, which is not loaded for it."""
NOT_A_TERMINAL = 160
"""Columns of a table that goes into a file or a pipe."""


def iso_date(value: str | None) -> str | None:
    """The date of an option, checked. Raises typer.BadParameter where it is none."""
    if value is None:
        return None
    if days_of(value) is not None:
        return value
    raise typer.BadParameter(f"{value!r} is no date; write {FORMS}")


Files = Annotated[
    list[str],
    typer.Argument(
        help="Reports: files (text, pages, JSON Lines, CSV …), globs, folders, addresses, or - for standard input.",
        show_default=False,
    ),
]
Published = Annotated[
    str | None,
    typer.Option(
        help="When the reports were published: YYYY-MM-DD, YYYY-MM or YYYY.", callback=iso_date, show_default=False
    ),
]
Outlet = Annotated[str | None, typer.Option(help="Who published them.", show_default=False)]
Title = Annotated[str | None, typer.Option(help="Their title, where it is not part of the text.", show_default=False)]
Url = Annotated[str | None, typer.Option(help="Where they stood.", show_default=False)]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        help="What a field is called in rows: text=body, published=date, also outlet, title, url, author.",
        show_default=False,
    ),
]
Format = Annotated[
    str | None,
    typer.Option(help="Format of the sources, where neither name nor content tells it.", show_default=False),
]
Fetch = Annotated[
    bool | None,
    typer.Option(
        "--fetch/--no-fetch",
        help="Fetch the addresses that feeds, sitemaps and lists of addresses hold.",
        show_default="only of those named by their own address",
    ),
]


def column_map(columns: list[str] | None) -> dict[str, str]:
    """The map that --column gives, by field. Raises typer.BadParameter where one is none."""
    from polybius.read.given import COLUMNS

    found = {}
    for value in columns or ():
        name, sign, column = value.partition("=")
        if not sign or name not in COLUMNS or not column:
            raise typer.BadParameter(f"--column {value}: write FIELD=COLUMN, with a field of {', '.join(COLUMNS)}")
        found[name] = column
    return found


Model = Annotated[
    str | None,
    typer.Option(
        help="spaCy pipeline to parse with, such as en_core_web_trf; it must be installed.",
        show_default="the one that comes with Polybius",
    ),
]
Actors = Annotated[
    list[Path] | None,
    typer.Option(
        "--actors",
        help="CSV file with actors of your own, in the columns of polybius/data/actors; may be given more than once.",
        show_default=False,
    ),
]
On = Annotated[
    str | None,
    typer.Option("--on", help="The date: YYYY-MM-DD, YYYY-MM or YYYY.", callback=iso_date, show_default=False),
]
Store = Annotated[str, typer.Option(help="Folder or URL of the store.", show_default=False)]


def console() -> Console:
    """A rich console on stdout; wide where nobody's terminal limits it."""
    import os

    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal and not os.environ.get("COLUMNS"):
        console.width = NOT_A_TERMINAL
    return console
