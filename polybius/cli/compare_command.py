"""``polybius compare``: our happenings held against the events of another set."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from polybius.cli.faults import reports_faults
from polybius.cli.options import Store, console
from polybius.cli.row_printing import print_csv

if TYPE_CHECKING:
    from polybius.outside.comparing import Compared, Comparison

SHOWN = 20
"""Dyads printed by default."""


@reports_faults
def compare(
    store: Store,
    outside: Annotated[
        str, typer.Option("--with", help="The set: gdelt, icews, polecat, acled or ged, taken in with polybius import.")
    ],
    by: Annotated[str, typer.Option(help="Step: day, week (from Monday), month, quarter or year.")] = "week",
    start: Annotated[
        str | None, typer.Option("--from", help="First day, month or year.", show_default="the first both cover")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Last day, month or year.", show_default="the last both cover")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option(help="This category only; may be given more than once.", show_default=False)
    ] = None,
    quad: Annotated[
        list[int] | None,
        typer.Option(
            help="This class only: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material "
            "conflict; may be given more than once.",
            show_default=False,
        ),
    ] = None,
    undirected: Annotated[
        bool, typer.Option("--undirected", help="Count what either does to the other in one dyad.")
    ] = False,
    domestic: Annotated[bool, typer.Option("--domestic", help="Count pairs of parties of one country too.")] = False,
    days: Annotated[
        int, typer.Option(help="Days that may lie between an event and the one it is found in.", min=0)
    ] = 2,
    match: Annotated[
        str, typer.Option(help="What must agree beside the dyad for an event to be found: quad, category or dyad.")
    ] = "quad",
    top: Annotated[int, typer.Option(help="Dyads to print.", min=0)] = SHOWN,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object with all dyads.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the counts of each dyad and step as CSV.")] = False,
) -> None:
    """Hold our happenings against the events of another set: counts by dyad and step, and recall of known events.

    Prints events of both by dyad, how the counts go together over the steps (Pearson's r, Spearman's rho), and how many
    of the other set's events are found among ours. docs/validity.md tells how to read it.
    """
    if json and csv:
        raise typer.BadParameter("--json and --csv exclude each other; choose one")
    from polybius.link import connect
    from polybius.outside.comparing import Comparison
    from polybius.outside.comparing import compare as compared

    asked = Comparison(
        outside=outside, step=by, start=start, end=end, categories=category or (), quads=quad or (),
        directed=not undirected, domestic=domestic, days=days, match=match,  # type: ignore[arg-type]
    )  # fmt: skip
    with connect(store) as views:
        found = compared(views, asked)
    if json:
        typer.echo(_json(found))
    elif csv:
        print_csv(("actor", "recipient", "step", "ours", asked.outside), found.steps)
    else:
        _print(found, asked, top)


def _json(found: Compared) -> str:
    import dataclasses
    import json

    told = dataclasses.asdict(found) | {"recall": found.recall, "share": found.share}
    del told["steps"]
    return json.dumps(told, ensure_ascii=False)


def _print(found: Compared, asked: Comparison, top: int) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    between = "→" if asked.directed else "–"
    table = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False)
    table.add_column("dyad", no_wrap=True)
    for name in ("ours", asked.outside, "r", "rho", "found"):
        table.add_column(name, justify="right", no_wrap=True)
    for dyad in found.dyads[:top]:
        cells = (
            f"{dyad.actor} {between} {dyad.recipient}", str(dyad.ours), str(dyad.theirs),
            _number(dyad.correlation.pearson), _number(dyad.correlation.spearman),
            f"{dyad.found} of {dyad.known}" if dyad.known else "",
        )  # fmt: skip
        table.add_row(*map(Text, cells))
    console().print(table)
    if len(found.dyads) > top:
        typer.echo(f"… and {len(found.dyads) - top} more dyads (--top)")
    for line in summary(found, asked):
        typer.echo(line)


def summary(found: Compared, asked: Comparison) -> list[str]:
    """The figures over all dyads, in lines."""
    overall = found.overall
    lines = [
        f"from {found.start} to {found.end}, {_dyads(found)}, {overall.steps} dyad-{asked.step}s: "
        f"r {_number(overall.pearson) or 'undefined'}, rho {_number(overall.spearman) or 'undefined'}",
        f"found among ours: {_share(found.found, found.known)} events of {asked.outside}{_within(asked)}",
    ]
    names = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
    lines += [f"  {names[quad]}: {_share(hit, known)}" for quad, (known, hit) in found.by_quad.items()]
    lines.append(f"found in {asked.outside}: {_share(found.shared, found.ours)} of our happenings")
    return lines


def _dyads(found: Compared) -> str:
    return f"{len(found.dyads)} {'dyad' if len(found.dyads) == 1 else 'dyads'}"


def _within(asked: Comparison) -> str:
    same = {"quad": "same dyad and quad class", "category": "same dyad and category", "dyad": "same dyad"}[asked.match]
    return f" ({same}, at most {asked.days} {'day' if asked.days == 1 else 'days'} apart)"


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / whole:.0%})" if whole else "0 of 0"


def _number(value: Any) -> str:
    return "" if value is None else f"{value:.2f}"
