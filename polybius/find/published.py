"""When a report was published: given, told by the page or the dateline, or narrowed down by the text's own dates.

Today's date plays no part. What cannot be known stays open, and every conclusion comes with its reason.
"""

from __future__ import annotations

import calendar
import datetime
import re
from functools import lru_cache

from polybius.find._actor_list import load_actor_list
from polybius.find._publication_guess import Told, guess, last_weekdays
from polybius.find._time_calendar import first_day, make_day
from polybius.find._time_lexicon import TimeLexicon, load_lexicon, plain
from polybius.find._time_scan import windows
from polybius.records import Published

ISO = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
# "in June of this year, 1992"
THIS_YEAR = re.compile(r"this year,? (\d{4})(?!\w)", re.IGNORECASE)
# How many years around the bounds are tried when a weekday has to fit a date.
YEARS_TRIED = 12


def anchor_of(published: Published) -> str:
    """The ISO date relative expressions are read against: the publication day, month or year; "" where it is open."""
    start, end = published.start, published.end
    if start and end and _next_to(start, end):
        return start
    if not start or (end is not None and end != start):
        return ""
    if end is None and (published.precision == "interval" or published.basis in ("inferred", "unknown")):
        return ""
    return start[:10] if first_day(start[:10]) else ""


def _next_to(start: str, end: str) -> bool:
    """Whether an interval is so narrow that its first day serves for reading "Monday": two days."""
    first, last = first_day(start), first_day(end)
    exact = len(start) == len(end) == 10 and first is not None and last is not None
    return exact and 0 <= (last - first).days <= 1  # type: ignore[operator]


def publication_date(
    text: str, given: str | None = None, dateline_text: str | None = None, page: str | None = None
) -> Published:
    """Works out when a report was published.

    text: the report. given: ISO date or timestamp the user gave. dateline_text: the words of the dateline, if
    the reader found one ("HAVANA, April 1 (AP) –"). page: ISO date or timestamp from the page's metadata.
    RETURNS (Published): given wins, then page, then dateline, then what the text's own dates allow. Text that is no
    ISO date counts as not given, and the reasons say so.
    """
    reasons: list[str] = []
    for value, basis, name in ((given, "given", "date given"), (page, "page", "date of the page")):
        if not value:
            continue
        iso = _iso(value)
        if iso:
            reasons.append(f"{name}: {iso}")
            reasons += _contradictions(text, iso)
            return _published(iso, basis, reasons)
        reasons.append(f"{name} {value[:40]!r} is no ISO date, so it was not used")
    found = _from_text(text, dateline_text or "", reasons)
    contradictions = tuple(_contradictions(text, (found.end and found.start) or ""))
    return found.model_copy(update={"reasons": (*found.reasons, *contradictions)})


def _published(iso: str, basis: str, reasons: list[str]) -> Published:
    precision = {4: "year", 7: "month", 10: "day"}[len(iso)]
    return Published.model_validate(
        {"start": iso, "end": iso, "precision": precision, "basis": basis, "reasons": tuple(reasons)}
    )


def _iso(value: str) -> str | None:
    """The date part of an ISO date or timestamp, None where it is none."""
    found = ISO.match(value.strip())
    return found[0] if found and first_day(found[0]) and not value.strip()[found.end() :][:1].isdigit() else None


ToldDay = tuple[int | None, int, int, int | None, int]


@lru_cache(maxsize=8)
def dates_in(text: str) -> tuple[ToldDay, ...]:
    """Days told in the text: year, month, day, weekday (Monday = 1) and where; year and weekday None if not told."""
    lexicon = load_lexicon()
    spans = list(windows(text, lexicon))
    rules = [rule for rule in lexicon.rules if rule.means == "month_day"]
    found = [hit for rule in rules for begin, stop in spans for hit in rule.pattern.finditer(text, begin, stop)]
    return tuple(_told_day(hit, lexicon) for hit in found)


def _told_day(found: re.Match[str], lexicon: TimeLexicon) -> ToldDay:
    groups = found.groupdict()
    year, name = groups.get("y"), groups.get("w")
    return (
        int(year) if year else None,
        lexicon.number("month", groups["m"]),
        int(groups["d"]) if groups.get("d") else lexicon.number("ordinal", groups["o"]),
        lexicon.number("weekday", name) if name else None,
        found.start(),
    )


def _contradictions(text: str, iso: str) -> list[str]:
    """Weekdays that do not fit the dates beside them in the year of publication."""
    result = []
    for year, month, day, weekday, _ in dates_in(text):
        if weekday is None or not (iso or year):
            continue
        years = [year] if year else [int(iso[:4]) - 1, int(iso[:4]), int(iso[:4]) + 1]
        days = [make_day(y, month, day) for y in years]
        if not any(d and d.isoweekday() == weekday for d in days):
            told = f"{year}-{month:02d}-{day:02d}" if year else f"--{month:02d}-{day:02d}"
            fits = f", a {calendar.day_name[days[0].weekday()]}" if year and days[0] else ""
            name = calendar.day_name[weekday - 1]
            result.append(f"the weekday told with {told} ({name}) does not fit it{fits}; the date is kept")
    return result


# How far into a text the line that says when it was posted or heard may stand.
HEAD = 400
LABEL = re.compile(r"^[ \t]*(?:posted|published|filed|issued|dated?)(?: on)?[ \t]*:[ \t]*(.{6,60})$", re.I | re.M)
# "1700 gmt 21 Aug 86": the way monitors of broadcasts note when they heard one
HEARD = re.compile(r"\bgmt,? (\d{1,2}) ([a-z]{3,9})\.?,? (\d{4}|\d{2})(?!\d)", re.I)
NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?!\d)")
CENTURY = 1900  # of years told by two figures, in notes of monitors


def _noted(text: str) -> datetime.date | None:
    """The day of posting or hearing noted at the head of a text."""
    head = text[:HEAD]
    heard = HEARD.search(head)
    if heard:
        month = load_lexicon().value("month", heard[2]) or load_lexicon().value("month", f"{heard[2]}.")
        year = int(heard[3]) + (CENTURY if len(heard[3]) == 2 else 0)
        return make_day(year, int(month), int(heard[1])) if month else None
    label = LABEL.search(head)
    if label is None:
        return None
    iso = _iso(label[1])
    if iso and len(iso) == 10:
        return first_day(iso)
    figures = NUMERIC.match(label[1])
    if figures:
        a, b, year = int(figures[1]), int(figures[2]), int(figures[3])
        days = {make_day(year, b, a), make_day(year, a, b)} - {None}
        return days.pop() if len(days) == 1 else None  # 3/4 is told in no way that is sure
    told = next(iter(dates_in(label[1])), None)
    return make_day(told[0], told[1], told[2]) if told and told[0] else None


def _from_text(text: str, dateline: str, reasons: list[str]) -> Published:
    noted = _noted(text)
    if noted:
        return _published(noted.isoformat(), "dateline", [*reasons, f"the head of the text notes {noted}"])
    told = next(iter(dates_in(dateline)), None)
    if told and told[0]:
        day = make_day(told[0], told[1], told[2])
        if day:
            return _published(day.isoformat(), "dateline", [*reasons, f"the dateline tells {day}"])
    this_year = THIS_YEAR.search(text)
    if told and this_year and (day := make_day(int(this_year[1]), told[1], told[2])):
        return _published(
            day.isoformat(), "dateline", [*reasons, f"the dateline tells month and day, “{this_year[0]}” the year"]
        )
    latest = latest_past_year(text)
    if told and latest and (day := _shortly_after(text, latest, told[1], told[2])):
        why = f"the dateline tells month and day, the dates of {latest} shortly before it the year"
        return _published(day.isoformat(), "dateline", [*reasons, why])
    if latest:
        reasons.append(f"the latest past year the text mentions is {latest}: published in {latest} or later")
    if told and make_day(2000, told[1], told[2]):
        return _guessed(text, latest, (told[1], told[2]), reasons) or _dateline_day(
            text, told[1], told[2], latest, reasons
        )
    fits = _fitting_years(text, latest)
    start = str(latest) if latest else None
    if latest and (hint := _same_day(text, latest)):
        reasons.append(hint)
    if fits:
        reasons.append(fits[1])
        start = fits[0]
    guessed = _guessed(text, latest, None, reasons)
    if guessed:
        return guessed
    if start:
        return Published(start=start, end=None, precision="interval", basis="inferred", reasons=tuple(reasons))
    reasons.append("neither a date was given nor does the text tell one")
    return Published(basis="unknown", reasons=tuple(reasons))


# How many days before a dateline a date told with its year may lie that is taken to be of the same year.
SHORTLY = 100


def _shortly_after(text: str, latest: int, month: int, day: int) -> datetime.date | None:
    """The day of a dateline in the latest year the text tells, where it tells a day or month of that year before it."""
    written = make_day(latest, month, day)
    rules = load_lexicon().rules
    months = [
        found.groupdict() for rule in rules if rule.means == "month_year" for found in rule.pattern.finditer(text)
    ]
    told = [make_day(latest, load_lexicon().number("month", m["m"]), 1) for m in months if int(m["y"]) == latest]
    told += [make_day(latest, found[1], found[2]) for found in dates_in(text) if found[0] == latest]
    gaps = [(written - one).days for one in told if one is not None and written is not None]
    return written if any(0 < gap <= SHORTLY for gap in gaps) and all(gap > 0 for gap in gaps) else None


def _guessed(
    text: str, latest: int | None, dateline: tuple[int, int] | None, reasons: list[str]
) -> Published | None:  # fmt: skip
    """The likeliest day where the text allows one to be told from the others."""
    if latest is None:
        return None
    return guess(Told(text, latest, dateline, _days_without_year), load_actor_list(), reasons)


def _days_without_year(text: str) -> list[tuple[int, int, int]]:
    return [(month, day, weekday or 0) for year, month, day, weekday, _ in dates_in(text) if year is None]


def _dateline_day(text: str, month: int, day: int, latest: int | None, reasons: list[str]) -> Published:
    """A dateline without a year: the weekdays of the text, or else the latest year, leave the rest open."""
    told = f"--{month:02d}-{day:02d}"
    reasons.append(f"the dateline tells month and day ({told}) but no year")
    if latest is None:
        return Published(basis="unknown", reasons=tuple(reasons))
    start = make_day(latest, month, day) or make_day(latest + 4 - latest % 4, month, day) or make_day(latest, month, 28)
    fits = _fitting_years(text, latest)
    if fits:
        reasons.append(fits[1])
    bound = max(start.isoformat() if start else str(latest), fits[0] if fits else "")
    return Published(start=bound, end=None, precision="interval", basis="inferred", reasons=tuple(reasons))


AHEAD = re.compile(
    r"\b(?:will|shall|would|plans?|planned|expected|scheduled|by|until|through|before|goal|target|next|could)\b", re.I
)
YEAR = re.compile(r"(?<![\w$€£.,:/#-])(1[5-9]\d\d|20\d\d)(?![\w%]|[.,:/]\d)")


def latest_past_year(text: str) -> int | None:
    """The latest year told in sentences that do not look ahead."""
    rules = load_lexicon().words
    years = []
    for sentence in re.split(r"(?<=[.!?])\s|\n+", text):
        if AHEAD.search(sentence):
            continue
        for found in YEAR.finditer(sentence):
            before = re.search(r"([\w.,(]+)\s*$", sentence[max(0, found.start() - 20) : found.start()])
            word = plain(before[1]).rstrip(",") if before else ""
            dated = (
                word in rules["before-year"]
                or word.rstrip(".") in rules["month"]
                or word in rules["month"]
                or word.isdigit()
            )
            if dated and not _counts(sentence, found.end()):
                years.append(int(found[1]))
    return max(years, default=None)


def _counts(sentence: str, end: int) -> bool:
    """Whether the figures count something ("in 2000 homes")."""
    found = re.match(r"\s+(\w+)", sentence[end : end + 30])
    return bool(found) and plain(found[1]) in load_lexicon().words["people"]  # type: ignore[index]


def _fitting_years(text: str, latest: int | None) -> tuple[str, str] | None:
    """The first day on which a weekday told with a date without year falls, from the latest year on, and why."""
    if latest is None:
        return None
    best: datetime.date | None = None
    why = ""
    for year, month, day, weekday, _ in dates_in(text):
        if year is not None or weekday is None:
            continue
        days = [make_day(y, month, day) for y in range(latest, min(latest + YEARS_TRIED, 9999))]
        fits = [d for d in days if d and d.isoweekday() == weekday]
        if fits and (best is None or fits[0] > best):
            best = fits[0]
            years = ", ".join(str(d.year) for d in fits)
            why = f"the weekday told with --{month:02d}-{day:02d} fits the years {years}; the first is {best.year}"
    return (best.isoformat(), why) if best else None


def _same_day(text: str, latest: int) -> str | None:
    """In which years the report's one "last Sunday" can be its one day told without a year: a hint, no bound."""
    days = {(month, day) for year, month, day, weekday, _ in dates_in(text) if year is None and weekday is None}
    names = last_weekdays(text)
    if len(days) != 1 or len(names) != 1:
        return None
    ((month, day),), (number,) = days, names
    tried = (make_day(year, month, day) for year in range(latest, min(latest + YEARS_TRIED, 9999)))
    years = ", ".join(str(found.year) for found in tried if found and found.isoweekday() == number)
    name = calendar.day_name[number - 1]
    return f"“last {name}” and --{month:02d}-{day:02d} are one day if it is {years}" if years else None
