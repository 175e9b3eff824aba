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
    other_id: Annotated[
        str | None, typer.Argument(help="Another event: why the two are one happening, or not.", show_default=False)
    ] = None,
) -> None:
    """Show an event with its sentence, who says so, and the reasons for each code.

    All of it comes from the record; nothing is coded again. With a second event, show what joins the two into one
    happening or parts them.
    """
    from polybius.store import find_event

    coded, event = find_event(store, event_id)
    console().print(explanation(coded, event), soft_wrap=True)
    if other_id is not None:
        other_coded, other = find_event(store, other_id)
        console().print(explanation(other_coded, other), soft_wrap=True)
        console().print(comparison(store, event.id, other.id), soft_wrap=True)


def comparison(store: str, event_id: str, other_id: str) -> Text:
    """Whether two events are of one happening, and each piece of evidence for and against, strongest first."""
    from rich.text import Text

    from polybius.link import linked
    from polybius.link.clusters import THRESHOLD

    with linked(store) as index:
        found = index.compare(event_id, other_id)
    assert found is not None
    shown = Text()
    shown.append("One happening: " if found.joined else "Two happenings: ", style="bold")
    shown.append(f"{found.happenings[0]}\n" if found.joined else f"{' and '.join(found.happenings)}\n")
    shown.append(
        f"  the two score {found.match.score:+.1f}; clusters of tellings are joined while their pairs score "
        f"{THRESHOLD:+.1f} in the mean\n"
    )
    if not found.met:
        shown.append("  linking did not compare them: no party, name or place of theirs falls into the same days\n")
    for reason in found.match.reasons:
        shown.append(f"  {reason}\n")
    return shown


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
