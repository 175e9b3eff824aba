"""Stage 3 of 9: time expressions — needs a parsed Doc with its Report, leaves doc._.polybius_times.

Words and rules stand in data/lexicons/times.csv and times.toml. What is relative is read against the publication date
of the report and the dates told before it; today's date plays no part. What neither fixes keeps X in its value.
"""

from __future__ import annotations

import datetime
import re
from bisect import bisect_right
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from polybius.annotate import TimeMention, report_of
from polybius.find._time_attach import date_for
from polybius.find._time_calendar import first_day, last_day, make_day
from polybius.find._time_lexicon import load_lexicon, plain
from polybius.find._time_meaning import MEANINGS
from polybius.find._time_pair import Found, pair
from polybius.find._time_scan import Candidate, scan
from polybius.find._time_scene import Meaning, Scene
from polybius.find._time_setting import dateline_country, keeps_eastern_easter, writes_day_first
from polybius.find._time_tense import tense_at
from polybius.find.published import anchor_of, dates_in
from polybius.records import EventDate, TimeExpression

__all__ = ["date_for", "find_times", "is_background"]

# Rule 8: what lies a month or more before the report is background.
BACKGROUND_DAYS, LONG_AGO_DAYS = 30, 365
# How many characters back a told date stays in focus for "the day before".
FOCUS_REACH = 600
RELATION_REACH = 24


@dataclass(frozen=True)
class _Told:
    """A date told so far: where and in which sentence, with which part of the day, and whether its year was told.

    aside: whether it dates what a clause of its own or "since" tells, not what the sentence does.
    """

    place: int
    iso: str
    sentence: int
    part: str
    dated: bool
    aside: bool = False


def find_times(doc: Doc) -> Doc:
    """Finds the time expressions of the report and sets ``doc._.polybius_times`` in text order.

    RETURNS (Doc): the same Doc.
    """
    text = doc.text
    reader = _Reader(doc, anchor_of(report_of(doc).published))
    found = pair(text, list(scan(text, reader.read)))
    doc._.polybius_times = tuple(mention for item in found if (mention := _mention(doc, item)) is not None)
    return doc


# Words before an expression that TimeML counts as no part of it, whatever they do to its meaning.
LEADS = re.compile(r"(?:earlier|later|just|about|almost|nearly|only|around|roughly)\s+(?!on\b)", re.IGNORECASE)
# Groups that tell the year of an expression.
YEAR_GROUPS = frozenset({"y", "yside", "yn", "ydir", "yadd"})
# Expressions that begin with one of these are a part of a day, whatever day is told behind.
PARTS = ("dawn", "dusk", "noon", "midnight", "midday", "daybreak", "sunrise", "sunset", "nightfall", "the early hours")


class _Reader:
    """Reads candidates in text order and keeps the dates told so far in mind."""

    def __init__(self, doc: Doc, published: str) -> None:
        self.doc, self.published = doc, _day_of_writing(doc, published)
        self.parsed = doc.has_annotation("DEP")
        self.sentences = [s.start_char for s in doc.sents] if doc.has_annotation("SENT_START") else []
        country = dateline_country(report_of(doc))
        self.day_first = writes_day_first(doc.text, country)
        self.eastern = keeps_eastern_easter(country)
        self.evening = bool(YESTERDAY.search(doc.text)) and not TODAY.search(doc.text)
        self.told: list[_Told] = []

    def read(self, candidate: Candidate) -> Found | None:
        """What the candidate means here; None where it is no time expression."""
        span = self.doc.char_span(candidate.start, candidate.end, alignment_mode="expand")
        if span is None or _is_verb_form(candidate, span[-1].tag_):
            return None
        sentence = bisect_right(self.sentences, candidate.start)
        scene = self._scene(candidate, span, sentence)
        meaning = MEANINGS[candidate.means](candidate.groups, scene)
        if meaning is None:
            return None
        apposed = self._apposed(candidate)
        if apposed:
            meaning = replace(meaning, value=apposed, start=apposed, end=apposed)
        dated = bool(YEAR_GROUPS & candidate.groups.keys()) or candidate.means in ("iso", "slashed")
        relation = _relation(candidate)
        owned = candidate.means == "part_of_day" and candidate.after == "of"  # "in the small hours of the 6th"
        if meaning.type in ("DATE", "TIME") and meaning.start and not meaning.value.endswith("_REF") and not owned:
            part = meaning.value[11:] if meaning.type == "TIME" else ""
            tells_year = dated and relation not in ("since", "by", "until")
            # "in 1987, on May 14 and on September 25": the year holds for all of them
            tells_year = tells_year or bool(scene.narrated and meaning.start.startswith(scene.narrated[:4]))
            aside = relation == "since" or (self.parsed and _is_aside(span.root))
            self.told.append(_Told(candidate.end, meaning.start, sentence, part, tells_year, aside))
        partial = candidate.means in ("part_of_day", "clock") or candidate.words.lower().startswith(PARTS)
        bare = candidate.means == "weekday" and not {"side", "wside"} & candidate.groups.keys()
        partial = partial and meaning.type == "TIME"
        lead = LEADS.match(candidate.words)
        start = candidate.start + (lead.end() if lead else 0)
        return Found(start, candidate.end, meaning, relation, dated, partial, bare)

    def _apposed(self, candidate: Candidate) -> str:
        """The day told right before a holiday that names it: "on May 30, Mother's Day"."""
        last = self.told[-1] if self.told else None
        beside = last and len(last.iso) == 10 and candidate.text[last.place : candidate.start] in (", ", ", the ")
        return last.iso if last and beside and candidate.means == "holiday" else ""

    def _heading(self, candidate: Candidate) -> _Told | None:
        """The day that heads the line of a chronology ("* Saturday: …. At nightfall rebels move in.")."""
        begin = candidate.text.rfind("\n", 0, candidate.start) + 1
        told = next((t for t in self.told[-RECENT:] if t.place > begin and len(t.iso) == 10), None)
        return told if told and candidate.text[told.place : told.place + 2] == ": " else None

    def _scene(self, candidate: Candidate, span: Span, sentence: int) -> Scene:
        last = self.told[-1] if self.told else None
        near = last if last and last.sentence == sentence else None
        days = [told for told in self.told[-RECENT:] if len(told.iso) == 10]
        day = next((told for told in reversed(days) if told.sentence == sentence), None) or self._heading(candidate)
        earlier = [told for told in days if told.sentence == sentence - 1]
        before = next((told for told in reversed(earlier) if not told.aside), earlier[-1] if earlier else None)
        month = next((t for t in reversed(self.told[-RECENT:]) if t.sentence == sentence and len(t.iso) == 7), None)
        main = next((told for told in reversed(self.told[-RECENT:]) if not told.aside), None)
        main = main if last and last.aside and last.sentence < sentence else last
        return Scene(
            load_lexicon(),
            published=self.published,
            focus=last.iso if last and candidate.start - last.place < FOCUS_REACH else "",
            main=main.iso if main and candidate.start - main.place < FOCUS_REACH else "",
            near=day.iso if day else "",
            near_part=day.part if day else "",
            near_month=month.iso if month else "",
            before=before.iso if before and self.sentences else "",
            apart=before is not None and "\n\n" in candidate.text[before.place : candidate.start],
            narrated=near.iso if near and near.dated else "",
            story=last.iso if last and last.dated and sentence - last.sentence <= 1 else "",
            evening=self.evening,
            tense=tense_at(self.doc, span.start, span.end, self.parsed),
            day_first=self.day_first,
            eastern=self.eastern,
        )


def _is_aside(token: Token) -> bool:
    """Whether the words of a token date a relative clause ("where he was beaten on Sunday")."""
    return any(above.dep_ == "relcl" for above in (token, *token.ancestors))


# A report that tells of yesterday and never of today is of a morning paper, written the evening before.
YESTERDAY = re.compile(r"\b(?:yesterday|last night)\b", re.IGNORECASE)
TODAY = re.compile(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)


# How many of the dates told last are looked through for the day of a sentence.
RECENT = 8
# How many days before publication the day of a dateline may lie on which a report was written.
WRITTEN = 3


def _day_of_writing(doc: Doc, published: str) -> str:
    """The day "today" means: that of a dateline without a year shortly before publication, else of publication."""
    region = next((region for region in report_of(doc).regions if region.kind == "dateline"), None)
    day = first_day(published) if len(published) == 10 else None
    if region is None or day is None:
        return published
    for _, month, number, _, _ in dates_in(doc.text[region.start : region.end]):
        for year in (day.year, day.year - 1):
            written = make_day(year, month, number)
            if written and 0 <= (day - written).days <= WRITTEN:
                return written.isoformat()
    return published


def _is_verb_form(candidate: Candidate, tag: str) -> bool:
    """Whether "May" or "March" is tagged as a verb here."""
    alone = candidate.means == "month_only" and candidate.words == candidate.groups["m"]
    return alone and tag[:2] in ("MD", "VB") and candidate.words.lower() in ("may", "march")


RELATION = re.compile(r"[\w'’ ]+$")


def _relation(candidate: Candidate) -> str | None:
    """The word before the expression that makes a bound of it, by the lexicon's kind ``relation``."""
    before = candidate.text[max(0, candidate.start - RELATION_REACH) : candidate.start]
    found = RELATION.search(before)
    words = plain(found[0]).split() if found else []
    if words and words[-1] in ("the", "early", "late", "about", "around"):
        words.pop()
    relations = load_lexicon().words["relation"]
    for size in (3, 2, 1):
        value = relations.get(" ".join(words[-size:])) if len(words) >= size else None
        if value:
            # in "by Friday's vote" the date belongs to the vote
            owned = candidate.after in ("'s", "’s") and value in ("by", "after")
            return "in" if owned or (value == "after" and words[-1] == "from" and candidate.after.isalpha()) else value
    return None


def _mention(doc: Doc, item: Found) -> TimeMention | None:
    span = doc.char_span(item.start, item.end, alignment_mode="expand")
    if span is None:
        return None
    meaning = item.meaning
    return TimeMention(
        start=span.start,
        end=span.end,
        time=TimeExpression(
            start=item.start, end=item.end, type=meaning.type, value=meaning.value, anchor=meaning.anchor or None
        ),
        date=_date_of(meaning),
        relation=item.relation,
        whole=_date_of(item.whole) if item.whole else None,
    )


def _date_of(meaning: Meaning) -> EventDate:
    return EventDate(start=meaning.start, end=meaning.end, precision=meaning.precision)


def is_background(doc: Doc, event_date: EventDate) -> bool:
    """Whether the date is plainly a month or more before the report, or before its newest date if that is unknown.

    A span that begins that long ago and is open, or that begins a year or more before and reaches on ("in the past
    four years"), is background too; a mere upper bound is none.
    """
    newest = _newest(doc)
    if event_date.basis != "bound" and event_date.precision in ("month", "year") and not event_date.start:
        return not event_date.end  # told by its month only, in a report nobody can date
    if newest is None or event_date.basis == "bound":
        return False
    first = first_day(event_date.start) if event_date.start else None
    edge = event_date.start if event_date.end is None else event_date.end
    last = last_day(edge) if edge else None
    if first and (newest - first).days >= LONG_AGO_DAYS:
        return True
    return last is not None and (newest - last).days >= BACKGROUND_DAYS


def _newest(doc: Doc) -> datetime.date | None:
    """The publication day, or the newest day the report tells without looking ahead."""
    published = report_of(doc).published
    known = first_day(published.start) if published.start else None
    if known and anchor_of(published):
        return known
    days = [known] if known else []
    for mention in doc._.polybius_times:
        if mention.relation not in ("by", "until") and mention.date.start and mention.time.type != "DURATION":
            day = first_day(mention.date.start)
            if day:
                days.append(day)
    return max(days, default=None)
