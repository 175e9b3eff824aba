"""``polybius happenings``: what happened, each once, with who tells it and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import reports_faults
from polybius.cli.link_command import Links
from polybius.cli.options import Store, console, iso_date

if TYPE_CHECKING:
    from rich.text import Text

    from polybius.link import LinkIndex
    from polybius.records import Contradiction, Happening


@reports_faults
def happenings(
    store: Store,
    happening_id: Annotated[
        str | None,
        typer.Argument(help="Id of a happening or of one of its events, or its beginning.", show_default=False),
    ] = None,
    actor: Annotated[
        str | None, typer.Option(help="Only with this party: its code or its id in the actor list.", show_default=False)
    ] = None,
    category: Annotated[str | None, typer.Option(help="Only of this category.", show_default=False)] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="Only from this day on.", callback=iso_date, show_default=False)
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Only up to this day.", callback=iso_date, show_default=False)
    ] = None,
    disputed: Annotated[bool, typer.Option("--disputed", help="Only those with contradictions.")] = False,
    one_sided: Annotated[
        bool, typer.Option("--one-sided", help="Only those known from one party's word alone.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one happening per line, as JSON.")] = False,
    links: Links = None,
) -> None:
    """List what happened, by date: each event once, with who tells it, who denies it and where accounts differ.

    With an id, show one happening with all its tellings side by side.
    """
    from polybius.link import linked

    with linked(store, index=links) as index:
        if happening_id is not None:
            found = [one_happening(index, happening_id, store)]
        else:
            found = [
                happening
                for happening in index.happenings()
                if _wanted(happening, actor, category, start, end, disputed, one_sided)
            ]
    found.sort(key=lambda happening: (happening.date.start or happening.date.end or "9999", happening.id))
    for happening in found:
        if json:
            typer.echo(happening.model_dump_json())
        else:
            shown = told(happening)
            if happening_id is not None:
                shown.append_text(side_by_side(happening, store))
            console().print(shown, soft_wrap=True)
    if not json and happening_id is None:
        typer.echo(f"{len(found)} happening{'' if len(found) == 1 else 's'}")


def one_happening(index: LinkIndex, wanted: str, store: str) -> Happening:
    """The happening with an event whose id is this or starts so. Raises StoreError where there is none, or several."""
    from polybius.errors import StoreError

    events = index.events_like(wanted) if wanted else []
    if not events:
        raise StoreError(f"{store}: holds no happening or event {wanted}; list them with: polybius happenings")
    if len(events) > 1 and events[0] != wanted:
        raise StoreError(
            f"{store}: several events start with {wanted}, such as {events[0]} and {events[1]}; give more of the id"
        )
    found = index.happening(events[0])
    assert found is not None
    return found


def _wanted(
    happening: Happening,
    actor: str | None,
    category: str | None,
    start: str | None,
    end: str | None,
    disputed: bool,
    one_sided: bool,
) -> bool:
    parties = (*happening.actors, *happening.recipients)
    last = happening.date.end or happening.date.start or ""
    first = happening.date.start or happening.date.end or ""
    return (
        (actor is None or any(actor in (party.code, party.id) for party in parties))
        and (category is None or happening.category == category.upper())
        and (start is None or last >= start)
        and (end is None or (bool(first) and first[: len(end)] <= end))
        and (not disputed or bool(happening.contradictions))
        and (not one_sided or happening.support.one_sided)
    )


def told(happening: Happening) -> Text:
    """A happening as styled text that can be read without colours."""
    from rich.text import Text

    from polybius.export.passage import parties, printable, when

    shown = Text()
    shown.append(f"{when(happening.date) or 'undated'}  ", style="yellow")
    shown.append(happening.category, style="bold red")
    if happening.modes:
        shown.append(f" ({', '.join(happening.modes)})")
    if happening.realis:
        shown.append(f" [{', '.join(happening.realis)}]")
    actors, recipients = parties(happening.actors), parties(happening.recipients)
    shown.append(f"  {actors or '?'}", style="cyan")
    if recipients:
        shown.append(f" → {recipients}", style="magenta")
    if happening.place is not None:
        shown.append(f"  {happening.place.name or happening.place.text}", style="green")
    shown.append(f"\n  {happening.id}: {_tellers(happening)}\n")
    for line in _lines(happening):
        shown.append(f"  {printable(line)}\n")
    return shown


def side_by_side(happening: Happening, store: str) -> Text:
    """All tellings of a happening in the order of telling: outlet, day, whose word, and the clause."""
    from rich.text import Text

    from polybius.export.passage import printable
    from polybius.store import query

    marks = ", ".join(f"${number}" for number in range(1, len(happening.events) + 1))
    rows = query(
        store,
        "SELECT event_id, published, outlet, says_who, realis, clause FROM events "
        f"WHERE event_id IN ({marks}) ORDER BY published, report_id, trigger_start",
        happening.events,
    ).rows
    shown = Text()
    for event_id, published, outlet, says_who, realis, clause in rows:
        shown.append(f"\n  {event_id}  {published or 'undated'}  {outlet or 'outlet unknown'}", style="bold")
        shown.append(
            f"{', by ' + says_who.replace('|', ', by ') if says_who else ''}{' [' + realis + ']' if realis else ''}\n"
        )
        shown.append(f"    {printable(' '.join(clause.split()))}\n")
    return shown


def _tellers(happening: Happening) -> str:
    support = happening.support
    names = [
        teller.name + {"denies": " (denies)", "both": " (both)"}.get(teller.stance, "") for teller in happening.tellers
    ]
    plural = "" if support.independent == 1 else "s"
    return (
        f"{len(happening.events)} telling{'' if len(happening.events) == 1 else 's'} in {len(happening.reports)} "
        f"report{'' if len(happening.reports) == 1 else 's'}, {support.independent} independent teller{plural}: "
        f"{', '.join(names)}"
    )


def _lines(happening: Happening) -> list[str]:
    support, found = happening.support, []
    if support.asserted_by or support.denied_by:
        found.append(
            "; ".join(
                f"{verb} by {', '.join(names)}"
                for verb, names in (("asserted", support.asserted_by), ("denied", support.denied_by))
                if names
            )
        )
    if support.one_sided:
        found.append("known from one party's word alone")
    found += [f"{one.field}: {_values(one)}" for one in happening.contradictions]
    found += [f"{one.field}, corrected: {_values(one)}" for one in happening.corrections]
    return found


def _values(one: Contradiction) -> str:
    shown = dict.fromkeys(
        f"{told.value} ({told.teller}{', later corrected' if told.superseded_by else ''})" for told in one.values
    )
    return " / ".join(shown)
