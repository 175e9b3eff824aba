"""``polybius store``: what a store holds, whether it is sound, fewer files, the newest layout."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import SOME_FAILED, complain, reports_faults

if TYPE_CHECKING:
    from polybius.store.upkeep import Info

FAULTS_SHOWN = 50

store_app = typer.Typer(help="Look after a store: info, check, compact, migrate.", no_args_is_help=True)
StoreArgument = Annotated[str, typer.Argument(help="Folder or URL of the store.", show_default=False)]


@store_app.command()
@reports_faults
def info(
    store: StoreArgument,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Show what a store holds: reports, events, rejects, versions, files."""
    from polybius.store.upkeep import info as info_of

    found = info_of(store)
    if json:
        import dataclasses
        import json as as_json

        typer.echo(as_json.dumps(dataclasses.asdict(found), ensure_ascii=False))
    else:
        _print_info(store, found)


def _print_info(store: str, found: Info) -> None:
    typer.echo(f"{store}: version {found.version}, schema {found.schema}")
    typer.echo(f"{found.reports:,} reports, {found.events:,} events, {found.rejects:,} rejects")
    if found.first:
        typer.echo(f"published from {found.first} to {found.last}")
    layout = "by month of publication" if found.by_month else "in one pile; polybius store migrate parts them by month"
    typer.echo(f"{found.files:,} files, {found.size / 1e6:,.1f} MB, {layout}")
    if found.days_kept is not None:
        typer.echo(f"old versions stay readable for {found.days_kept} days")
    for coder in found.coders:
        typer.echo(f"coded by Polybius {coder.polybius}, {coder.model}: {coder.reports:,} reports ({coder.pipeline})")


@store_app.command()
@reports_faults
def check(store: StoreArgument) -> None:
    """Read every row of a store and name what is wrong: lost or damaged files, reports twice, rows that are no records.

    Exit code 0: sound; 1: there are faults; 2: it cannot be opened.
    """
    from polybius.store.upkeep import check as faults_of

    count = 0
    for fault in faults_of(store):
        count += 1
        if count <= FAULTS_SHOWN:
            complain(fault)
    if count > FAULTS_SHOWN:
        complain(f"… and {count - FAULTS_SHOWN} more")
    typer.echo(f"{store}: " + ("sound" if not count else f"{count} {'fault' if count == 1 else 'faults'}"))
    raise typer.Exit(SOME_FAILED if count else 0)


@store_app.command()
@reports_faults
def compact(
    store: StoreArgument,
    forget: Annotated[
        bool,
        typer.Option("--forget-old-versions", help="Also remove the files that only older versions of the store need."),
    ] = False,
) -> None:
    """Join the small files of a store, month by month. Its reports stay as they are."""
    from polybius.corpus.lock import sole_ingest, sole_writer
    from polybius.store.table import open_table
    from polybius.store.upkeep import compact as compact_store

    open_table(store)
    # a watch may be at work beside this; it waits with its next batch
    with sole_ingest(store, wait=False), sole_writer(store):
        done = compact_store(store, forget=forget)
    said = f"{done.files_before:,} files of {done.size_before / 1e6:,.1f} MB are now {done.files:,}"
    typer.echo(f"{store}: {said} of {done.size / 1e6:,.1f} MB")
    if forget:
        typer.echo(f"{done.removed:,} files of older versions removed")


@store_app.command()
@reports_faults
def migrate(store: StoreArgument) -> None:
    """Bring a store of an older Polybius to the schema and layout of this one. Older versions of it stay readable."""
    from polybius.corpus.lock import sole_ingest, sole_writer
    from polybius.store.table import open_table
    from polybius.store.upkeep import migrate as migrate_store

    open_table(store)
    # a watch may be at work beside this; it waits with its next batch
    with sole_ingest(store, wait=False), sole_writer(store):
        changed = migrate_store(store)
    typer.echo(f"{store}: {'migrated' if changed else 'has the newest schema and layout already'}")
