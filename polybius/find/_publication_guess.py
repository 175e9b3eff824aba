"""The likeliest day a report without a date was published on: what its weekdays, dates, years and office-holders allow.

Each possible day is weighed by how often news lies so far from the weekday its lead tells and from the latest year it
looks back on; both were counted in 233 and 115 dated reports (tools/count_publication_days.py).
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from polybius.find._actor_list import ActorList, Entry
from polybius.find._time_calendar import make_day, move
from polybius.find._time_lexicon import load_lexicon, plain
from polybius.records import Published

# How many reports were published so many days after the first weekday they tell, from none on. The same day
# (58) and the next (63) are not told apart by so few: agencies have the one habit, newspapers the other.
AFTER_LEAD = (60, 60, 28, 8, 5, 9, 2)
# How many were published so many years after the latest past year they tell; one in four more than five years after.
AFTER_YEAR = (25, 11, 14, 8, 3, 5)
LATER_YEARS = 1
# How many years after the latest year told are tried, how likely the best year must be, and a day to be named.
YEARS, SURE, POSSIBLE = 45, 0.75, 0.1
# So many long words two sentences share where they tell one happening ("settlements", "military", "positions").
SHARED, LONG = 3, 5
SENTENCE = re.compile(r"(?<=[a-z\d][.!?])[\"”]?\s+(?=[A-Z\"“])|\n+")
# Offices under which somebody is named are held on the day of the report, unless one of these stands before.
FORMERLY = re.compile(r"(?:former|ex|then|late|ousted|deposed|previous|one-time)[\s-]+(?:\w+\s+){0,2}$", re.IGNORECASE)


@dataclass(frozen=True)
class Told:
    """What a report tells of its own day: the month and day of its dateline, and what reads days without a year.

    days_in: gives month, day and weekday (0 if none) of the days that a stretch of text tells without a year.
    """

    text: str
    latest: int
    dateline: tuple[int, int] | None = None
    days_in: Callable[[str], list[tuple[int, int, int]]] = lambda _: []


def guess(told: Told, actors: ActorList, reasons: list[str]) -> Published | None:
    """The likeliest day or two, None where no year stands out.

    reasons: what is known already; the reasons of the guess are added.
    """
    holders = list(_in_office(told.text, actors))
    clues = Clues(lead_weekday(told.text), tuple(told.days_in(told.text)), tuple(sorted(one_happening(told))))
    weights: dict[datetime.date, float] = {}
    for year in range(told.latest, min(told.latest + YEARS, 9999) + 1):
        for day, weight in _days_of(told.dateline, clues, year):
            if all(any(term.covers(day.isoformat()) for term in terms) for _, terms in holders):
                weights[day] = weights.get(day, 0) + weight * _year_weight(year - told.latest)
    total = sum(weights.values())
    best = max(weights, key=lambda day: (weights[day], -day.toordinal()), default=None)
    if best is None or sum(w for day, w in weights.items() if abs((day - best).days) <= 7) < SURE * total:
        return None
    near = [d for d in sorted(weights) if 0 <= (d - best).days <= 1 and weights[d] >= POSSIBLE * total]
    if holders:
        reasons.append(f"in office together then: {', '.join(name for name, _ in holders)}")
    share = f"{weights[best] / total:.2f}"
    reasons.append(f"most likely {best} (probability {share}), against which words such as “Monday” are read")
    start, end = near[0].isoformat(), near[-1].isoformat()
    precision = "day" if start == end else "interval"
    return Published.model_validate(
        {"start": start, "end": end, "precision": precision, "basis": "inferred", "reasons": tuple(reasons)}
    )


def _year_weight(gap: int) -> float:
    return float(AFTER_YEAR[gap] if gap < len(AFTER_YEAR) else LATER_YEARS)


@dataclass(frozen=True)
class Clues:
    """What a text tells of its day, whatever the year: the weekday of its lead, days told, days tied to a weekday.

    lead: Monday = 1, 0 if none. days, tied: (month, day, weekday), weekday 0 where not told.
    """

    lead: int
    days: tuple[tuple[int, int, int], ...]
    tied: tuple[tuple[int, int, int], ...]


def _days_of(
    dateline: tuple[int, int] | None, clues: Clues, year: int
) -> Iterator[tuple[datetime.date, float]]:  # fmt: skip
    """The days of a year on which the report may have been published, with their weights."""
    if dateline is not None:
        day = make_day(year, *dateline)
        if day is not None and clues.lead:
            yield day, AFTER_LEAD[(day.isoweekday() - clues.lead) % 7]
        return
    marked = list(_marked_days(clues, year))
    if not marked or not clues.lead:
        return
    first = max(marked)
    for ahead in range(1, 8):
        day = move(first, ahead, "D")
        back = (day.isoweekday() - clues.lead) % 7 if day else 0
        if day is not None and back < ahead:  # the lead's day lies after the day looked back on
            yield day, AFTER_LEAD[back]


def _marked_days(clues: Clues, year: int) -> Iterator[datetime.date]:
    """The days that the text ties to a weekday: "Sunday, Sept. 27", or the one day told and the one "last Sunday"."""
    for month, number, weekday in (*clues.days, *clues.tied):
        day = make_day(year, month, number)
        if weekday and day and day.isoweekday() == weekday:
            yield day


def one_happening(told: Told) -> set[tuple[int, int, int]]:
    """Days told without weekday (month, day) in words that another sentence shares which tells of "last Sunday"."""
    sentences = [sentence for sentence in SENTENCE.split(told.text) if sentence]
    lasts = [(sentence, names) for sentence in sentences if len(names := last_weekdays(sentence)) == 1]
    found = set()
    for sentence in sentences if lasts else ():
        days = {(month, day) for month, day, weekday in told.days_in(sentence) if not weekday}
        for other, names in lasts:
            if len(days) == 1 and other is not sentence and len(_long(sentence) & _long(other)) >= SHARED:
                found.add((*next(iter(days)), next(iter(names))))
    return found


def _long(sentence: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", sentence.lower()) if len(word) >= LONG}


def last_weekdays(text: str) -> set[int]:
    """The weekdays (Monday = 1) told as "last Sunday"."""
    lexicon = load_lexicon()
    return {
        lexicon.number("weekday", found["w"])
        for rule in lexicon.rules
        if rule.means == "weekday" and "side" in rule.pattern.groupindex
        for found in rule.pattern.finditer(text)
        if plain(found["side"] or "") == "last"
    }


def lead_weekday(text: str) -> int:
    """The first weekday told by its bare name (Monday = 1), 0 if none."""
    lexicon = load_lexicon()
    names = "|".join(re.escape(name) for name in lexicon.words["weekday"] if not name.endswith("."))
    pattern = rf"(?<!\w)(?P<before>[\w.]+ )?(?P<w>(?i:{names}))(?!\w|,? [A-Z]|,? \d)"
    for found in re.finditer(pattern, text):
        before = plain(found["before"] or "")
        if before not in lexicon.words["side"] and found["w"][0].isupper():
            return lexicon.number("weekday", found["w"])
    return 0


def _in_office(text: str, actors: ActorList) -> Iterator[tuple[str, tuple[Entry, ...]]]:
    """Those named with an office ("President Ilham Aliyev") whose terms the list tells, with these terms."""
    titles = "|".join(re.escape(title) for title in load_lexicon().words["office"])
    seen: set[str] = set()
    for found in re.finditer(rf"(?<!\w)(?:{titles})\s+(?=\w)", text, re.IGNORECASE):
        if FORMERLY.search(text[max(0, found.start() - 40) : found.start()]):
            continue
        words = re.match(r"(?:[^\W\d_][\w’'.-]*[ \u00a0]?){1,4}", text[found.end() : found.end() + 80])
        parts = words[0].split() if words else []
        for size in range(len(parts), 1, -1):
            entries = [e for e in actors.lookup(" ".join(parts[:size])) if e.kind == "person"]
            if not entries or not all(part[0].isupper() for part in parts[:size]):
                continue
            terms = tuple(t for t in actors.terms(entries[0].id) if _tells_term(t))
            if terms and entries[0].id not in seen:
                seen.add(entries[0].id)
                yield entries[0].name, terms
            break


def _tells_term(entry: Entry) -> bool:
    """Whether a row tells a term in government; lists that tell no more than that somebody was in it do not."""
    return "GOV" in entry.sectors and bool(entry.start) and "CIA" not in entry.source
