"""What other event data call our codes: countries in CAMEO, FIPS 10-4, Correlates of War; sectors in CAMEO, ICEWS.

Read from ``data/formats``; a country of ours is its ISO 3166 alpha-3 code, a sector or an international body that of
PLOVER.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from polybius.codebook import load_codebook
from polybius.tables import DATA, read_table

FOLDER = DATA / "formats"
COUNTRY_COLUMNS = ("iso", "name", "cameo", "fips", "cow", "gw")
SECTOR_COLUMNS = ("code", "kind", "cameo", "group", "country", "icews", "cameo_also")
STATE_COLUMNS = ("name", "code")
_ALIASES = DATA / "places" / "countries.csv"
_ALIAS_COLUMNS = ("iso", "name", "aliases", "latitude", "longitude")


@dataclass(frozen=True)
class Country:
    """A country in the code systems of other data; None where it has no code in one.

    cameo: in actor codes. fips: FIPS 10-4. cow: Correlates of War number. gw: Gleditsch and Ward's number.
    """

    iso: str
    name: str
    cameo: str
    fips: str | None
    cow: int | None
    gw: int | None


@dataclass(frozen=True)
class Role:
    """A sector or an international body in the terms of CAMEO and ICEWS.

    cameo: the role, or None. group: known group. country: what CAMEO writes in place of a country. icews: the words of
    ICEWS, that of export first. cameo_also: further CAMEO roles that are read as this one.
    """

    code: str
    international: bool
    cameo: str | None
    group: str | None
    country: str | None
    icews: tuple[str, ...]
    cameo_also: tuple[str, ...]


@cache
def countries() -> tuple[Country, ...]:
    """All countries. Raises DataError, naming file and line, where the table breaks its rules."""
    return tuple(_countries())


def _countries() -> Iterator[Country]:
    seen: dict[tuple[str, str], str] = {}
    for row in read_table(FOLDER / "countries.csv", COUNTRY_COLUMNS):
        for system in ("iso", "cameo", "fips", "cow", "gw"):
            if row[system] and seen.setdefault((system, row[system]), row["iso"]) != row["iso"]:
                raise row.fault(f"{system} {row[system]!r} is that of {seen[system, row[system]]} too")
        for number in ("cow", "gw"):
            if row[number] and not row[number].isdecimal():
                raise row.fault(f"{number} must be a whole number; found {row[number]!r}")
        cow, gw = (int(row[number]) if row[number] else None for number in ("cow", "gw"))
        yield Country(row["iso"], row["name"], row["cameo"], row["fips"] or None, cow, gw)


@cache
def roles() -> tuple[Role, ...]:
    """All sectors and international bodies. Raises DataError where the table breaks its rules."""
    return tuple(_roles())


def _roles() -> Iterator[Role]:
    book = load_codebook()
    known = {"sector": book.sectors, "international": book.international}
    for row in read_table(FOLDER / "sectors.csv", SECTOR_COLUMNS):
        if row["kind"] not in known:
            raise row.fault(f"kind must be sector or international; found {row['kind']!r}")
        if row["code"] not in known[row["kind"]]:
            raise row.fault(f"{row['code']!r} is no {row['kind']} code of the codebook")
        if not row["icews"]:
            raise row.fault(f"{row['code']} needs words for ICEWS")
        yield Role(
            row["code"], row["kind"] == "international", row["cameo"] or None, row["group"] or None,
            row["country"] or None, row.many("icews"), row.many("cameo_also"),
        )  # fmt: skip


@cache
def us_states() -> Mapping[str, str]:
    """The two letters of each state of the United States."""
    return {row["name"]: row["code"] for row in read_table(FOLDER / "us_states.csv", STATE_COLUMNS)}


@cache
def country_names() -> Mapping[str, str]:
    """The code of each country by its names in news English, in lower case."""
    named: dict[str, str] = {}
    for row in read_table(_ALIASES, _ALIAS_COLUMNS):
        for name in (row["name"], *row.many("aliases")):
            named.setdefault(name.casefold(), row["iso"])
    for country in countries():
        named[country.name.casefold()] = country.iso
    return named
