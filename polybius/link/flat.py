"""A happening as rows of the index: its fields as columns for searching, its parties, tellers and contradictions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polybius.records import Actor, Happening

Row = tuple[str, tuple[Any, ...]]
"""A table and the values of one row of it."""
CHILDREN = ("happening_parties", "happening_tellers", "contradictions")


def rows_of(happening: Happening, record: bytes) -> Iterator[Row]:
    """The rows of a happening, that of ``happenings`` first. Parts of one value are joined by "|"."""
    yield "happenings", (happening.id, record, *_columns(happening))
    for role, actors in (("actor", happening.actors), ("recipient", happening.recipients)):
        for position, actor in enumerate(actors, start=1):
            yield "happening_parties", (happening.id, role, position, *_party(actor))
    for position, teller in enumerate(happening.tellers, start=1):
        yield "happening_tellers", (
            happening.id, position, teller.name, teller.id, teller.country, teller.ownership, teller.stance,
            teller.passes_on, "|".join(teller.outlets), len(teller.reports),
        )  # fmt: skip
    for kind, found in (("contradiction", happening.contradictions), ("correction", happening.corrections)):
        values = [(one.field, told) for one in found for told in one.values]
        for position, (field, told) in enumerate(values, start=1):
            yield "contradictions", (
                happening.id, kind, field, position, str(told.value), told.teller, told.event, told.report,
                told.superseded_by,
            )  # fmt: skip


def _columns(happening: Happening) -> tuple[Any, ...]:
    date, place, support = happening.date, happening.place, happening.support
    return (
        happening.category, "|".join(happening.modes), "|".join(happening.contexts), "|".join(happening.realis),
        happening.quad, happening.score, happening.goldstein, happening.cameo, date.start, date.end, date.precision,
        date.basis, (place.name or place.text) if place else None, place.country if place else None,
        place.precision if place else None, place.latitude if place else None, place.longitude if place else None,
        place.geonames_id if place else None, len(happening.events), len(happening.reports), len(happening.outlets),
        support.independent, support.one_sided, "|".join(support.asserted_by), "|".join(support.denied_by),
        len(happening.contradictions), happening.first_told, happening.last_told, happening.confidence,
    )  # fmt: skip


def _party(actor: Actor) -> tuple[Any, ...]:
    return actor.code, " ".join(actor.sectors), actor.id, actor.name, actor.text
