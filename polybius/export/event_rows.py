"""Events as flat rows: the columns of every tabular export, the same as those of the ``events`` view of the store.

To add a column: a line in ``EVENT_COLUMNS`` here and one in ``store/views.sql``; a test holds the two together.
"""

# every column takes a report and its event, and most need one of them only
# ruff: noqa: ARG005

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polybius.errors import PolybiusError
from polybius.records import Actor, CodedReport, Event, Link, Named

if TYPE_CHECKING:
    from polybius.export.source import Source


@dataclass(frozen=True)
class Column:
    """A column of the event rows: its name, type, meaning, and how it is taken from a report and its event."""

    name: str
    type: type[str] | type[int] | type[float] | type[bool]
    meaning: str
    take: Callable[[CodedReport, Event], Any]


def event_rows(reports: Iterable[CodedReport]) -> Iterator[dict[str, Any]]:
    """Yields one row per event, in the order of the reports."""
    for coded in reports:
        for event in coded.events:
            yield {column.name: column.take(coded, event) for column in EVENT_COLUMNS}


WORDS = ("actors", "recipients", "says_who", "trigger", "clause", "reasons")
"""Columns that hold words of the reports, as the place does where it is in no list."""


def events_query(source: Source) -> str:
    """SQL of the event rows that a source selects. Raises PolybiusError where happenings are asked for."""
    if source.of_happenings:
        raise PolybiusError(
            "this format has a row for each telling, not for each happening; leave --happenings out, or ask for "
            'happenings with: polybius query "SELECT * FROM happenings" --csv'
        )
    if source.selection.texts and source.selection.everything:
        return "SELECT * FROM events"
    chosen = "FROM events WHERE event_id IN (SELECT event_id FROM told)"
    if source.selection.texts:
        return f"SELECT * {chosen}"
    blank = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in WORDS)
    # what has no coordinates is in no list, and called by words of the report
    return f"SELECT * REPLACE ({blank}, CASE WHEN latitude IS NOT NULL THEN place END AS place) {chosen}"


def _bars(values: Iterable[str | None]) -> str:
    return "|".join(value or "" for value in values)


def _names(named: Iterable[Named]) -> str:
    return _bars(one.name for one in named)


def _sectors(parties: Iterable[Actor]) -> str:
    return _bars(" ".join(party.sectors) for party in parties)


def _texts(parties: Iterable[Actor]) -> str:
    return _bars(party.text for party in parties)


def _codes(parties: Iterable[Actor]) -> str:
    return _bars(party.code for party in parties)


def _ids(parties: Iterable[Actor]) -> str:
    return _bars(party.id for party in parties)


def _chain(event: Event, take: Callable[[Actor], str | None]) -> str:
    return _bars(" & ".join(take(speaker) or "" for speaker in link.speakers) for link in event.attribution)


def _place(event: Event, field: str) -> Any:
    return getattr(event.place, field) if event.place else None


def _place_name(event: Event) -> str | None:
    if event.place is None:
        return None
    return event.place.text if event.place.name is None else event.place.name


def _inmost(event: Event) -> Link | None:
    return event.attribution[0] if event.attribution else None


def _link(event: Event, field: str) -> Any:
    inmost = _inmost(event)
    return getattr(inmost, field) if inmost else None


EVENT_COLUMNS = (
    Column("event_id", str, "id of the event", lambda c, e: e.id),
    Column("report_id", str, "id of the report", lambda c, e: c.report.id),
    Column(
        "published",
        str,
        "publication date of the report (first day it may have)",
        lambda c, e: c.report.published.start,
    ),
    Column("outlet", str, "who published it", lambda c, e: c.report.outlet),
    Column("url", str, "where it stood", lambda c, e: c.report.url),
    Column("category", str, "PLOVER category", lambda c, e: e.category),
    Column("modes", str, "PLOVER modes", lambda c, e: _names(e.modes)),
    Column("contexts", str, "PLOVER contexts", lambda c, e: _names(e.contexts)),
    Column(
        "realis", str, "historical, future, hypothetical, negated; empty: told as a fact", lambda c, e: _bars(e.realis)
    ),
    Column("actors", str, "words of the actors", lambda c, e: _texts(e.actors)),
    Column("actor_codes", str, "their country or international codes", lambda c, e: _codes(e.actors)),
    Column("actor_sectors", str, "their sectors, blank between those of one actor", lambda c, e: _sectors(e.actors)),
    Column("actor_ids", str, "their keys in the actor list", lambda c, e: _ids(e.actors)),
    Column("recipients", str, "words of the recipients", lambda c, e: _texts(e.recipients)),
    Column("recipient_codes", str, "their codes", lambda c, e: _codes(e.recipients)),
    Column("recipient_sectors", str, "their sectors", lambda c, e: _sectors(e.recipients)),
    Column("recipient_ids", str, "their keys in the actor list", lambda c, e: _ids(e.recipients)),
    Column("date_start", str, "first day, month or year of the event", lambda c, e: e.date.start),
    Column("date_end", str, "last day, month or year", lambda c, e: e.date.end),
    Column("date_precision", str, "day, week, month, year, decade, open", lambda c, e: e.date.precision),
    Column(
        "date_basis", str, "where the date comes from: clause, sentence, previous, bound", lambda c, e: e.date.basis
    ),
    Column("place", str, "where it happened", lambda c, e: _place_name(e)),
    Column("place_country", str, "its country, ISO 3166 alpha-3", lambda c, e: _place(e, "country")),
    Column("place_precision", str, "how finely the place is known", lambda c, e: _place(e, "precision")),
    Column("latitude", float, "decimal degrees", lambda c, e: _place(e, "latitude")),
    Column("longitude", float, "decimal degrees", lambda c, e: _place(e, "longitude")),
    Column("geonames_id", int, "GeoNames record", lambda c, e: _place(e, "geonames_id")),
    Column("size", int, "people in a protest, troops: best figure", lambda c, e: e.size.best if e.size else None),
    Column("money", float, "sum of money", lambda c, e: e.money.amount if e.money else None),
    Column("currency", str, "its currency", lambda c, e: e.money.currency if e.money else None),
    Column(
        "says_who",
        str,
        "chain of those through whom the report has it, inmost first; empty: the report itself",
        lambda c, e: _chain(e, lambda a: a.text),
    ),
    Column("says_codes", str, "their codes", lambda c, e: _chain(e, lambda a: a.code)),
    Column("claim", bool, "whether it rests on the word of a party to it alone", lambda c, e: e.claim),
    Column("certainty", str, "of the inmost teller", lambda c, e: _link(e, "certainty")),
    Column("polarity", str, "of the inmost teller: negative where he denies it", lambda c, e: _link(e, "polarity")),
    Column("attitude", str, "of the inmost teller", lambda c, e: _link(e, "attitude")),
    Column(
        "quad",
        int,
        "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
        lambda c, e: e.quad,
    ),
    Column("score", float, "PLOVER score", lambda c, e: e.score),
    Column("cameo", str, "CAMEO code", lambda c, e: e.cameo),
    Column("goldstein", float, "Goldstein score", lambda c, e: e.goldstein),
    Column(
        "confidence", float, "probability that category, actors and recipients are right", lambda c, e: e.confidence
    ),
    Column("trigger", str, "the predicate", lambda c, e: c.report.text[e.trigger.start : e.trigger.end]),
    Column("trigger_start", int, "its offset in the text, in code points", lambda c, e: e.trigger.start),
    Column("trigger_end", int, "the offset where it ends", lambda c, e: e.trigger.end),
    Column("clause", str, "the clause that tells the event", lambda c, e: c.report.text[e.start : e.end]),
    Column("start", int, "its offset in the text", lambda c, e: e.start),
    Column("end", int, "the offset where it ends", lambda c, e: e.end),
    Column("reasons", str, "why it is coded so", lambda c, e: " ".join(e.reasons)),
    Column("polybius", str, "version of Polybius that coded it", lambda c, e: c.versions.polybius),
)
"""All columns; what there are several of is joined by "|", an unknown one leaving its place empty."""
