"""``polybius import``: events that others have coded, beside the reports of a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import SOME_FAILED, WRONG_USE, complain, reports_faults
from polybius.cli.options import Store

if TYPE_CHECKING:
    from polybius.store import OutsideEvent

BAD_SHOWN = 100
"""Rows that cannot be read and are named one by one; the others are counted."""


@reports_faults
def import_outside(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Files of GDELT, ICEWS, POLECAT, ACLED or UCDP GED, also .gz and .zip.", show_default=False
        ),
    ],
    store: Store,
    layout: Annotated[
        str | None,
        typer.Option(
            "--as", help="gdelt, icews, polecat, acled or ged.", show_default="what each file's first row tells"
        ),
    ] = None,
) -> None:
    """Take in events that others have coded, to compare with: a store's view outside_events.

    Each event stands under its set and its id there, so that a file taken in twice changes nothing. Rows that cannot be
    read are named, and the rest goes in. Exit code 0: all rows are in; 1: some are not; 2: none is.
    """
    from polybius.outside.reading import read_outside
    from polybius.store.outside import write_outside

    bad: Counter[str] = Counter()
    found: Counter[str] = Counter()
    written = write_outside(store, _sound(read_outside(files, layout), bad, found))
    if bad.total() > BAD_SHOWN:
        complain(f"… and {bad.total() - BAD_SHOWN:,} more rows that cannot be read")
    sets = ", ".join(f"{count:,} of {name}" for name, count in sorted(found.items())) or "none"
    typer.echo(f"{store}: events read: {sets}; {written}; {bad.total():,} rows not taken in")
    if not found:
        raise typer.Exit(WRONG_USE)
    raise typer.Exit(SOME_FAILED if bad else 0)


def _sound(rows: object, bad: Counter[str], found: Counter[str]) -> Iterator[OutsideEvent]:
    """The events among what is read; the rest is named and counted."""
    from polybius.read.failure import ReadFailure

    assert isinstance(rows, Iterator)
    for row in rows:
        if isinstance(row, ReadFailure):
            bad[row.reason] += 1
            if bad.total() <= BAD_SHOWN:
                complain(str(row))
        else:
            found[row.source] += 1
            yield row
