"""The word lists by which parties are recognised: role nouns, titles, pronouns, group nouns, given names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from polybius import tables

AGENT_KINDS = frozenset({"person", "group", "body", "thing"})


@dataclass(frozen=True)
class RoleNoun:
    """A noun for those who act ("minister"): its lemma, sectors, and whether it is a person, group, body or thing."""

    noun: str
    sectors: tuple[str, ...]
    kind: str


@dataclass(frozen=True)
class Title:
    """A title before a name: the sectors it gives, and the gender it tells (m, f or empty)."""

    title: str
    sectors: tuple[str, ...]
    gender: str


@dataclass(frozen=True)
class Pronoun:
    """A pronoun: person (1-3), number (singular, plural, any), gender (m, f, n, any), role (personal, …)."""

    form: str
    person: int
    number: str
    gender: str
    role: str


@dataclass(frozen=True)
class GroupNoun:
    """A noun of definite descriptions: kind country, side or body; alone: may refer without a number."""

    noun: str
    kind: str
    alone: bool


@dataclass(frozen=True)
class NotParty:
    """A name that holds a party's name but is none (``cues`` empty), or is none where a cue stands in the report."""

    phrase: str
    sense: str
    cues: tuple[str, ...]


@dataclass(frozen=True)
class Collective:
    """A noun for an international party of no one country, unless one of some words stands before it."""

    noun: str
    code: str
    sectors: tuple[str, ...]
    unless: frozenset[str]


@dataclass(frozen=True)
class PartyWords:
    """All word lists together."""

    roles: Mapping[str, RoleNoun]
    role_sizes: Mapping[str, int]  # last word of a role -> words in the longest role that ends in it
    titles: Mapping[str, Title]
    pronouns: Mapping[str, Pronoun]
    groups: Mapping[str, GroupNoun]
    sector_modifiers: Mapping[str, tuple[str, ...]]
    not_parties: tuple[NotParty, ...]
    genders: Mapping[str, str]
    conflict: frozenset[str]
    collectives: Mapping[str, Collective]
    kin: Mapping[str, tuple[str, ...]]
    relations: frozenset[str]
    common_bodies: Mapping[str, frozenset[str]]  # name -> the states with such a body, empty: any


def _roles() -> dict[str, RoleNoun]:
    path = tables.DATA / "lexicons" / "agents.csv"
    found: dict[str, RoleNoun] = {}
    for row in tables.read_table(path, ("noun", "sectors", "kind", "source")):
        if row["kind"] not in AGENT_KINDS:
            raise row.fault(f"kind {row['kind']!r} is unknown; kinds are {', '.join(sorted(AGENT_KINDS))}")
        found.setdefault(row["noun"].lower(), RoleNoun(row["noun"].lower(), row.many("sectors"), row["kind"]))
    return found


def _titles() -> dict[str, Title]:
    path = tables.DATA / "lexicons" / "titles.csv"
    rows = tables.read_table(path, ("title", "sectors", "gender"))
    return {row["title"].lower(): Title(row["title"], row.many("sectors"), row["gender"]) for row in rows}


def _pronouns() -> dict[str, Pronoun]:
    path = tables.DATA / "lexicons" / "pronouns.csv"
    found: dict[str, Pronoun] = {}
    for row in tables.read_table(path, ("form", "person", "number", "gender", "role")):
        if row["person"] not in ("1", "2", "3"):
            raise row.fault(f"person must be 1, 2 or 3; found {row['person']!r}")
        found[row["form"]] = Pronoun(row["form"], int(row["person"]), row["number"], row["gender"], row["role"])
    return found


def _groups() -> dict[str, GroupNoun]:
    path = tables.DATA / "lexicons" / "groups.csv"
    rows = tables.read_table(path, ("noun", "kind", "alone"))
    found: dict[str, GroupNoun] = {}
    for row in rows:
        found.setdefault(row["noun"], GroupNoun(row["noun"], row["kind"], row["alone"] == "yes"))
    return found


def _sector_modifiers() -> dict[str, tuple[str, ...]]:
    path = tables.DATA / "lexicons" / "sector_modifiers.csv"
    return {row["word"]: row.many("sectors") for row in tables.read_table(path, ("word", "sectors"))}


def _not_parties() -> tuple[NotParty, ...]:
    path = tables.DATA / "lexicons" / "not_parties.csv"
    rows = tables.read_table(path, ("phrase", "sense", "cues"))
    return tuple(NotParty(row["phrase"], row["sense"], row.many("cues")) for row in rows)


def _genders() -> dict[str, str]:
    path = tables.DATA / "lexicons" / "given_names.csv"
    return {name: row["gender"] for row in tables.read_table(path, ("gender", "names")) for name in row.many("names")}


def _conflict() -> frozenset[str]:
    path = tables.DATA / "lexicons" / "conflict_words.csv"
    return frozenset(row["lemma"] for row in tables.read_table(path, ("lemma",)))


def _collectives() -> dict[str, Collective]:
    path = tables.DATA / "lexicons" / "collectives.csv"
    rows = tables.read_table(path, ("noun", "code", "sectors", "unless"))
    return {
        row["noun"]: Collective(row["noun"], row["code"], row.many("sectors"), frozenset(row.many("unless")))
        for row in rows
    }


def _kin() -> dict[str, tuple[str, ...]]:
    path = tables.DATA / "lexicons" / "kin_nouns.csv"
    return {row["noun"]: row.many("kin") for row in tables.read_table(path, ("noun", "kin"))}


def _relations() -> frozenset[str]:
    path = tables.DATA / "lexicons" / "relation_nouns.csv"
    return frozenset(row["noun"] for row in tables.read_table(path, ("noun",)))


def _common_bodies() -> dict[str, frozenset[str]]:
    path = tables.DATA / "lexicons" / "common_bodies.csv"
    return {row["name"]: frozenset(row.many("countries")) for row in tables.read_table(path, ("name", "countries"))}


@cache
def party_words() -> PartyWords:
    """The word lists that come with the package, read once."""
    roles = _roles()
    sizes: dict[str, int] = {}
    for noun in roles:
        for words in (noun.split(), noun.replace("-", " - ").split()):  # the tokenizer cuts at most hyphens
            sizes[words[-1]] = max(len(words), sizes.get(words[-1], 0))
    return PartyWords(
        MappingProxyType(roles), MappingProxyType(sizes), MappingProxyType(_titles()), MappingProxyType(_pronouns()),
        MappingProxyType(_groups()), MappingProxyType(_sector_modifiers()), _not_parties(),
        MappingProxyType(_genders()), _conflict(), MappingProxyType(_collectives()), MappingProxyType(_kin()),
        _relations(), MappingProxyType(_common_bodies()),
    )  # fmt: skip


@cache
def speech_verbs() -> frozenset[str]:
    """Lemmas of the verbs that can introduce a quotation, from the cues of stage 4."""
    path = tables.DATA / "lexicons" / "cues.csv"
    columns = ("lemma", "pos", "kind", "attitude", "certainty", "polarity", "frames", "act", "note")
    rows = tables.read_table(path, columns)
    return frozenset(row["lemma"] for row in rows if row["pos"] == "verb" and "quote" in row.many("frames"))


USES = frozenset((
    "across-states", "any-country", "armed-again", "armed-band", "armed-office", "bloc", "bygone", "colonial",
    "colony", "craft", "epithet", "equal", "fact-object", "helper", "lesser-office", "media-first", "media-last",
    "ngo", "object-control", "pair", "party-head", "party-word", "person", "police-word", "relative", "ruler", "work",
))  # fmt: skip


@cache
def referring(use: str) -> frozenset[str]:
    """The words of one use in ``referring.csv``, where each use is explained."""
    found: frozenset[str] = frozenset()
    for row in tables.read_table(tables.DATA / "lexicons" / "referring.csv", ("words", "use", "note")):
        if row["use"] not in USES:
            raise row.fault(f"use must be one of {', '.join(sorted(USES))}; found {row['use']!r}")
        if row["use"] == use:
            found |= frozenset(row.many("words"))
    return found
