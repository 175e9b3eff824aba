"""What a visitor asks for: the filter of every page and of the API, from a URL to SQL with parameters.

Every value of a filter travels as a parameter; no text of a visitor ever becomes part of the SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from typing import Any, Literal
from urllib.parse import urlencode

from polybius.codebook import REALIS, load_codebook
from polybius.errors import PolybiusError
from polybius.iso_days import FORMS, days_of
from polybius.link.named_party import Name, named_party

FACT = "fact"
"""The realis of what is told as a fact of the day: none of the marks."""
LONGEST = 200
"""Most characters of a filter's value."""
MOST_VALUES = 40
_CHOICES = {"claim": ("yes", "no"), "disputed": ("yes", "no"), "reading": ("coded", "corrected")}


class FilterError(PolybiusError):
    """A filter has a value that it cannot have."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """What is wanted; empty means anything. Raises FilterError where a value cannot be.

    q: words of the report. party: on either side; actor, recipient: on one. Parties are given as "ARM", "ARM.MIL",
    "ARM,AZE", an id of the actor list, or words of their name. start, end: the period in which it happened. place:
    words of its name; country: ISO alpha-3. says: who says so, by code or words ("report": the report itself).
    claim: whether it rests on the word of one party ("yes", "no"). disputed: "yes" for what accounts differ on.
    least: least confidence. reading: "coded", what the coder said, or "corrected", with what readers mended.
    """

    q: str = ""
    party: str = ""
    actor: str = ""
    recipient: str = ""
    sector: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    quad: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    realis: tuple[str, ...] = ()
    place: str = ""
    country: str = ""
    start: str = ""
    end: str = ""
    outlet: str = ""
    says: str = ""
    claim: str = ""
    disputed: str = ""
    least: str = ""
    report: str = ""
    happening: str = ""
    reading: str = ""

    def __post_init__(self) -> None:
        book = load_codebook()
        known: dict[str, tuple[str, ...]] = {
            "sector": (*book.sectors, "IGO", "NGO"),
            "category": tuple(book.categories),
            "quad": ("1", "2", "3", "4"),
            "mode": tuple(mode for one in book.categories.values() for mode in one.modes),
            "context": tuple(book.contexts),
            "realis": (FACT, *REALIS),
        }
        for name, names in known.items():
            for value in getattr(self, name):
                if value not in names:
                    raise FilterError(f"{name}: {value[:40]!r} is none; choose from {', '.join(dict.fromkeys(names))}")
        for name, allowed in _CHOICES.items():
            if getattr(self, name) not in ("", *allowed):
                raise FilterError(f"{name}: write {' or '.join(allowed)}")
        for name in ("start", "end"):
            if getattr(self, name) and days_of(getattr(self, name)) is None:
                raise FilterError(f"{name}: {getattr(self, name)[:40]!r} is no date; write {FORMS}")
        if self.least and not _is_share(self.least):
            raise FilterError(f"least: {self.least[:40]!r} is no confidence; write a number from 0 to 1")

    @property
    def is_empty(self) -> bool:
        """Whether everything is wanted."""
        return not self.pairs()

    def pairs(self) -> list[tuple[str, str]]:
        """The values that are set, as the parts of a URL."""
        found: list[tuple[str, str]] = []
        for one in fields(self):
            value = getattr(self, one.name)
            found += [(one.name, part) for part in (value if isinstance(value, tuple) else (value,)) if part]
        return found

    def url(self, **changes: str | int | None) -> str:
        """The query part of a URL for this filter, with values put in, replaced or (None) left out."""
        kept = [(name, value) for name, value in self.pairs() if name not in changes]
        return urlencode([*kept, *((name, str(value)) for name, value in changes.items() if value is not None)])

    def without(self, name: str, value: str) -> str:
        """The query part of a URL for this filter less one value."""
        return urlencode([pair for pair in self.pairs() if pair != (name, value)])


def filter_of(pairs: list[tuple[str, str]]) -> Filter:
    """The filter in the query part of a URL; names it does not know are passed by. Raises FilterError."""
    several: dict[str, list[str]] = {}
    names = {one.name: isinstance(one.default, tuple) for one in fields(Filter)}
    for name, raw in pairs:
        value = raw.strip()
        if name not in names or not value:
            continue
        if len(value) > LONGEST:
            raise FilterError(f"{name}: has {len(value)} characters; a filter may have {LONGEST}")
        several.setdefault(name, []).append(value)
        if len(several[name]) > MOST_VALUES:
            raise FilterError(f"{name}: has more than {MOST_VALUES} values")
    chosen: dict[str, Any] = {
        name: tuple(dict.fromkeys(values)) if names[name] else values[-1] for name, values in several.items()
    }
    return Filter(**chosen)


@dataclass
class Condition:
    """SQL over a row ``e`` of the events, and the parameters it names."""

    parts: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    @property
    def sql(self) -> str:
        """The condition, true where there is none."""
        return " AND ".join(f"({part})" for part in self.parts) or "true"

    def add(self, sql: str, **parameters: Any) -> None:
        """One more part that must hold."""
        self.parts.append(sql)
        self.parameters |= parameters


def condition_of(wanted: Filter, numbers: tuple[int, ...] | None = None) -> Condition:
    """The SQL of a filter over a row ``e`` of ``events`` or ``corrected_events``.

    numbers: of the reports that the words in ``q`` found; None where it is empty.
    """
    found = Condition()
    if numbers is not None:
        found.add(
            "e.report_id IN (SELECT report_id FROM reports WHERE number IN (SELECT unnest($numbers)))",
            numbers=list(numbers),
        )
    for name, sides in (("party", ("actor", "recipient")), ("actor", ("actor",)), ("recipient", ("recipient",))):
        if getattr(wanted, name):
            _add_party(found, name, getattr(wanted, name), sides, corrected=wanted.reading == "corrected")
    if wanted.sector:
        found.add(
            "list_has_any(string_split_regex(e.actor_sectors || ' ' || e.recipient_sectors, '[| ]+'), $sector)",
            sector=list(wanted.sector),
        )
    _add_names(found, wanted)
    if wanted.place:
        found.add("e.place ILIKE $place ESCAPE '!'", place=like(wanted.place))
    if wanted.country:
        found.add("e.place_country = $country", country=wanted.country.upper())
    _add_period(found, wanted)
    if wanted.outlet:
        found.add("e.outlet ILIKE $outlet ESCAPE '!'", outlet=like(wanted.outlet))
    if wanted.says == "report":
        found.add("e.says_who = '' AND e.says_codes = ''")
    elif wanted.says:
        found.add(
            "e.says_who ILIKE $says ESCAPE '!' "
            "OR list_contains(string_split_regex(e.says_codes, ' & |[|]'), $says_code)",
            says=like(wanted.says),
            says_code=wanted.says.upper(),
        )
    if wanted.claim:
        found.add("e.claim" if wanted.claim == "yes" else "NOT e.claim")
    if wanted.disputed:
        found.add("e.contradictions > 0" if wanted.disputed == "yes" else "e.contradictions = 0")
    if wanted.least:
        found.add("e.confidence >= $least", least=float(wanted.least))
    if wanted.report:
        found.add("e.report_id = $report", report=wanted.report)
    if wanted.happening:
        found.add("e.happening_id = $happening", happening=wanted.happening)
    return found


def table_of(wanted: Filter) -> Literal["events", "corrected_events"]:
    """The table or view of events a filter is over."""
    return "corrected_events" if wanted.reading == "corrected" else "events"


def _add_names(found: Condition, wanted: Filter) -> None:
    if wanted.category:
        found.add("list_contains($category, e.category)", category=list(wanted.category))
    if wanted.quad:
        found.add("list_contains($quad, e.quad)", quad=[int(one) for one in wanted.quad])
    if wanted.mode:
        found.add("list_has_any(string_split(e.modes, '|'), $mode)", mode=list(wanted.mode))
    if wanted.context:
        found.add("list_has_any(string_split(e.contexts, '|'), $context)", context=list(wanted.context))
    if wanted.realis:
        marks = ["" if one == FACT else one for one in wanted.realis]
        found.add("list_has_any(string_split(e.realis, '|'), $realis)", realis=marks)


def _add_period(found: Condition, wanted: Filter) -> None:
    """What may have happened in the period; the days of an event without any date are those up to its report."""
    # dates are compared as far as both are known: an event of "2020" may lie after "2020-03"
    if wanted.start:
        last = "coalesce(e.date_end, e.date_start, e.published)"
        found.add(f"{last} >= left($start, length({last}))", start=wanted.start)
    if wanted.end:
        first = "coalesce(e.date_start, e.date_end, e.published)"
        found.add(f"left({first}, length($end)) <= $end", end=wanted.end)


def _add_party(found: Condition, name: str, text: str, sides: tuple[str, ...], *, corrected: bool) -> None:
    """A party by codes, named as in ``polybius.link.series``, or by its id in the actor list or words of its name.

    corrected: whether what readers mended counts; the coder's names then hold only where its parties do.
    """
    codes = _codes_in(text)
    if codes:
        keyed = [(f"{name}_{number}", one) for number, one in enumerate(codes)]
        found.add(" OR ".join(_of_code(found, key, one, side) for key, one in keyed for side in sides))
    else:
        _add_named(found, name, text, sides, corrected=corrected)


def _codes_in(text: str) -> tuple[Name, ...]:
    """The codes a text names, perhaps with sectors; empty where it is an id or words."""
    try:
        names = named_party(text).names
    except PolybiusError:
        return ()
    return names if all(one.code for one in names) else ()


def _of_code(found: Condition, key: str, name: Name, side: str) -> str:
    """SQL that is true where one of the parties on a side bears a code, and has the sectors named with it."""
    found.parameters[key] = name.code
    if name.bare:
        fits = "x[2] = ''"
    elif name.sectors:
        found.parameters[f"{key}_sectors"] = list(name.sectors)
        fits = f"list_has_all(string_split(x[2], ' '), ${key}_sectors)"
    else:
        return f"list_contains(string_split(e.{side}_codes, '|'), ${key})"
    parties = f"list_zip(string_split(e.{side}_codes, '|'), string_split(e.{side}_sectors, '|'))"
    return f"len(list_filter({parties}, lambda x: x[1] = ${key} AND {fits})) > 0"


def _add_named(found: Condition, name: str, text: str, sides: tuple[str, ...], *, corrected: bool) -> None:
    found.parameters |= {f"{name}_like": like(text), f"{name}_id": text}
    inner = f"p.actor_id = ${name}_id OR p.name ILIKE ${name}_like ESCAPE '!' OR p.text ILIKE ${name}_like ESCAPE '!'"
    roles = ", ".join(f"'{side}'" for side in sides)
    parts = [f"e.event_id IN (SELECT p.event_id FROM event_parties p WHERE p.role IN ({roles}) AND ({inner}))"]
    if corrected:
        parts = [
            f"(e.event_id IN (SELECT p.event_id FROM event_parties p WHERE p.role = '{side}' AND ({inner})) AND "
            "e.event_id NOT IN "
            f"(SELECT c.event FROM corrections c WHERE c.event IS NOT NULL AND c.field = '{side}s'))"
            f" OR e.{side}s ILIKE ${name}_like ESCAPE '!'"
            for side in sides
        ]
    found.add(" OR ".join(parts))


def like(text: str) -> str:
    """A pattern that any text with these words in it fits."""
    return "%" + re.sub(r"([!%_])", r"!\1", text) + "%"


def _is_share(text: str) -> bool:
    try:
        return 0.0 <= float(text) <= 1.0
    except ValueError:
        return False
