"""``polybius actors``: what a name resolves to and why, and whether an actor list is sound."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import WRONG_USE, complain, reports_faults
from polybius.cli.options import Actors, On, console

if TYPE_CHECKING:
    from polybius.find._actor_list import ActorList, Entry


@reports_faults
def actors(
    name: Annotated[
        str | None, typer.Argument(help="Name to look up, as a report would write it.", show_default=False)
    ] = None,
    on: On = None,
    own: Actors = None,
    check: Annotated[
        list[Path] | None,
        typer.Option(help="Check a list of actors; may be given more than once.", show_default=False),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object per party.")] = False,
) -> None:
    """Show what a name stands for on a date and why, or check a list of actors.

    Exit code 0: found, or sound; 1: no party of that name; 2: wrong use, or faults in a list.
    """
    if (name is None) == (check is None):
        raise typer.BadParameter("give a name to look up, or --check FILE")
    if check:
        _check(check)
        return
    from polybius.find.actor_check import join_lists
    from polybius.find.actors import load_actor_list

    listed = join_lists(own) if own else load_actor_list()
    found = listed.lookup(name or "", on)
    if not found:
        complain(f"{name}: no party of that name in the list; add it to a file of your own and give that with --actors")
        raise typer.Exit(1)
    if json:
        _print_json(found, listed, on)
    else:
        _print_table(found, listed, on)


def _check(paths: list[Path]) -> None:
    from polybius.find.actor_check import check_actor_list

    faults = [fault for path in paths for fault in check_actor_list(path)]
    for fault in faults:
        complain(str(fault))
    if faults:
        raise typer.Exit(WRONG_USE)
    for path in paths:
        typer.echo(f"{path}: sound")


def _print_table(found: tuple[Entry, ...], listed: ActorList, on: str | None) -> None:
    from rich.table import Table

    table = Table("id", "name", "code", "sectors", "kind", "why", "where")
    for entry in found:
        sectors = ", ".join(entry.sectors)
        table.add_row(
            entry.id, entry.name, entry.code or "", sectors, entry.kind, _why(entry, listed, on), entry.source
        )
    console().print(table)


def _print_json(found: tuple[Entry, ...], listed: ActorList, on: str | None) -> None:
    import json

    for entry in found:
        shown = {
            "id": entry.id, "name": entry.name, "code": entry.code, "sectors": list(entry.sectors), "kind": entry.kind,
            "start": entry.start or None, "end": entry.end or None, "why": _why(entry, listed, on),
            "source": entry.source,
        }  # fmt: skip
        typer.echo(json.dumps(shown, ensure_ascii=False))


def _why(entry: Entry, listed: ActorList, on: str | None) -> str:
    """Why the party stands so on the date: its term, or that it is out of office."""
    term = f"{entry.start or '…'} to {entry.end or '…'}"
    if not entry.start and not entry.end:
        return "holds at any time"
    if on is None:
        return f"no date given: the last term, {term}"
    if entry.covers(on):
        return f"its term {term} covers {on}"
    if entry.before(on):
        return f"not yet in office on {on} ({term}): the country alone holds"
    terms = len(listed.terms(entry.id))
    return f"out of office on {on}: last of {terms} listed term{'s' if terms > 1 else ''} {term}"
