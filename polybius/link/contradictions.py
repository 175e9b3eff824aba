"""Different values for one fact, side by side, each with its teller.

Counts of victims contradict each other where their intervals do not meet ("at least 9" and "14" do). What one voice
corrects later is a correction, not a contradiction: the later value stands. A voice is the teller with the party whose
word it passes on, so that an agency that first has eight dead from Caracas and later twelve corrects itself, while its
eleven from Bogotá stand beside both.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from polybius.link.told import Told
from polybius.link.voices import REBELS, WITNESSES, Party, party_of, speakers_of, voice_of
from polybius.records import Contradiction, Event, ToldValue

HAPPENED, DID_NOT = "happened", "did not happen"


@dataclass(frozen=True)
class _Count:
    """A number somebody gives: from low to high, either None where it is open."""

    told: Told
    low: int | None
    best: int
    high: int | None

    def meets(self, other: _Count) -> bool:
        return not (
            (self.high is not None and other.low is not None and self.high < other.low)
            or (other.high is not None and self.low is not None and other.high < self.low)
        )


def contradictions(tellings: Sequence[Told]) -> tuple[tuple[Contradiction, ...], tuple[Contradiction, ...]]:
    """The contradictions among the tellings of a happening, in their order, and what single voices corrected."""
    found, corrected = [], []
    for kind, counts in _counts(tellings).items():
        later = _superseded(counts)
        standing = [count for count in counts if id(count) not in later]
        values = tuple(_value(count, later.get(id(count))) for count in counts)
        if any(not one.meets(other) for one in standing for other in standing):
            found.append(Contradiction(field=kind, values=values))
        for voice in _voices(counts).values():
            if any(id(count) in later for count in voice):
                corrected.append(
                    Contradiction(field=kind, values=tuple(_value(count, later.get(id(count))) for count in voice))
                )
    found += _actors(tellings)
    found += _occurrence(tellings)
    return tuple(found), tuple(corrected)


def _counts(tellings: Sequence[Told]) -> dict[str, list[_Count]]:
    """The numbers told, by kind of victims; several of one kind in one telling are added up."""
    found: dict[str, list[_Count]] = defaultdict(list)
    for told in tellings:
        if told.denied:
            continue
        for kind in dict.fromkeys(one.kind for one in told.event.victims):
            parts = [one for one in told.event.victims if one.kind == kind]
            if all(one.best is not None for one in parts):
                found[kind].append(
                    _Count(told, _sum(one.low for one in parts), _sum(one.best for one in parts) or 0,
                           _sum(one.high for one in parts))
                )  # fmt: skip
    return found


def _sum(parts: Iterator[int | None]) -> int | None:
    found = list(parts)
    return None if None in found else sum(part or 0 for part in found)


def _voices(counts: Sequence[_Count]) -> dict[tuple[str, str | None], list[_Count]]:
    found: dict[tuple[str, str | None], list[_Count]] = defaultdict(list)
    for count in counts:
        # two reports of unknown outlets are two voices: the one need not have corrected the other
        teller = count.told.teller.key or count.told.telling.report
        found[teller, _speaking_code(count.told.event)].append(count)
    return found


def _speaking_code(event: Event) -> str | None:
    """The country of those whose word it is; None where it is the teller's own, or nobody's that is known."""
    for speaker in speakers_of(event):
        party = party_of(speaker)
        if party is not None:
            return party.name
    return None


def _superseded(counts: Sequence[_Count]) -> dict[int, str]:
    """The counts their own voice corrected in a later report, with the event that does."""
    found = {}
    for voice in _voices(counts).values():
        for count in voice:
            after = [
                other for other in voice
                if other.best != count.best and _day(other) > _day(count) and other.told.event.id != count.told.event.id
            ]  # fmt: skip
            if after:
                found[id(count)] = max(after, key=lambda other: other.told.telling.order).told.event.id
    return found


def _day(count: _Count) -> int:
    return count.told.telling.published or 0


def _value(count: _Count, later: str | None) -> ToldValue:
    return _told_value(count.told, count.best, later)


def _told_value(told: Told, value: int | str, later: str | None = None) -> ToldValue:
    return ToldValue(
        value=value,
        teller=voice_of(told.event, told.teller.name),
        event=told.event.id,
        report=told.telling.report,
        superseded_by=later,
    )


def _occurrence(tellings: Sequence[Told]) -> Iterator[Contradiction]:
    """An act that some tell and others deny; plans and demands are neither."""
    real = [told for told in tellings if not {"future", "hypothetical"} & set(told.event.realis)]
    voices = {
        denied: {voice_of(told.event, told.teller.name) for told in real if told.denied is denied}
        for denied in (True, False)
    }
    # an outlet that tells of a thing that never came about, and by a slip in coding of the thing, disputes nothing
    if voices[True] and voices[False] and len(voices[True] | voices[False]) > 1:
        yield Contradiction(
            field="occurrence", values=tuple(_told_value(told, DID_NOT if told.denied else HAPPENED) for told in real)
        )


def _actors(tellings: Sequence[Told]) -> Iterator[Contradiction]:
    """An act laid at the door of different sides: of two countries, or of a state and those who fight it.

    Only actors named with their country count, and one side at least must be charged by somebody who speaks for
    another; that two outlets differ by themselves is more often a slip in coding than a dispute.
    """
    by_side: dict[Party, list[Told]] = defaultdict(list)
    for told in tellings:
        sides = {party for party in map(party_of, told.event.actors) if party is not None}
        named = all(actor.start is not None for actor in told.event.actors) and all(
            side.sure for side in told.telling.actors
        )
        own = next(iter(sides)) if len(sides) == 1 else None
        if own and named and not told.denied and (told.telling.began or not set(own.sectors) & WITNESSES):
            by_side[own].append(told)
    for one, other in itertools.combinations(by_side, 2):
        began = any(told.telling.began for told in (*by_side[one], *by_side[other]))
        accounts = ((one, by_side[one]), (other, by_side[other]))
        charged = any(_is_charged(*account) for account in accounts)
        if _opposed(one, other, began=began) and charged and not any(_is_owned(*account) for account in accounts):
            values = [_told_value(told, side.name) for side, some in by_side.items() for told in some]
            yield Contradiction(field="actor", values=tuple(values))
            return


def _opposed(one: Party, other: Party, *, began: bool = True) -> bool:
    """Whether two are sides against each other; of a state and its people only where they dispute who began."""
    if one.code != other.code or (began and bool(one.sectors) != bool(other.sectors)):
        return True
    return any((sector in one.sectors) != (sector in other.sectors) for sector in REBELS)


def _is_owned(side: Party, tellings: Sequence[Told]) -> bool:
    """Whether all who lay an act at the door of a side speak for it: it then owns the act, and charges nobody."""
    speakers = [[party_of(speaker) for speaker in speakers_of(told.event)] for told in tellings]
    return all(some and all(party == side for party in some) for some in speakers)


def _is_charged(side: Party, tellings: Sequence[Told]) -> bool:
    """Whether somebody who speaks for another side says that this one did it."""
    speakers = (party for told in tellings for party in map(party_of, speakers_of(told.event)))
    return any(party is not None and _opposed(party, side) for party in speakers)
