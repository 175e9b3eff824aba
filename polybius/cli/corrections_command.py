"""``polybius corrections``: what readers said of the events of a store, listed or as data to learn from."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer

from polybius.cli.faults import complain, reports_faults
from polybius.cli.options import Store, console


@reports_faults
def corrections(
    store: Store,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write examples to learn from to, JSON Lines, one event a line.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print the same examples on standard output.")] = False,
) -> None:
    """List what readers corrected in the browser, or write it as examples to learn from.

    Corrections lie beside the coder's records and change nothing in them; `polybius serve` takes them in.
    """
    if out is not None or json:
        _write(store, out)
        return
    from rich.table import Table
    from rich.text import Text

    from polybius.export.passage import printable
    from polybius.store.corrections import in_force, read_corrections

    every = read_corrections(store)
    holding = {one.id for one in in_force(every)}
    table = Table("at", "by", "event", "field", "coded", "corrected", "note", "in force")
    for one in every:
        row = (one.at[:16], one.by, one.event or f"in {one.report}", one.field, one.old, one.new, one.note)
        held = "yes" if one.id in holding else "no"
        table.add_row(*(Text(printable(value or "")) for value in (*row, held)))
    if every:
        console().print(table)
    typer.echo(f"{len(every)} correction{'' if len(every) == 1 else 's'}")


def _write(store: str, out: Path | None) -> None:
    from polybius.errors import PolybiusError
    from polybius.evaluate.corrections import training_rows

    lines = (json_format.dumps(row, ensure_ascii=False) for row in training_rows(store))
    if out is None:
        for line in lines:
            typer.echo(line)
        return
    count = 0
    try:
        with out.open("w", encoding="utf-8") as file:
            for line in lines:
                file.write(line + "\n")
                count += 1
    except OSError as error:
        raise PolybiusError(f"{out}: cannot be written ({error.strerror or error})") from error
    complain(f"{count} example{'' if count == 1 else 's'} written to {out}")
