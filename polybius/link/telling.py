"""What linking looks at in one event: a flat extract of its record, small enough to keep for a whole archive."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from polybius.find._time_calendar import first_day, last_day
from polybius.link.wording import plain_words, words_of
from polybius.records import Actor, CodedReport, Event, EventPlace, Report
from polybius.tables import DATA, read_table

NEWS_SPAN = 3
"""Days before its publication in which a report's news happened, where no date is told."""
_KNOWN_WITHIN = 7
"""Days within which a day of publication must be known to date what a report tells."""
LENT = ("the report's focus", "refers to an earlier mention", "nearest fitting party", "country of the place")
"""The ways, as reasons of actors name them, in which a party has its country from elsewhere."""
_INTERNATIONAL = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC", "UNO", "EUR"})


@dataclass(frozen=True, slots=True)
class Side:
    """A party to an event: its code and sectors, its key in the actor list, and the words of its name.

    sure: whether its own words tell its country; where the report's focus or another mention lends it, it may be wrong.
    """

    code: str | None = None
    sectors: tuple[str, ...] = ()
    id: str | None = None
    words: tuple[str, ...] = ()
    sure: bool = True

    @property
    def key(self) -> str:
        """What parties are looked up by: the code of a country, else the list's key or the name."""
        if self.code and self.code not in _INTERNATIONAL:
            return self.code
        return self.id or " ".join(self.words) or self.code or ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where an event happened, as far as told."""

    country: str | None = None
    admin1: str | None = None
    name: str | None = None
    geonames_id: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True)
class Telling:
    """One telling of an event.

    days: first and last day it may have happened, as ordinals; ``dated`` tells whether the text gives them or they
    are only those before publication, ``firm`` whether the clause itself does. published: ordinal of the day of
    publication, None where unknown. trigger, words: the telling words of the predicate and of the clause. counts:
    victims by kind. placed: whether the clause itself names the place; timed: whether the sentence names
    the day. refers_to: the event of the same report that
    this one takes up, as a denial what it denies. began: whether it says who began a fight.
    """

    event: str
    report: str
    start: int
    published: int | None = None
    category: str | None = None
    modes: tuple[str, ...] = ()
    realis: tuple[str, ...] = ()
    actors: tuple[Side, ...] = ()
    recipients: tuple[Side, ...] = ()
    days: tuple[int, int] | None = None
    dated: bool = False
    firm: bool = False
    spot: Spot | None = None
    trigger: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    placed: bool = False
    timed: bool = False
    refers_to: str | None = None
    began: bool = False

    @property
    def denied(self) -> bool:
        """Whether it tells that this did not happen."""
        return "negated" in self.realis

    @property
    def real(self) -> bool:
        """Whether it tells, or denies, that this came about, not that it might."""
        return not {"future", "hypothetical"} & set(self.realis)

    @property
    def order(self) -> tuple[int, str, int, str]:
        """The order of telling: by day of publication, then report, then place in the text."""
        return (self.published if self.published is not None else _LAST, self.report, self.start, self.event)


_LAST = date.max.toordinal()


def tellings(coded: CodedReport) -> Iterator[Telling]:
    """The tellings of a coded report, one an event, in their order in the text."""
    from polybius.link._antecedents import with_antecedents

    yield from with_antecedents(telling_of(event, coded.report) for event in coded.events)


def telling_of(event: Event, report: Report) -> Telling:
    """What linking looks at in an event of a report."""
    published = published_on(report)
    days, dated = _days(event, published)
    return Telling(
        event=event.id,
        report=report.id,
        start=event.trigger.start,
        published=published,
        category=event.category,
        modes=tuple(mode.name for mode in event.modes),
        realis=event.realis,
        actors=tuple(map(side_of, event.actors)),
        recipients=tuple(map(side_of, event.recipients)),
        days=days,
        dated=dated,
        firm=dated and event.date.basis == "clause",
        spot=spot_of(event.place),
        trigger=words_of(report.text[event.trigger.start : event.trigger.end]),
        words=words_of(report.text[event.start : event.end]),
        placed=_is_placed(event),
        timed=event.date.basis in ("clause", "sentence"),
        began=event.category == "ASSAULT" and says_who_began(report.text[event.start : event.end]),
        counts=tuple(sorted({(one.kind, one.best) for one in event.victims if one.best is not None})),
    )


def says_who_began(text: str) -> bool:
    """Whether a clause says who began a fight: "the rebels had fired first"."""
    return bool(_began().search(f" {' '.join(plain_words(text))} "))


@cache
def _began() -> re.Pattern[str]:
    rows = read_table(DATA / "link" / "began_words.csv", ("words", "note"))
    phrases = [re.escape(words).replace(r"\*", r"\S+") for row in rows for words in row.many("words")]
    return re.compile(rf" (?:{'|'.join(phrases)}) ")


def _is_placed(event: Event) -> bool:
    """Whether a place is named in the event's clause; "there" and "the town" name none."""
    place = event.place
    if place is None or not place.text[:1].isupper():
        return False
    return place.start is None or event.start <= place.start < event.end


def published_on(report: Report) -> int | None:
    """The last day a report may have been published on, as an ordinal; None where it is only guessed within weeks."""
    first, last = first_ordinal(report.published.start), last_ordinal(report.published.end or report.published.start)
    return last if first is not None and last is not None and last - first <= _KNOWN_WITHIN else None


def side_of(actor: Actor) -> Side:
    """What linking looks at in a party."""
    lent = actor.implicit or any(way in actor.reason for way in LENT)
    return Side(actor.code, tuple(sorted(actor.sectors)), actor.id, _name_words(actor), not lent)


def spot_of(place: EventPlace | None) -> Spot | None:
    """What linking looks at in a place."""
    if place is None:
        return None
    name = place.name or place.text
    return Spot(
        place.country, place.admin1, " ".join(plain_words(name)) or None, place.geonames_id, place.latitude,
        place.longitude, place.precision,
    )  # fmt: skip


def first_ordinal(day: str | None) -> int | None:
    """The first day an ISO date, as short as known, may mean, as an ordinal."""
    found = first_day(day or "")
    return None if found is None else found.toordinal()


def last_ordinal(day: str | None) -> int | None:
    """The last day an ISO date, as short as known, may mean, as an ordinal."""
    found = last_day(day or "")
    return None if found is None else found.toordinal()


def _days(event: Event, published: int | None) -> tuple[tuple[int, int] | None, bool]:
    """The days an event may have happened on, and whether the text tells them."""
    start, end = first_ordinal(event.date.start), last_ordinal(event.date.end or event.date.start)
    if event.date.basis != "bound" and start is not None and end is not None:
        return (start, max(start, end)), True
    if event.date.basis != "bound" and end is not None and "historical" in event.realis:
        return None, False
    if published is None or "historical" in event.realis or "future" in event.realis:
        return None, False
    return (published - NEWS_SPAN, published), False


def _name_words(actor: Actor) -> tuple[str, ...]:
    """The words of a party's name in the text, those written with a capital; of one the list knows, none."""
    if actor.id is not None:
        return ()
    return tuple(plain_words(" ".join(word for word in actor.text.split() if word[:1].isupper())))


def sides(telling: Telling) -> Iterable[Side]:
    """All parties to an event."""
    return (*telling.actors, *telling.recipients)
