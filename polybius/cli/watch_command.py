"""``polybius watch``: asks feeds again and again, and codes what is new in them into a store."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from polybius.cli.faults import SOME_FAILED, WRONG_USE, complain, reports_faults
from polybius.cli.options import Actors, Model, Store
from polybius.cli.until_signal import until_signal

if TYPE_CHECKING:
    from polybius.corpus.watch import Watched


@reports_faults
def watch(
    feeds: Annotated[
        Path, typer.Argument(help="TOML file that names the feeds; docs/watch.md shows one.", show_default=False)
    ],
    store: Store,
    once: Annotated[bool, typer.Option("--once", help="Look at each feed a single time, then end (for cron).")] = False,
    workers: Annotated[
        int, typer.Option(min=1, max=256, help="Processes that code, each with a model of its own (some 1 GB).")
    ] = 1,
    store_every: Annotated[float, typer.Option(min=1.0, help="Seconds after which what is coded is stored.")] = 60.0,
    batch: Annotated[int, typer.Option(min=1, help="Reports per commit at most.")] = 1000,
    limit_seconds: Annotated[float, typer.Option(min=0.1, help="Seconds that one report may take.")] = 120.0,
    limit_memory: Annotated[
        int, typer.Option(min=64, help="Megabytes that a worker may take, its model included.")
    ] = 4096,
    state: Annotated[
        Path | None,
        typer.Option(help="Folder for what the watch remembers.", show_default="_watch in the folder of the store"),
    ] = None,
    keep_versions: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=36_499,
            help="Days for which old versions of the store stay readable; 0 for good.",
            show_default="what the store says; 30 where the watch makes it",
        ),
    ] = None,
    log: Annotated[
        Path | None, typer.Option(help="File for the log, one JSON object a line.", show_default="stderr")
    ] = None,
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"], typer.Option(help="From which level on lines are written.")
    ] = "info",
    metrics_port: Annotated[
        int | None,
        typer.Option(
            min=0,
            max=65_535,
            help="Port for /health and /metrics (Prometheus); 0 takes a free one, which the log names.",
            show_default="9137; with --once none",
        ),
    ] = None,
    metrics_host: Annotated[str, typer.Option(help="Address that the port is open at.")] = "127.0.0.1",
    no_metrics: Annotated[bool, typer.Option("--no-metrics", help="Open no port.")] = False,
    actors: Actors = None,
    model: Model = None,
    coder: Annotated[str, typer.Option(hidden=True, help="module:function that makes the coder.")] = "",
) -> None:
    """Watch feeds and code what is new in them into a store, politely and for weeks.

    Heeds robots.txt, asks only for what has changed, leaves hosts in trouble alone, and remembers over a restart what
    it has seen. What cannot be fetched or coded goes to the view `rejects` of the store. Ctrl-C or SIGTERM ends it with
    all that is done kept. Exit code 0: all done; 1 (with --once): some feeds failed or reports were rejected; 2: wrong
    use, or no feed could be read.
    """
    from polybius.corpus.allocators import spare_memory
    from polybius.corpus.recipe import Recipe
    from polybius.corpus.watch import Watch, read_feed_list
    from polybius.corpus.watch.json_log import JsonLog
    from polybius.corpus.watch.reporting import PORT
    from polybius.corpus.workers import MEGABYTE, Limits

    spare_memory()
    table = read_feed_list(feeds)
    recipe = Recipe(model, tuple(str(Path(path).absolute()) for path in actors or ()))
    if coder:
        recipe = Recipe(recipe.model, recipe.actors, factory=coder)
    port = metrics_port if metrics_port is not None or once else PORT
    lines = JsonLog(log, log_level)
    try:
        with until_signal() as stopped:
            watched = Watch(
                table,
                store,
                recipe,
                workers,
                Limits(limit_seconds, limit_memory * MEGABYTE),
                batch,
                store_every,
                state,
                once,
                None if no_metrics or port is None else (metrics_host, port),
                keep_versions,
                lines,
                stopped.signal,
            ).run()
    finally:
        lines.close()
    _close(store, watched, once=once and stopped.by is None)


def _close(store: str, watched: Watched, *, once: bool) -> None:
    complain(f"{store}: {watched.tally}")
    if watched.waiting:
        complain(f"{watched.waiting} pages are still to be fetched; the next run goes on with them")
    if not once:
        return
    if watched.failing:
        complain(f"{watched.failing} of {watched.feeds} feeds could not be read")
    if watched.failing == watched.feeds:
        raise typer.Exit(WRONG_USE)
    raise typer.Exit(SOME_FAILED if watched.failing or watched.tally.rejected else 0)
