"""What of a store goes out: the filters of an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from polybius.codebook import REALIS, load_codebook
from polybius.errors import PolybiusError
from polybius.iso_days import FORMS, days_of
from polybius.store.table import quoted

if TYPE_CHECKING:
    from polybius.link.named_party import Name, NamedParty


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The filters; by default all there is goes out.

    start, end: first and last day, month or year of the events, ISO; an event without a date has that of its report.
    categories: only these. actor, recipient: only events with such a party on that side, named as in ``series``.
    confidence: least confidence, 0 to 1. also: marks of realis (future, hypothetical, negated) with which an event goes
    out in formats that hold facts alone. background: whether what is only told as background goes out.
    lone: whether an event without a recipient goes out in formats of pairs. texts: whether words of the reports go out.

    Raises PolybiusError where one is wrong.
    """

    start: str | None = None
    end: str | None = None
    categories: Sequence[str] = ()
    actor: str | None = None
    recipient: str | None = None
    confidence: float = 0.0
    also: Sequence[str] = ()
    background: bool = True
    lone: bool = False
    texts: bool = True

    def __post_init__(self) -> None:
        for day in (self.start, self.end):
            if day is not None and days_of(day) is None:
                raise PolybiusError(f"{day!r} is no date; write {FORMS}")
        known = tuple(load_codebook().categories)
        for category in self.categories:
            if category not in known:
                raise PolybiusError(f"{category!r} is no category; choose from {', '.join(known)}")
        for mark in self.also:
            if mark not in REALIS:
                raise PolybiusError(f"{mark!r} is no realis; choose from {', '.join(REALIS)}")
        if not 0 <= self.confidence <= 1:
            raise PolybiusError("the least confidence must lie between 0 and 1")
        _ = self.condition()  # raises where a party is none

    @property
    def everything(self) -> bool:
        """Whether every event is selected."""
        return self.condition() == "true"

    @property
    def barred(self) -> tuple[str, ...]:
        """The marks of realis that formats of facts leave out."""
        return tuple(mark for mark in REALIS if mark != "historical" and mark not in self.also)

    def condition(self) -> str:
        """SQL over the columns of ``tellings`` and ``day`` that is true for what goes out."""
        from polybius.link.named_party import named_party

        parts = []
        if self.start is not None:
            parts.append(f"day >= day_of('{self.start}')")
        if self.end is not None:
            parts.append(f"left(CAST(day AS VARCHAR), {len(self.end)}) <= '{self.end}'")
        if self.categories:
            parts.append(f"category IN ({', '.join(map(quoted, self.categories))})")
        for side, asked in (("actors", self.actor), ("recipients", self.recipient)):
            if asked is not None:
                parts.append(f"len(list_filter({side}, lambda p: {_party(named_party(asked))})) > 0")
        if self.confidence > 0:
            parts.append(f"confidence >= {self.confidence!r}")
        if not self.background:
            parts.append("NOT list_contains(realis, 'historical')")
        return " AND ".join(parts) or "true"


def _party(party: NamedParty) -> str:
    return "(" + " OR ".join(map(_name, party.names)) + ")"


def _name(name: Name) -> str:
    # the parts hold letters, digits and hyphens only
    if name.id is not None:
        return f"coalesce(p.id = '{name.id}', false)"
    has = [f"list_contains(p.sectors, '{sector}')" for sector in name.sectors]
    bare = ["len(p.sectors) = 0"] if name.bare else []
    return "(" + " AND ".join([f"coalesce(p.code = '{name.code}', false)", *has, *bare]) + ")"
