"""``polybius standing``: which standing relations a store tells of, from when to when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import SOME_FAILED, complain, reports_faults
from polybius.cli.options import On, Store, console

if TYPE_CHECKING:
    from polybius.records import Actor, Standing

PARTY = "A code (ARM), id (osce-minsk-group) or name (Armenia)."


@reports_faults
def standing(
    store: Store,
    actor: Annotated[str | None, typer.Argument(help=PARTY, show_default="anybody")] = None,
    other: Annotated[
        str | None, typer.Argument(help="The other end, named in the same way.", show_default="anybody")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            help="One kind: alliance, defence-pact, membership, leadership, founding, mediation, occupation, "
            "sovereignty, recognition, diplomatic-ties, friendly, strained, sanctions, cease-fire or war.",
            show_default="all",
        ),
    ] = None,
    on: On = None,
    json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object per relation, with its evidence.")
    ] = False,
) -> None:
    """Show standing relations as intervals: alliances, sanctions, occupations, cease-fires and the like.

    With two parties, those between them; with --on, those in force at that time. In the table, "by" stands before a
    date by which a relation was told to hold, or to be over, where nobody tells the day itself. Exit code 0: found;
    1: none.
    """
    from polybius import store as stores
    from polybius.link._standing_choice import Choice
    from polybius.link.standing import standings

    choice = Choice(actor=actor, other=other, kind=kind, on=on)
    chosen = choice.of(standings(stores.read(store)))
    if not chosen:
        complain(f"{store}: tells of no such standing relation; ask for fewer things at once, or for all of them")
        raise typer.Exit(SOME_FAILED)
    if json:
        for one in chosen:
            typer.echo(one.model_dump_json())
    else:
        _print_table(chosen)


def _print_table(found: list[Standing]) -> None:
    from rich.table import Table
    from rich.text import Text

    from polybius.export.passage import printable

    table = Table("kind", "subject", "object", "since", "until", "last told", "told by")
    for one in found:
        reports = len({evidence.report for evidence in one.evidence})
        cells = (
            one.kind, _party(one.subject), _party(one.object), _since(one), _until(one), one.last_told or "",
            f"{reports} report{'s' if reports > 1 else ''}",
        )  # fmt: skip
        table.add_row(*(Text(printable(cell)) for cell in cells))
    console().print(table)


def _party(actor: Actor) -> str:
    from polybius.export.passage import code_of

    code = code_of(actor)
    return f"{actor.text} ({code})" if code else actor.text


def _since(one: Standing) -> str:
    from polybius.link.standing import known_from

    known = known_from(one)
    return known if known and one.since else f"by {known}" if known else ""


def _until(one: Standing) -> str:
    if one.until is None:
        return ""
    return one.until if any(e.effect == "closes" and e.day == one.until for e in one.evidence) else f"by {one.until}"
