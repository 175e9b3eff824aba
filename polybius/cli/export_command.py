"""``polybius export``: the events of a store as a file for other programs."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import complain, reports_faults
from polybius.cli.options import FORMATS, Store, iso_date

if TYPE_CHECKING:
    from polybius.export import Selection, Source
    from polybius.link import LinkIndex

PARTY = "A code (ARM), code with sector (ARM.MIL), code without (ARM.none), id (wagner-group), or several with commas."


@reports_faults
def export(
    store: Store,
    format: Annotated[
        str | None,
        typer.Option(help=f"{FORMATS}; without it the suffix of --out tells.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="File to write; one that ends in .gz is compressed.", show_default="standard output"),
    ] = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="First day, month or year of the events.", callback=iso_date, show_default=False),
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Last day, month or year.", callback=iso_date, show_default=False)
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="This category only; may be given more than once.", show_default=False)
    ] = None,
    actor: Annotated[
        str | None, typer.Option(help=f"Only events with such an actor. {PARTY}", show_default=False)
    ] = None,
    recipient: Annotated[
        str | None, typer.Option(help="Only events with such a recipient, named in the same way.", show_default=False)
    ] = None,
    confidence: Annotated[float, typer.Option(help="Least confidence.", min=0, max=1)] = 0.0,
    also: Annotated[
        list[str] | None,
        typer.Option(
            help="In formats that hold facts alone (gdelt, icews, polecat, cameo and their kin), write also what is "
            "marked future, hypothetical or negated; may be given more than once.",
            show_default=False,
        ),
    ] = None,
    no_background: Annotated[
        bool, typer.Option("--no-background", help="Leave out what is only told as background (historical).")
    ] = False,
    lone: Annotated[
        bool,
        typer.Option("--lone", help="In formats of pairs (icews, cameo, petrarch2), write also what has one party."),
    ] = False,
    no_text: Annotated[
        bool,
        typer.Option(
            "--no-text", help="Write ids, offsets and hashes, but no words of the reports; see polybius rebuild."
        ),
    ] = False,
    happenings: Annotated[
        bool, typer.Option("--happenings", help="Write each happening once, and not every telling of it.")
    ] = False,
    version: Annotated[
        int | None, typer.Option(help="Version of the store to look at.", show_default="the newest")
    ] = None,
) -> None:
    """Write the events of a store as a file in the columns of other event data, or as CSV, Parquet or JSON.

    docs/export.md lists the columns, and what each format cannot hold. What is left out is counted on standard error.
    """
    from polybius.export import BINARY, Selection, exporter_for

    exporter_for(out or "standard output", format)
    if out is None and format in BINARY:
        raise typer.BadParameter(f"--format {format} needs a file: --out events.{format}")
    if out is not None and not out.absolute().parent.is_dir():
        raise typer.BadParameter(f"{out}: there is no folder {out.parent}")
    selection = Selection(
        start=start, end=end, categories=category or (), actor=actor, recipient=recipient, confidence=confidence,
        also=also or (), background=not no_background, lone=lone, texts=not no_text,
    )  # fmt: skip
    with _source(store, version, selection, happenings) as source:
        deliver(source, format, out)


@contextlib.contextmanager
def _source(store: str, version: int | None, selection: Selection, happenings: bool) -> Iterator[Source]:
    from polybius import link
    from polybius.export import Source
    from polybius.store import snapshot

    with contextlib.ExitStack() as opened:
        index: LinkIndex | None = None
        if happenings:
            link.only_newest(store, version)
            index = opened.enter_context(link.linked(store))
        yield Source(snapshot(store, version), selection, index, name=str(store))


def deliver(source: Source, format: str | None, out: Path | None) -> None:
    """Writes what a source gives to a file or to standard output, and says on stderr how much, and what is left out."""
    from polybius.export import export, exporter_for

    if out is None:
        exporter_for("standard output", format)(sys.stdout.buffer, source)
        sys.stdout.buffer.flush()
    else:
        count = export(out, source, format=format)
        complain(f"{count:,} {'event' if count == 1 else 'events'} written to {out}")
    left_out = source.said_of_left_out()
    if left_out is not None:
        complain(left_out)
