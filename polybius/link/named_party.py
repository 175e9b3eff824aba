"""A party as a researcher names it: by code, by code and sectors, or by its id in the actor list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polybius.codebook import load_codebook
from polybius.errors import PolybiusError

BARE = "none"
_CODE = re.compile(r"([A-Z]{3})(?:[. ]+(.+))?")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Name:
    """One name: a code, perhaps with sectors the party must have (or with none at all), or an id of the actor list."""

    code: str | None = None
    sectors: tuple[str, ...] = ()
    bare: bool = False
    id: str | None = None

    def __str__(self) -> str:
        parts = (self.code or self.id or "", *self.sectors, *((BARE,) if self.bare else ()))
        return ".".join(parts)


@dataclass(frozen=True)
class NamedParty:
    """All parties that bear one of several names; they count as one."""

    names: tuple[Name, ...]

    def __str__(self) -> str:
        return ",".join(map(str, self.names))

    def condition(self) -> str:
        """SQL that is true for the parties meant, over the columns code, sectors and actor_id of a row.

        DuckDB takes it as SQLite does.
        """
        return "(" + " OR ".join(map(_condition, self.names)) + ")"


def named_party(text: str) -> NamedParty:
    """The parties meant by "ARM", "ARM.MIL", "ARM.none", "wagner-group", or by several such names parted by commas.

    A code stands for its parties of all sectors; a code with sectors for those that have all of these sectors; "none"
    for those that have no sector. Raises PolybiusError where a name is none of these.
    """
    return NamedParty(tuple(_name(part.strip(), text) for part in text.split(",")))


def _name(part: str, text: str) -> Name:
    if _ID.fullmatch(part):
        return Name(id=part)
    found = _CODE.fullmatch(part)
    if not found:
        raise PolybiusError(
            f"{text!r} names no party; write a code (ARM), a code with sectors (ARM.MIL), "
            "an id of the actor list (wagner-group), or several of these with commas"
        )
    sectors = tuple(re.split(r"[. ]+", found[2])) if found[2] else ()
    if sectors == (BARE,):
        return Name(code=found[1], bare=True)
    for sector in sectors:
        _check_sector(sector, text)
    return Name(code=found[1], sectors=sectors)


def _check_sector(sector: str, text: str) -> None:
    # IGO and NGO stand beside a country's code too (coding guide, rule 18)
    known = (*load_codebook().sectors, "IGO", "NGO")
    if sector not in known:
        raise PolybiusError(f"{text!r}: {sector!r} is no sector; choose from {', '.join(known)}, or {BARE}")


def _condition(name: Name) -> str:
    # the parts hold letters, digits and hyphens only, so they need no quoting
    if name.id is not None:
        return f"actor_id = '{name.id}'"
    has = [f"' ' || sectors || ' ' LIKE '% {sector} %'" for sector in name.sectors]
    bare = ["coalesce(sectors, '') = ''"] if name.bare else []
    return "(" + " AND ".join([f"code = '{name.code}'", *has, *bare]) + ")"
