"""``polybius demo``: codes the reports that ship with Polybius."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli import coding
from polybius.cli.faults import complain, reports_faults
from polybius.cli.options import console

if TYPE_CHECKING:
    from polybius.records import CodedReport

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "reports.jsonl"


@reports_faults
def demo(store: Annotated[Path, typer.Option(help="Store to keep the coded reports in.")] = Path("demo.store")) -> None:
    """Code the sample reports that ship with Polybius, store them, and show their events."""
    from polybius.export.table import events_table
    from polybius.read import read_reports
    from polybius.store import write

    with coding.counted() as tally:
        coded = list(coding.code_inputs(read_reports([str(SAMPLES)]), None, tally))
        written = write(store, coded)
        screen = console()
        screen.print(events_table(coded, title="Events of the sample reports", width=screen.width))
    complain(f"{store}: {written}")
    typer.echo(_next_steps(coded, store))
    raise typer.Exit(tally.exit_code)


def _next_steps(coded: list[CodedReport], store: Path) -> str:
    """What to try next, with an event that the store really holds; best one that somebody else tells."""
    events = [event for one in coded for event in one.events]
    events.sort(key=lambda event: not event.attribution)
    steps = [
        f'polybius query "SELECT category, actor_codes, says_who FROM events LIMIT 10" --store {store}',
        'polybius code REPORT.txt --published 2020-10-03 --outlet "Name of the paper"',
    ]
    if events:
        steps.insert(0, f"polybius explain {events[0].id} --store {store}")
    return "\nWhat to try next:\n" + "\n".join(f"  {step}" for step in steps)
