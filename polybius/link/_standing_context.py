"""What the words in and beside a standing relation say of it: that it is over, wished for, or told of another time."""

from __future__ import annotations

import re
from typing import Literal

from polybius.link._standing_days import Days, days_of, shared
from polybius.link._standing_words import load_words
from polybius.records import CodedReport, Event, Relation

State = Literal["holds", "ended", "ending", "unreal"]
BESIDE = 5
"""Words before or after a relation that may say it is over."""
_BREAK = re.compile(r"[.;:!?,()\[\]\"“”—]|\n\s*\n")
_REACH = 80  # characters in which those words are looked for


class Context:
    """Reads the text of one report around its relations and events.

    day: its day of publication, as short as what is known; told: the days it may have been published on.
    """

    def __init__(self, coded: CodedReport) -> None:
        self._text, self._times = coded.report.text, [time for time in coded.times if time.type == "DATE"]
        published = coded.report.published
        start, end = published.start or published.end, published.end or published.start
        self.day = shared(start, end) if start and end else None
        self.told = days_of(start, end)

    def is_ahead(self, iso: str | None) -> bool:
        """Whether a date lies after publication, and so is only expected."""
        days = days_of(iso)
        return days is not None and self.told is not None and days.first > self.told.last

    def state_of(self, relation: Relation) -> State:
        """Whether a relation holds, has ended, is wished to end, or is wished for itself, by the words around it."""
        words, texts = load_words(), self._around(relation)
        rest = words.without("ended", texts)
        doubted = words.has("unreal", rest) or words.has("negated", rest)
        if words.has("ending", texts) or (rest != texts and (doubted or self._is_dated_ahead(relation))):
            return "ending"
        if rest != texts:
            return "ended"
        return "unreal" if doubted else "holds"

    def is_over(self, event: Event) -> bool:
        """Whether the words beside an event say that what it made is over ("the truce … has expired")."""
        return load_words().has("ended", self._beside(event.start, event.end))

    def holding_day(self, relation: Relation) -> str | None:
        """The day for which a relation is told to hold.

        That is the date of its words, or the day of publication where they have none or say that it lasts. None where
        they tell only when it began, or that it held before some other time.
        """
        words, texts = load_words(), self._around(relation)
        own = self.date_of(relation) if relation.since is None else None
        rest = words.without("lasting", texts)
        if words.has("bygone", rest):
            return own
        if rest != texts:
            return self.day
        return own or (self.day if relation.since is None else None)

    def date_of(self, relation: Relation, behind: bool = False) -> str | None:
        """The date that stands in the words of a relation, if it is past; behind: or right behind them."""
        stop = relation.end + (len(self._following(relation.end)) if behind else 0)
        dates = (time.value for time in self._times if relation.start <= time.start < stop)
        return next((date for date in dates if days_of(date) and not self.is_ahead(date)), None)

    def _is_dated_ahead(self, relation: Relation) -> bool:
        """Whether a day after publication stands by a relation ("in force until next May")."""
        stop = relation.end + len(self._following(relation.end))
        return any(relation.start <= time.start < stop and self.is_ahead(time.value) for time in self._times)

    def _around(self, relation: Relation) -> dict[str, str]:
        """The words before, inside and after a relation, those of its ends left out."""
        inside = self._text[relation.start : relation.end]
        first = inside.split()[:3]
        for end in (relation.subject, relation.object):
            if end.start is None or end.end is None or end.end - end.start >= len(inside):
                continue
            start, stop = max(0, end.start - relation.start), max(0, end.end - relation.start)
            inside = inside[:start] + "|" * len(inside[start:stop]) + inside[stop:]
        sides = {"first": " ".join(first[:1]), "start": " ".join(first), "inside": inside}
        return self._beside(relation.start, relation.end) | sides

    def _beside(self, start: int, end: int) -> dict[str, str]:
        """The last words before and the first words after a stretch, within its clause."""
        before = _BREAK.split(self._text[max(0, start - _REACH) : start])[-1].split()[-BESIDE:]
        return {"before": " ".join(before), "after": " ".join(self._following(end).split()[:BESIDE])}

    def _following(self, end: int) -> str:
        return _BREAK.split(self._text[end : end + _REACH])[0]


def days_told(context: Context, day: str | None) -> Days | None:
    """The days of a date, or, where it is none, those of publication."""
    return days_of(day) or context.told
