"""Which standing relations somebody asks for: between whom, of which kind, on which day."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import get_args

from polybius.errors import PolybiusError
from polybius.find._actor_list import load_actor_list, name_parts
from polybius.link._standing_ends import STATE_NAMES
from polybius.link.named_party import Name, named_party
from polybius.link.standing import in_force
from polybius.records import Actor, RelationKind, Standing

KINDS = get_args(RelationKind)


@dataclass(frozen=True)
class Party:
    """A party asked for: whom its words name in the actor list, or whoever is called so in a report.

    names: codes, with sectors where given, and ids.
    """

    names: tuple[Name, ...]
    words: tuple[str, ...]

    def is_end(self, actor: Actor) -> bool:
        """Whether it is the party at an end of a relation."""
        return _words(actor.text) == self.words or any(_fits(name, actor) for name in self.names)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """What is asked for: the relations of a party, or between two in either direction, of a kind, in force on a day.

    Raises PolybiusError where there is no such kind.
    """

    actor: str | None = None
    other: str | None = None
    kind: str | None = None
    on: str | None = None

    def __post_init__(self) -> None:
        if self.kind is not None and self.kind not in KINDS:
            raise PolybiusError(f"{self.kind!r} is no kind of standing relation; choose from {', '.join(KINDS)}")

    def of(self, found: Iterable[Standing]) -> list[Standing]:
        """Those of some standing relations that are asked for."""
        one, two = (None if name is None else party(name) for name in (self.actor, self.other))
        return [
            standing
            for standing in found
            if (self.kind is None or standing.kind == self.kind)
            and (_are_ends(standing, one, two) or _are_ends(standing, two, one))
            and (self.on is None or in_force(standing, self.on))
        ]


def party(text: str) -> Party:
    """The party that a word of the command line means: "ARM", "ARM.MIL", "wagner-group", "Armenia" or "Yerevan"."""
    listed = load_actor_list()
    found = listed.lookup(text)
    names = [Name(id=entry.id) for entry in found]
    states = (listed.country(entry.code or "") for entry in found if entry.kind in STATE_NAMES)
    names += [Name(id=state.id) for state in states if state]
    with contextlib.suppress(PolybiusError):  # a name, not a code
        names += named_party(text).names
    return Party(tuple(names), _words(text))


def _are_ends(standing: Standing, one: Party | None, two: Party | None) -> bool:
    return (one is None or one.is_end(standing.subject)) and (two is None or two.is_end(standing.object))


def _fits(name: Name, actor: Actor) -> bool:
    if name.id is not None:
        return actor.id == name.id
    if actor.code != name.code or (name.bare and actor.sectors):
        return False
    return set(name.sectors) <= set(actor.sectors)


def _words(text: str) -> tuple[str, ...]:
    return tuple(part.lower() for part in name_parts(text) if part.lower() != "the")
