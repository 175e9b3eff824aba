"""``polybius link``: the reports of a store linked into happenings."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import reports_faults
from polybius.cli.options import Store

if TYPE_CHECKING:
    from polybius.link import LinkIndex

Links = Annotated[
    Path | None,
    typer.Option(help="File of the links.", show_default="_links/index.sqlite in the store's folder"),
]


@reports_faults
def link(
    store: Store,
    links: Links = None,
    anew: Annotated[bool, typer.Option("--anew", help="Drop all links and make them again.")] = False,
) -> None:
    """Link the events of all reports in a store into happenings: one event, several tellers.

    Only what is new in the store is looked at. The other commands that need happenings do this themselves.
    """
    from polybius.link.of_store import index_path, linked, unlinked

    file = index_path(store, links)
    if anew:
        for path in (file, file.with_name(file.name + "-wal"), file.with_name(file.name + "-shm")):
            path.unlink(missing_ok=True)
    with typer.progressbar(length=len(unlinked(store, index=links)), label="linking", file=sys.stderr) as bar:
        opened = linked(store, index=links, progress=bar.update)
    with opened:
        typer.echo(summary(opened))


def summary(index: LinkIndex) -> str:
    """What an index holds, in one line."""
    columns, happenings = index.table("happenings")
    place = {name: number for number, name in enumerate(columns)}
    told = sum(row[place["reports"]] > 1 for row in happenings)
    disputed = sum(row[place["contradictions"]] > 0 for row in happenings)
    one_sided = sum(bool(row[place["one_sided"]]) for row in happenings)
    return (
        f"{len(index.stamps())} reports, {sum(row[place['events']] for row in happenings)} events: "
        f"{len(happenings)} happenings, {told} told by several reports, {disputed} with contradictions, "
        f"{one_sided} on one party's word"
    )
