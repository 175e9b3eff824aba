"""``polybius explain``: why an event is coded as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import reports_faults
from polybius.cli.options import Store, console

if TYPE_CHECKING:
    from rich.text import Text

    from polybius.records import CodedReport, Event

STYLES = {"trigger": "bold red", "actor": "bold cyan", "recipient": "bold magenta", "time": "yellow", "place": "green",
          "says": "bold blue", "cue": "blue"}  # fmt: skip


@reports_faults
def explain(
    event_id: Annotated[
        str, typer.Argument(help="Id of the event, or its beginning if no other starts so.", show_default=False)
    ],
    store: Store,
) -> None:
    """Show an event with its sentence, who says so, and the reasons for each code.

    All of it comes from the record; nothing is coded again.
    """
    from polybius.store import find_event

    coded, event = find_event(store, event_id)
    console().print(explanation(coded, event), soft_wrap=True)


def explanation(coded: CodedReport, event: Event) -> Text:
    """The explanation of an event as styled text that can be read without colours."""
    from rich.text import Text

    from polybius.export.explanation import marked_sentence, sections
    from polybius.export.passage import printable

    told = Text()
    told.append(f"{event.id}\n\n", style="bold")
    for piece in marked_sentence(coded, event):
        told.append(piece.text, style=STYLES.get(piece.label or "", ""))
    told.append("\n")
    for section in sections(coded, event):
        told.append(f"\n{section.heading}\n", style="bold")
        for line in section.lines:
            told.append("  " + " ".join(printable(line).split()) + "\n")
    return told
