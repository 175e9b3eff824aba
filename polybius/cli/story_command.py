"""``polybius story``: which affairs the reports of a store are about, with their happenings in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from polybius.cli.faults import SOME_FAILED, complain, reports_faults
from polybius.cli.link_command import Links
from polybius.cli.options import Store, console, iso_date

if TYPE_CHECKING:
    from rich.text import Text

    from polybius.link.stories import Affair, Document
    from polybius.records import CodedReport, Happening, Report

_SHOWN = 80
"""Code points of a report that has no title that are shown in its place."""


@dataclass(frozen=True)
class _Head:
    """What is shown of a report."""

    id: str
    published: str | None
    outlet: str | None
    title: str

    @classmethod
    def of(cls, report: Report) -> _Head:
        from polybius.export.passage import snippet

        headline = next((one for one in report.regions if one.kind == "headline"), None)
        text = report.text if headline is None else report.text[headline.start : headline.end]
        title = report.title or snippet(text, 0, len(text), _SHOWN)
        return cls(report.id, report.published.start or report.published.end, report.outlet, title)


@reports_faults
def story(
    store: Store,
    actor: Annotated[
        str | None, typer.Option(help="Only with this party: its code or its id in the actor list.", show_default=False)
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", help="Only reports from this day on.", callback=iso_date, show_default=False)
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", help="Only reports up to this day.", callback=iso_date, show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one affair per line, as JSON.")] = False,
    links: Links = None,
) -> None:
    """Group the reports of a store by affair: what each is called, its reports, and its happenings by date.

    Reports go together by their words and days; with --from or --to those without a day of publication are left out.
    Exit code 0: found; 1: none.
    """
    from polybius.link import happenings
    from polybius.link.stories import stories

    documents, heads = _read(store, start, end)
    told = {one.id: one for one in happenings(store, index=links)}
    found = [one for one in stories(documents, told.values()) if actor is None or _has(one, actor, told)]
    if not found:
        complain(f"{store}: holds no report of such an affair; ask for other days or another party")
        raise typer.Exit(SOME_FAILED)
    for number, affair in enumerate(found):
        if json:
            typer.echo(_as_json(affair, heads, told))
        else:
            console().print(_shown(affair, heads, told, spaced=number > 0), soft_wrap=True)
    if not json:
        typer.echo(f"{len(found)} affair{'' if len(found) == 1 else 's'}")


def _read(store: str, start: str | None, end: str | None) -> tuple[list[Document], dict[str, _Head]]:
    """The reports to group, and what is shown of each."""
    from polybius.link.stories import Document
    from polybius.store import read

    documents, heads = [], {}
    for coded in _within(read(store), start, end):
        documents.append(Document.of(coded))
        heads[coded.report.id] = _Head.of(coded.report)
    return documents, heads


def _within(reports: Iterable[CodedReport], start: str | None, end: str | None) -> Iterator[CodedReport]:
    for coded in reports:
        published = coded.report.published
        first, last = published.start or published.end, published.end or published.start
        if (start is None or (last and last >= start)) and (end is None or (first and first[: len(end)] <= end)):
            yield coded


def _has(affair: Affair, actor: str, told: Mapping[str, Happening]) -> bool:
    happenings = (told[key] for key in affair.happenings)
    parties = (party for one in happenings for party in (*one.actors, *one.recipients))
    return any(actor in (party.code, party.id) for party in parties)


def _as_json(affair: Affair, heads: Mapping[str, _Head], told: Mapping[str, Happening]) -> str:
    import json

    reports = [asdict(heads[key]) for key in affair.reports]
    happenings = [told[key].model_dump(mode="json") for key in affair.happenings]
    return json.dumps(affair.model_dump() | {"reports": reports, "happenings": happenings}, ensure_ascii=False)


def _shown(affair: Affair, heads: Mapping[str, _Head], told: Mapping[str, Happening], spaced: bool) -> Text:
    """An affair as styled text that can be read without colours."""
    from rich.text import Text

    from polybius.export.passage import printable

    shown = Text("\n" if spaced else "")
    shown.append(printable(affair.name), style="bold")
    shown.append(f"\n  {_number(len(affair.reports), 'report')}")
    for key in affair.reports:
        head = heads[key]
        line = f"{head.published or 'undated'}  {head.outlet or 'outlet unknown'}: {head.title}"
        shown.append(f"\n    {printable(line)}")
    shown.append(f"\n  {_number(len(affair.happenings), 'happening')}")
    for key in affair.happenings:
        shown.append(f"\n    {printable(_line(told[key]))}")
    return shown


def _line(happening: Happening) -> str:
    from polybius.export.passage import parties, when

    actors, recipients = parties(happening.actors) or "?", parties(happening.recipients)
    parts = [
        f"{when(happening.date) or 'undated'}  {happening.category}",
        f"[{', '.join(happening.realis)}]" if happening.realis else "",
        f" {actors}{' → ' + recipients if recipients else ''}",
        f" {happening.place.name or happening.place.text}" if happening.place else "",
        f"({_number(happening.support.independent, 'teller')})",
    ]
    return " ".join(part for part in parts if part)


def _number(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
