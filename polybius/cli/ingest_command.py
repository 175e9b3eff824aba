"""``polybius ingest``: codes many reports into a store, with several workers, and goes on where it was broken off."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import SOME_FAILED, WRONG_USE, complain, reports_faults
from polybius.cli.options import Actors, Columns, Fetch, Format, Model, Outlet, Published, Store, column_map
from polybius.cli.until_signal import until_signal

if TYPE_CHECKING:
    from polybius.corpus.tally import Tally

REASONS_SHOWN = 20
"""Rejects that are named one by one; the others are counted, and stand in the store."""


@reports_faults
def ingest(
    store: Store,
    sources: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files, globs, folders, http(s) addresses, or - for standard input; .gz and .zst are unpacked.",
            show_default=False,
        ),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=4096,
            help="Processes that code, each with a model of its own (some 1 GB).",
            show_default="1; on a cluster as many as it has processors",
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            help="Code on a Ray cluster: ray (the one at RAY_ADDRESS, else one of this machine) or ray://HOST.",
            show_default="this machine, without Ray",
        ),
    ] = None,
    published: Published = None,
    outlet: Outlet = None,
    column: Columns = None,
    format: Format = None,
    fetch: Fetch = None,
    retry_rejects: Annotated[
        bool, typer.Option("--retry-rejects", help="Try once more what earlier runs could not code.")
    ] = False,
    limit_seconds: Annotated[float, typer.Option(min=0.1, help="Seconds that one report may take.")] = 120.0,
    limit_memory: Annotated[
        int, typer.Option(min=64, help="Megabytes that a worker may take, its model included.")
    ] = 4096,
    batch: Annotated[int, typer.Option(min=1, help="Reports per commit of the store.")] = 1000,
    no_wait: Annotated[
        bool, typer.Option("--no-wait", help="Give up where another ingest is at work on the store.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Show no progress.")] = False,
    actors: Actors = None,
    model: Model = None,
    coder: Annotated[str, typer.Option(hidden=True, help="module:function that makes the coder.")] = "",
) -> None:
    """Code many reports into a store: streaming, with several workers, resumable.

    Started again after whatever broke it off, it goes on where it was: no report is lost or doubled. What cannot be
    coded goes to the view `rejects` of the store, with the reason. Exit code 0: all done; 1: some inputs were rejected;
    2: wrong use, or nothing could be read; 130, 143: stopped by Ctrl-C or SIGTERM, with what was done kept.
    """
    if not sources and not retry_rejects:
        raise typer.BadParameter("name at least one source, or --retry-rejects")
    from polybius.cli.progress import progress
    from polybius.corpus.allocators import spare_memory
    from polybius.corpus.ingest import Ingest, sources_of
    from polybius.corpus.recipe import Recipe
    from polybius.corpus.workers import MEGABYTE, Limits
    from polybius.read.formats import format_named
    from polybius.read.given import Given
    from polybius.read.sources import expand

    spare_memory()
    if format is not None:
        format_named(format)
    given = Given(published=published, outlet=outlet, columns=column_map(column), follow=fetch, format=format)
    recipe = Recipe(model, tuple(str(Path(path).absolute()) for path in actors or ()))
    if coder:
        recipe = Recipe(recipe.model, recipe.actors, factory=coder)
    named = _Named()
    with until_signal() as stopped, progress(sources or [], shown=not quiet) as shown:
        run = Ingest(
            store,
            recipe,
            workers,
            Limits(limit_seconds, limit_memory * MEGABYTE),
            batch,
            stop=stopped.signal,
            tell=shown.tell,
            show=shown.show,
            complain=named.complain,
            on_wait=lambda: complain(f"{store}: another ingest is at work on this store; waiting for its end"),
            wait=not no_wait,
            on=on,
        )
        tally = run.run(sources_of(expand(sources or []), given), retry=retry_rejects)
    _close(store, tally, named, stopped.by)


class _Named:
    """Names what is rejected, up to a number."""

    def __init__(self) -> None:
        self.count = 0

    def complain(self, source: str, reason: str) -> None:
        """Says why one was rejected."""
        self.count += 1
        if self.count <= REASONS_SHOWN:
            complain(f"{source}: {reason}")


def _close(store: str, tally: Tally, named: _Named, signalled: int | None) -> None:
    if named.count > REASONS_SHOWN:
        complain(f"… and {named.count - REASONS_SHOWN} more rejected")
    complain(f"{store}: {tally}")
    if named.count:
        complain(f'why: polybius query "SELECT source, reason FROM rejects" --store {store}')
    if signalled is not None:
        complain("stopped; what was done is kept, and the same command goes on from there")
        raise typer.Exit(128 + signalled)
    if tally.rejected and not tally.coded and not tally.repeated:
        raise typer.Exit(WRONG_USE)
    raise typer.Exit(SOME_FAILED if tally.rejected else 0)
