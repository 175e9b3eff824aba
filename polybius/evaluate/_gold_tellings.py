"""Turns the hand-coded tellings of an affair into coded reports, so that linking can be measured apart from coding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from polybius.read import make_report
from polybius.records import (
    SCHEMA_VERSION,
    Actor,
    CodedReport,
    Event,
    EventDate,
    EventPlace,
    Link,
    Realis,
    Report,
    Span,
    Versions,
    VictimKind,
    Victims,
)

Gold = Mapping[str, Any]
_COUNTS: tuple[VictimKind, ...] = ("dead", "injured", "captured")
_VERSIONS = Versions(polybius="gold", schema=SCHEMA_VERSION, codebook="gold", model="gold", pipeline="gold")


def report_of(gold: Gold) -> Report:
    """The report of a line of ``reports.jsonl``."""
    return make_report(
        gold["text"], published=gold.get("published"), outlet=gold.get("outlet"), title=gold.get("title")
    )


def coded_by_hand(report: Report, tellings: Sequence[Gold]) -> CodedReport:
    """A report with its hand-coded tellings as events; the n-th has the id ``REPORT#n``."""
    events = tuple(_event(telling, report, f"{report.id}#{number}") for number, telling in enumerate(tellings))
    return CodedReport(report=report, events=events, versions=_VERSIONS)


def _event(gold: Gold, report: Report, key: str) -> Event:
    actors = tuple(_actor(one) for one in gold["actors"])
    recipients = tuple(_actor(one) for one in gold["recipients"])
    return Event(
        id=key,
        category=gold["category"],
        realis=_realis(gold),
        actors=actors,
        recipients=recipients,
        date=_date(gold, report),
        place=_place(gold["place"]),
        victims=tuple(_victims(kind, gold[kind]) for kind in _COUNTS if gold.get(kind)),
        attribution=tuple(_link(speakers, (*actors, *recipients)) for speakers in gold["attribution"]),
        trigger=Span(start=gold["trigger"][0], end=gold["trigger"][1]),
        start=gold["start"],
        end=gold["end"],
    )


def _actor(gold: Gold) -> Actor:
    return Actor(
        text=gold["text"] or "", start=gold.get("start"), end=gold.get("end"), code=gold.get("code"),
        sectors=tuple(gold.get("sectors", ())),
    )  # fmt: skip


def _realis(gold: Gold) -> tuple[Realis, ...]:
    found: list[Realis] = list(gold["realis"])
    return tuple(found if gold.get("stance") != "denied" or "negated" in found else (*found, "negated"))


def _date(gold: Gold, report: Report) -> EventDate:
    date = gold["date"]
    if not date or not (date.get("start") or date.get("end")):
        return EventDate(end=report.published.end, precision="open", basis="bound")
    return EventDate(start=date.get("start"), end=date.get("end"), basis="clause")


def _place(gold: Gold | None) -> EventPlace | None:
    return EventPlace(text=gold["name"] or "", name=gold["name"], country=gold["country"]) if gold else None


def _victims(kind: VictimKind, bounds: Sequence[int | None]) -> Victims:
    low, high = bounds
    return Victims(kind=kind, low=low, best=low if low is not None else high, high=high)


def _link(speakers: Sequence[str], parties: Sequence[Actor]) -> Link:
    """A link of the chain; a speaker is known by the party of the same words, where there is one."""
    known = {party.text.casefold(): party for party in parties}
    return Link(speakers=tuple(known.get(name.casefold(), Actor(text=name)) for name in speakers))
