"""Whose word a telling is: the teller, who answers for it, and the party to the event that speaks in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from polybius.link.outlets import Outlet, by_id
from polybius.records import Actor, Event

STATE = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})
"""Sectors of those who speak for the state that their code names."""
REBELS = ("PRE", "SEP", "REB", "UAF")
"""Sectors of those who fight the state that their code names, the most telling first."""
WITNESSES = frozenset({"CVL", "MED", "AGR", "EDU", "REF", "NGO", "SOC", "REL", "BUS"})
"""Sectors of those who may tell what they saw, but speak for no side."""
_MEDIA = "JRN"


@dataclass(frozen=True)
class Party:
    """A side to an event: a code and, for those who are no organ of the state, their sectors; or a name."""

    code: str
    sectors: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """As it is written: "COL", "COL REB"."""
        return " ".join((self.code, *self.sectors))


def party_of(actor: Actor) -> Party | None:
    """The side an actor is of; None for one whose country is unknown.

    The organs of a state are the state; those of a breakaway territory or an armed group are that group.
    """
    if actor.code is None:
        return None
    fighting = next((sector for sector in REBELS if sector in actor.sectors), None)
    if fighting is not None:
        return Party(actor.code, (fighting,))
    apart = () if set(actor.sectors) & STATE or not actor.sectors else tuple(sorted(actor.sectors))
    return Party(actor.code, apart)


def parties_of(event: Event) -> tuple[Party, ...]:
    """The sides to an event, in text order."""
    found = (party_of(actor) for actor in (*event.actors, *event.recipients))
    return tuple(dict.fromkeys(party for party in found if party is not None))


def speakers_of(event: Event) -> tuple[Actor, ...]:
    """The inmost speakers of an event: those whose word it is; none where it is the report's own."""
    return event.attribution[0].speakers if event.attribution else ()


def spoken_by(event: Event, parties: Iterable[Party]) -> Party | None:
    """The side whose word an event is, of those with a part in it; None where it is nobody's, or an outsider's.

    A state speaks for all of its country, also where only its people have a part; others for their own kind alone.
    """
    sides = tuple(parties)
    for speaker in speakers_of(event):
        own = party_of(speaker)
        if own is None or _MEDIA in speaker.sectors or not any(side.code == own.code for side in sides):
            continue
        if not own.sectors:
            return own
        if not set(own.sectors) <= WITNESSES and any(
            side.code == own.code and set(side.sectors) & set(own.sectors) for side in sides
        ):
            return own
    return None


def passed_on(event: Event) -> Outlet | None:
    """The outlet through which the report has an event, where it only passes on what that outlet told."""
    for link in reversed(event.attribution):
        for speaker in link.speakers:
            known = by_id(speaker.id) if speaker.id else None
            if known is not None:
                return known
    return None


def denies(event: Event) -> bool:
    """Whether an event is told as one that did not happen."""
    return "negated" in event.realis


def voice_of(event: Event, teller: str) -> str:
    """Who answers for what an event tells: the inmost speakers by their words, else the teller."""
    named = [speaker.text for speaker in speakers_of(event) if speaker.text]
    return " and ".join(named) if named else teller
