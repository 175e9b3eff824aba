"""Events as records of the PLOVER exchange format, one dictionary per event.

Realis goes where PLOVER puts its auxiliary modes: into ``context``, ``negated`` written ``negation``.
"""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from polybius.export._plover_query import AUXILIARY, RESOLUTION, SIZES, plover_query
from polybius.export.source import Source
from polybius.records import Actor, CodedReport, Event, EventPlace


def to_plover(coded: CodedReport) -> list[dict[str, Any]]:
    """The events of a report as PLOVER records. Fields without a value are left out, except those PLOVER requires."""
    return [_record(coded, event) for event in coded.events]


def write_plover(out: BinaryIO, source: Source) -> int:
    """Writes PLOVER records as JSON Lines; returns their number."""
    texts = source.selection.texts

    def lines_of(coded: CodedReport) -> Iterator[tuple[str, int]]:
        for record in to_plover(coded):
            yield json.dumps(record if texts else _without_words(record), ensure_ascii=False), 1

    count = 0
    for line, events in source.lines(plover_query(texts), lines_of):
        out.write(f"{line}\n".encode())
        count += events
    return count


WORDS = frozenset({"entity_text", "event_text", "extracted_place", "title", "comment"})
"""Fields that hold words of the report."""


def _without_words(value: Any) -> Any:
    """A record, or a part of it, without the words of the report."""
    if isinstance(value, dict):
        return {name: _without_words(part) for name, part in value.items() if name not in WORDS}
    return [_without_words(part) for part in value] if isinstance(value, list) else value


def _record(coded: CodedReport, event: Event) -> dict[str, Any]:
    required = {
        "id": event.id,
        "has_event": True,
        "date": _first_day(event.date.start),
        "actor": [_entity(party) for party in event.actors],
        "recipient": [_entity(party) for party in event.recipients],
        "event": [event.category],
        "mode": [mode.name for mode in event.modes] or None,
        "context": [context.name for context in event.contexts] + [AUXILIARY.get(mark, mark) for mark in event.realis]
        or None,
    }
    optional = {
        "enddate": _last_day(event.date.end),
        "event_loc": _location(event.place) if event.place else None,
        "event_text": [coded.report.text[event.start : event.end]],
        "quad_code": event.quad,
        "event_scale": event.score,
        "size": _sizes(event),
        "text_info": {"start": event.start, "end": event.end},
        "cite_info": _citation(coded),
        "coder": f"Polybius {coded.versions.polybius}",
        "comment": _who_says(event),
    }
    return required | _filled(optional)


def _entity(party: Actor) -> dict[str, Any]:
    return _filled(
        {
            "code": party.code,
            # PLOVER has room for two sectors of three letters
            "sector": "".join(party.sectors[:2]),
            "entity_text": party.text,
            "identifier_id": party.id,
            "identifier_text": party.name,
        }
    )


def _location(place: EventPlace) -> dict[str, Any]:
    return _filled(
        {
            "extracted_place": place.text,
            "resolved_place": place.name,
            "geonameid": place.geonames_id,
            "lat": place.latitude,
            "lon": place.longitude,
            "city": place.name if place.kind == "city" else None,
            "district": place.admin2,
            "province": place.admin1,
            "country_code": place.country,
            "resolution": RESOLUTION.get(place.precision or ""),
        }
    )


def _sizes(event: Event) -> dict[str, int]:
    sizes: dict[str, int] = {}
    for victims in event.victims:
        if victims.best is not None and victims.kind in SIZES:
            sizes[SIZES[victims.kind]] = sizes.get(SIZES[victims.kind], 0) + victims.best
    return sizes


def _citation(coded: CodedReport) -> dict[str, Any]:
    report = coded.report
    return _filled(
        {
            "url": report.url,
            "title": report.title,
            "language": report.language,
            "publication": report.outlet,
            "coder": f"Polybius {coded.versions.polybius}, {coded.versions.model}",
            "codebook": coded.versions.codebook,
        }
    )


def _who_says(event: Event) -> str | None:
    """The chain of tellers in words; PLOVER has no field for it."""
    if not event.attribution:
        return None
    links = [
        " and ".join(speaker.text for speaker in link.speakers) or "somebody unnamed" for link in event.attribution
    ]
    return "according to " + ", through ".join(links)


def _first_day(date: str | None) -> str | None:
    """The first day of a day, month or year: PLOVER's dates are days."""
    return date and (date + "-01-01"[len(date) - 4 :] if len(date) in (4, 7) else date)


def _last_day(date: str | None) -> str | None:
    if date is None or len(date) not in (4, 7):
        return date
    if len(date) == 4:
        return f"{date}-12-31"
    year, month = int(date[:4]), int(date[5:])
    return f"{date}-{calendar.monthrange(year, month)[1]:02d}"


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    """The values without those that are unknown or empty."""
    return {name: value for name, value in values.items() if value not in (None, "", [], {})}
