"""Groups reports about the same affair, names each affair, and puts its happenings in order.

An affair is what a series of reports is about: a strike from its call to its settlement, a border incident with the
protests and talks that follow it. Which reports go together is told from their words and days alone (see
``_story_groups``), so that it does not depend on what was coded; names and happenings come from linked events.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polybius.link._story_names import days_told, most_told_actors, most_told_place, name_of
from polybius.records import Happening, Record

if TYPE_CHECKING:
    from polybius.records import CodedReport

_ASIDE = frozenset(("byline", "boilerplate"))


@dataclass(frozen=True, slots=True)
class Document:
    """What grouping looks at in a report: its id, title and text, and the day it was published, as short as known."""

    id: str
    text: str
    published: str | None = None

    @classmethod
    def of(cls, coded: CodedReport) -> Document:
        """The document of a coded report, without its bylines and what is no part of the news."""
        report = coded.report
        kept = [report.text[one.start : one.end] for one in report.regions if one.kind not in _ASIDE]
        text = "\n".join(kept) if kept else report.text
        return cls(report.id, f"{report.title or ''}\n{text}", report.published.end or report.published.start)


class Affair(Record):
    """What several reports are about: its reports in order of publication, and its happenings in order of their dates.

    id: that of its first report. start, end: first and last day of what it is about; null where unknown.
    """

    id: str
    name: str
    actors: tuple[str, ...] = ()
    place: str | None = None
    start: str | None = None
    end: str | None = None
    reports: tuple[str, ...] = ()
    happenings: tuple[str, ...] = ()


def affairs(documents: Iterable[Document]) -> tuple[tuple[str, ...], ...]:
    """The ids of the documents of each affair, in order of publication; the affairs in that of their first documents.

    The same documents give the same affairs in whatever order they come. Every document is in one affair, be it alone.
    """
    from polybius.link._story_groups import Corpus, groups
    from polybius.link.telling import last_ordinal

    ordered = sorted({document.id: document for document in documents}.values(), key=lambda one: one.id)
    corpus = Corpus.of([one.text for one in ordered], [last_ordinal(one.published) for one in ordered])
    found = [sorted((ordered[row] for row in rows), key=_when_published) for rows in groups(corpus)]
    return tuple(tuple(one.id for one in part) for part in sorted(found, key=lambda part: _when_published(part[0])))


def stories(documents: Iterable[Document], happenings: Iterable[Happening]) -> tuple[Affair, ...]:
    """The affairs of some reports with their names and happenings; see ``affairs``.

    A happening told in several affairs belongs to that in which most of its reports stand, the first of equals. Those
    told in none of the reports are left out.
    """
    known = {document.id: document for document in documents}
    parts = affairs(known.values())
    told = _by_affair(parts, happenings)
    return tuple(
        _affair([known[key] for key in part], list(_within(set(part), told.get(number, []))))
        for number, part in enumerate(parts)
    )


def _affair(documents: Sequence[Document], happenings: Sequence[Happening]) -> Affair:
    days = days_told(happenings, [one.published for one in documents if one.published])
    actors, place = most_told_actors(happenings), most_told_place(happenings)
    return Affair(
        id=documents[0].id,
        name=name_of(actors, place, days),
        actors=actors,
        place=place,
        start=days[0] if days else None,
        end=days[1] if days else None,
        reports=tuple(one.id for one in documents),
        happenings=tuple(one.id for one in sorted(happenings, key=when_happened)),
    )


def when_happened(happening: Happening) -> tuple[str, str]:
    """The order of happenings: by the day they began, or were first told where it is unknown, then by id."""
    return happening.date.start or happening.date.end or happening.first_told or "9999", happening.id


def _within(reports: set[str], happenings: Iterable[Happening]) -> Iterator[Happening]:
    """The happenings as those reports alone tell them, so that names do not come from other affairs."""
    for happening in happenings:
        yield happening.model_copy(update={"reports": tuple(one for one in happening.reports if one in reports)})


def _by_affair(parts: Sequence[Sequence[str]], happenings: Iterable[Happening]) -> dict[int, list[Happening]]:
    place = {report: number for number, part in enumerate(parts) for report in part}
    told: dict[int, list[Happening]] = {}
    for happening in happenings:
        votes = Counter(place[report] for report in happening.reports if report in place)
        if votes:
            told.setdefault(min(votes, key=lambda number: (-votes[number], number)), []).append(happening)
    return told


def _when_published(document: Document) -> tuple[str, str]:
    return document.published or "9999", document.id
