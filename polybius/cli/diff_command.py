"""``polybius diff``: what a newer coder changes in the events and series of a store."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from polybius.cli.faults import reports_faults
from polybius.cli.options import console

if TYPE_CHECKING:
    from polybius.store.difference import Change, Count, Difference


@reports_faults
def diff(
    store: Annotated[str, typer.Argument(help="Folder or URL of the store.", show_default=False)],
    before: Annotated[int, typer.Option("--from", help="Version of the store to start from.", show_default=False)],
    after: Annotated[
        int | None, typer.Option("--to", help="Version of the store to compare it with.", show_default="the newest")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Rows of each table that are shown.")] = 20,
    json: Annotated[
        bool, typer.Option("--json", help="Print one changed event a line, all of them, and nothing else.")
    ] = False,
) -> None:
    """Say what changes from one version of a store to another, in the reports that both hold.

    After coding a store anew with a newer Polybius: which events came, went and changed, in which fields, and how the
    counts of each dyad by month moved. `polybius store info` names the newest version.
    """
    from polybius.store.difference import changes, difference
    from polybius.store.table import open_table

    newest = open_table(store).version() if after is None else after
    if json:
        _print_json(changes(store, before, newest))
        return
    found = difference(store, before, newest)
    typer.echo(_summary(found))
    _print_counts("Events by category", ("category",), found.categories, limit)
    _print_counts("Events by dyad and month", ("actor", "recipient", "month", "quad"), found.series, limit)
    _print_changes(changes(store, before, newest), limit, found.came + found.went + found.changed)


def _summary(found: Difference) -> str:
    only = [
        f"{count:,} only in the {which} version, left out"
        for count, which in ((found.only_before, "first"), (found.only_after, "second"))
        if count
    ]
    reports = "; ".join([f"{found.shared:,} reports in both versions, {found.recoded:,} coded anew", *only])
    events = f"{found.came:,} events came, {found.went:,} went, {found.changed:,} changed, {found.same:,} are the same"
    return f"{reports}\n{events}"


def _print_counts(title: str, names: tuple[str, ...], counts: tuple[Count, ...], limit: int) -> None:
    from rich.table import Table
    from rich.text import Text

    if not counts or not limit:
        return
    table = Table(*names, "before", "after", title=title, title_justify="left")
    for count in counts[:limit]:
        table.add_row(*(Text(part or "") for part in count.key), f"{count.before:,}", f"{count.after:,}")
    console().print(table)
    if len(counts) > limit:
        typer.echo(f"… and {len(counts) - limit:,} more; --limit shows them")


def _print_changes(found: Iterable[Change], limit: int, total: int) -> None:
    from itertools import islice

    from rich.table import Table
    from rich.text import Text

    from polybius.export.passage import printable

    if not total or not limit:
        return
    table = Table("", "event", "what", "changed", "clause", title="Events", title_justify="left")
    for one in islice(found, limit):
        what = f"{one.category} {one.actors or '?'} → {one.recipients or '–'}"
        fields = "\n".join(f"{name}: {_shown(old)} → {_shown(new)}" for name, (old, new) in one.fields.items())
        clause = printable(" ".join(one.clause.split()))
        table.add_row(*map(Text, (one.kind, one.event, what, fields, clause[:120])))
    console().print(table)
    if total > limit:
        typer.echo(f"… and {total - limit:,} more; --limit or --json shows them")


def _print_json(found: Iterable[Change]) -> None:
    import dataclasses
    import json

    for one in found:
        typer.echo(json.dumps(dataclasses.asdict(one), ensure_ascii=False, default=str))


def _shown(value: Any) -> str:
    return "–" if value in (None, "") else str(value)
