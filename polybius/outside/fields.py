"""What the values of other sets mean: dates, numbers, and their codes as ours (``crosswalk``)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import date
from functools import cache

from polybius.codebook import load_codebook
from polybius.crosswalk import countries, country_names, roles
from polybius.tables import DATA, read_table

MISSING = frozenset({"", "None", "NULL", "NA", "nan"})
"""What stands for an unknown value; never looked for in codes of two letters, of which NA is one."""
_DAY = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ].*)?", re.ASCII)
_LIST_COLUMNS = ("id", "name", "aliases", "code", "sectors", "kind", "start", "end", "iso", "wikidata", "source")


def known(value: str | None) -> str | None:
    """The value without blanks around it; None where it is missing."""
    text = (value or "").strip()
    return None if text in MISSING else text


def day(value: str | None, what: str) -> str:
    """An ISO day from YYYY-MM-DD or YYYYMMDD. Raises ValueError where it is none."""
    found = _DAY.fullmatch((value or "").strip())
    if found:
        try:
            return date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        except ValueError:
            pass
    raise ValueError(f"{what} {shown(value)} is no day; it must be YYYY-MM-DD or YYYYMMDD")


def whole(value: str | None, what: str) -> int | None:
    """A whole number; None where it is missing. Raises ValueError where it is none."""
    number = real(value, what)
    if number is None:
        return None
    if number != int(number) or abs(number) > 2**53:
        raise ValueError(f"{what} {shown(value)} is no whole number")
    return int(number)


def real(value: str | None, what: str, most: float | None = None) -> float | None:
    """A number, of at most that size; None where it is missing. Raises ValueError where it is none."""
    text = known(value)
    if text is None:
        return None
    try:
        number = float(text)
    except ValueError as error:
        raise ValueError(f"{what} {shown(value)} is no number") from error
    if not math.isfinite(number):
        raise ValueError(f"{what} {shown(value)} is no number")
    if most is not None and abs(number) > most:
        raise ValueError(f"{what} {shown(value)} cannot be right; it must lie between {-most:g} and {most:g}")
    return number


def shown(value: str | None) -> str:
    """A value as it is quoted in messages."""
    text = value or ""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def cameo_code(value: str | None) -> str:
    """A CAMEO code of two to four digits. Raises ValueError where it is none."""
    code = (value or "").strip()
    if not re.fullmatch(r"\d{2,4}", code, re.ASCII):
        raise ValueError(f"{shown(value)} is no CAMEO code; it must have two to four digits")
    return code


def category_of(code: str) -> tuple[str | None, str]:
    """PLOVER's category and mode of a CAMEO code by the crosswalk; those of its first digits where it is unknown."""
    book = load_codebook().cameo_by_code
    for length in range(len(code), 1, -1):
        entry = book.get(code[:length])
        if entry is not None:
            return entry.category, entry.mode or ""
    return None, ""


def quad_of(code: str) -> int:
    """The quad class of a CAMEO code: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


@cache
def codes_of(system: str) -> Mapping[str, str]:
    """Our code by that of another system: cameo, fips, cow or gw."""
    return {str(code): one.iso for one in countries() if (code := getattr(one, system)) is not None}


@cache
def sector_of_cameo() -> Mapping[str, str]:
    """Our sector, or international code, by the CAMEO role; bodies with a group of their own are told by that."""
    told = {one.cameo: one.code for one in roles() if one.cameo and not one.group}
    return told | {also: one.code for one in roles() for also in one.cameo_also}


@cache
def sector_of_icews() -> Mapping[str, str]:
    """Our sector, or international code, by ICEWS's words, in lower case."""
    return {words.casefold(): one.code for one in roles() for words in one.icews}


@cache
def bodies() -> Mapping[str, str]:
    """The codes of international bodies."""
    return {one.code: one.cameo or one.code for one in roles() if one.international}


@cache
def named_bodies() -> Mapping[str, str]:
    """The code of an international body by its names in the actor list, in lower case."""
    named: dict[str, str] = {}
    for row in read_table(DATA / "actors" / "organisations.csv", _LIST_COLUMNS):
        if row["code"] in bodies():
            for name in (row["name"], *row.many("aliases")):
                named.setdefault(name.casefold(), row["code"])
    return named


def country_of(name: str | None) -> str | None:
    """The code of a country by its English name, also as ICEWS and ACLED write it; None where it is not known."""
    text = known(name)
    if text is None:
        return None
    plain = text.casefold()
    without = re.sub(r"^the |\s*\(.*\)$", "", plain)
    before, comma, after = plain.partition(", ")
    turned = f"{after} {before}" if comma else plain
    return next((code for form in (plain, without, turned) if (code := country_names().get(form))), None)
