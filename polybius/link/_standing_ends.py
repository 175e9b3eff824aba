"""Who the ends of a standing relation are: a state by its code, a body or person by its id, ground by its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from polybius.codebook import load_codebook
from polybius.find._actor_list import ActorList, Entry, load_actor_list, name_parts
from polybius.records import Actor, CodedReport, Place, RelationKind
from polybius.tables import DATA, read_table

STATE_ORGANS = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY"})
"""Sectors that act for their state; whoever has any other sector is a party of its own."""
GROUND_SECTORS = frozenset({"PRE"})
ARMED = frozenset({"REB", "PRE", "PRM"})
"""Sectors whose parties are told apart by code and sectors where no list names them."""
STATE_NAMES = frozenset({"country", "people", "capital", "seat"})
"""Kinds of the actor list that are a state under another name."""
OWN_GROUND = frozenset({"territory", "region"})
BODIES = frozenset({"organisation", "body", "party", "armed-group", "company", "media"})
OF_STATES = frozenset({"IGO", "UNO", "EUR"})
"""Codes of the bodies whose members are states."""
UNIONS = {"UNO": "united-nations", "EUR": "european-union"}
"""International codes that stand for one party each, and its id."""
OF_THEMSELVES: frozenset[RelationKind] = frozenset({"membership", "leadership", "founding"})
"""Kinds whose ends stand for nobody but themselves: a chairman is not his country."""
OVER_GROUND: frozenset[RelationKind] = frozenset({"occupation", "sovereignty"})
AIMED: frozenset[RelationKind] = frozenset({"sanctions", "recognition"})
"""Kinds whose object is meant as named: sanctions on a minister are not sanctions on his country."""
_INDEFINITE = re.compile(r"(?:an?|one|some)\s", re.IGNORECASE)


@dataclass(frozen=True)
class End:
    """An end of a relation: what makes it the same in all reports, and how it is shown, without offsets."""

    key: str
    actor: Actor


class Ends:
    """Tells the ends of relations in one report.

    listed: the actor list, by default the one that ships with the package.
    """

    def __init__(self, coded: CodedReport, listed: ActorList | None = None) -> None:
        self._places: Mapping[tuple[int | None, int | None], Place] = {(p.start, p.end): p for p in coded.places}
        self._listed = listed or load_actor_list()
        self._international = load_codebook().international

    def pair(self, kind: RelationKind, subject: Actor, target: Actor) -> tuple[End, End] | None:
        """Subject and object of a relation; None where they cannot be that, or nothing says who one of them is."""
        one, other = self._subject(kind, subject), self._object(kind, target)
        if one is None or other is None or one.key == other.key:
            return None
        if kind == "membership" and other.actor.code in OF_STATES:
            code = self.state(subject)
            one = self._state_end(code, subject) if code else one
        # what is told of a state on its own ground is the other side's word for governing, or misread
        own = kind == "occupation" and one.key == other.actor.code
        return None if own else (one, other)

    def state(self, actor: Actor, names_only: bool = False) -> str | None:
        """The code of the state, or of the union of states, that a party acts for; None where it is one of its own.

        names_only: whether of listed parties only those count that are a state's name, not its ministers and bodies.
        """
        if not STATE_ORGANS.issuperset(actor.sectors):
            return None
        if not actor.code:
            return self._called(actor) if actor.id is None else None
        if actor.code in self._international:
            return actor.code if actor.code in UNIONS else None
        if actor.id is None:
            return actor.code if actor.sectors or self._names_state(actor) else None
        entry = self._entry(actor)
        if entry is None or entry.kind in OWN_GROUND or self._is_past(entry):
            return None
        return actor.code if entry.kind in STATE_NAMES or (actor.sectors and not names_only) else None

    def is_body(self, actor: Actor) -> bool:
        """Whether a party is a body that others can be members of."""
        return actor.code in (*OF_STATES, "NGO") or not {"IGO", "NGO"}.isdisjoint(actor.sectors)

    def _subject(self, kind: RelationKind, actor: Actor) -> End | None:
        return self._itself(actor) if kind in OF_THEMSELVES else self._for_state(actor)

    def _object(self, kind: RelationKind, actor: Actor) -> End | None:
        if kind in OVER_GROUND:
            return self._ground(actor)
        if kind in OF_THEMSELVES:
            entry = self._entry(actor) or (self._named_in(actor) if kind == "membership" else None)
            return None if entry is not None and entry.kind == "person" else self._itself(actor, entry)
        return self._for_state(actor, aimed=kind in AIMED)

    def _for_state(self, actor: Actor, aimed: bool = False) -> End | None:
        """The state that a party acts for, or the party itself; aimed: unless it is meant as named."""
        code = self.state(actor, names_only=aimed)
        place = self._place(actor)
        if code is None and place is not None and actor.id is None and not aimed:
            code = place.country
        return self._state_end(code, actor) if code else self._itself(actor)

    def _ground(self, actor: Actor) -> End | None:
        if not GROUND_SECTORS.issuperset(actor.sectors):
            return None
        place = self._place(actor)
        if place is not None and place.name and place.kind != "country":
            shown = Actor(text=place.name, name=place.name, code=place.country or actor.code, reason="a place")
            return End(_slug(place.name), shown)
        code = self.state(actor)
        is_country = actor.id is not None or (place is not None and place.kind == "country")
        return self._state_end(code, actor) if code and is_country else self._itself(actor)

    def _itself(self, actor: Actor, entry: Entry | None = None) -> End | None:
        """The end that stands for nobody else; entry: what the mention names where it is not resolved."""
        if self._is_state(actor) and actor.code:
            return self._state_end(actor.code, actor)
        entry = entry or self._entry(actor)
        if entry is not None:
            sectors = actor.sectors if actor.id else entry.sectors
            return End(entry.id, _listed(entry, actor.reason).model_copy(update={"sectors": sectors}))
        key = actor.id or _unlisted(actor)
        return End(key, _without_offsets(actor)) if key else None

    def _state_end(self, code: str, actor: Actor) -> End:
        terms = self._listed.terms(UNIONS.get(code, ""))
        entry = terms[0] if terms else self._listed.country(code)
        if entry is None:
            return End(code, _without_offsets(actor))
        return End(code, _listed(entry, "stands for its state").model_copy(update={"code": code}))

    def _is_state(self, actor: Actor) -> bool:
        if actor.id is None:
            return not actor.sectors and actor.code not in self._international and self._names_state(actor)
        entry = self._entry(actor)
        return entry is not None and entry.kind in STATE_NAMES and not self._is_past(entry)

    def _is_past(self, entry: Entry) -> bool:
        """Whether it is a state that is no more, and so another one than that which bears its code today."""
        today = self._listed.country(entry.code or "")
        return entry.kind == "country" and bool(entry.end) and today is not None and today.id != entry.id

    def _names_state(self, actor: Actor) -> bool:
        """Whether the words of a mention name its state ("the Georgian side")."""
        parts = name_parts(actor.text)
        found = (entry for place in range(len(parts)) for entry in self._listed.longest(parts, place)[0])
        return any(entry.kind in STATE_NAMES and entry.code == actor.code for entry in found)

    def _called(self, actor: Actor) -> str | None:
        """The code of the state whose name or adjective a mention is."""
        found = self._listed.lookup(actor.text)
        return found[0].code if len(found) == 1 and found[0].kind in STATE_NAMES else None

    def _named_in(self, actor: Actor) -> Entry | None:
        """The one body that the words of a mention name ("a member of NATO")."""
        parts = name_parts(actor.text)
        found: dict[str, Entry] = {}
        place = 0
        while place < len(parts):
            entries, size = self._listed.longest(parts, place)
            found.update({entry.id: entry for entry in entries[:1] if entry.kind in BODIES})
            place += size or 1
        return next(iter(found.values())) if len(found) == 1 else None

    def _entry(self, actor: Actor) -> Entry | None:
        terms = self._listed.terms(actor.id) if actor.id else ()
        return terms[0] if terms else None

    def _place(self, actor: Actor) -> Place | None:
        return None if actor.start is None or actor.sectors else self._places.get((actor.start, actor.end))


def _unlisted(actor: Actor) -> str | None:
    """The key of a party that is in no list: an armed group by its codes, anybody else by a proper name.

    None for pronouns and mere descriptions ("the group"), which nothing ties to a party.
    """
    if actor.code and not ARMED.isdisjoint(actor.sectors):
        return " ".join((actor.code, *sorted(actor.sectors)))
    if not actor.name and _INDEFINITE.match(actor.text):
        return None
    words = _without_article(actor.name or actor.text).split()
    proper = [place for place, word in enumerate(words) if word[:1].isupper() and word.lower() not in _pronouns()]
    return _slug(" ".join(words[proper[0] :])) or None if proper else None


@cache
def _pronouns() -> frozenset[str]:
    columns = ("form", "person", "number", "gender", "role")
    return frozenset(row["form"] for row in read_table(DATA / "lexicons" / "pronouns.csv", columns))


def _listed(entry: Entry, reason: str) -> Actor:
    """A party as the actor list has it."""
    return Actor(
        text=entry.name, id=entry.id, name=entry.name, code=entry.code, sectors=entry.sectors, reason=reason
    )  # fmt: skip


def _without_offsets(actor: Actor) -> Actor:
    return actor.model_copy(update={"start": None, "end": None})


def _without_article(text: str) -> str:
    return re.sub(r"^(?:the|an?|its|their|his|her|our)\s+", "", text.strip(), flags=re.IGNORECASE)


def _slug(text: str) -> str:
    """A name as ids are written: its parts in lower case, joined by hyphens."""
    return "-".join(part.lower() for part in name_parts(_without_article(text)))
