"""ACLED's event files: CSV with a header, among its columns ``event_id_cnty`` and ``sub_event_type``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from polybius.codebook import load_codebook
from polybius.outside import fields
from polybius.store.outside import OutsideEvent
from polybius.tables import DATA, read_table

NAME = "acled"
NEEDED = ("event_id_cnty", "event_date", "event_type", "sub_event_type", "actor1", "actor2", "country")
# the kinds of actor, by number in older files, in words in newer ones
_KINDS = {
    "1": "MIL", "2": "REB", "3": "PRM", "4": "PRM", "5": "CVL", "6": "CVL", "7": "CVL", "8": "",
    "state forces": "MIL", "rebel group": "REB", "rebel groups": "REB", "political militia": "PRM",
    "political militias": "PRM", "identity militia": "PRM", "identity militias": "PRM", "rioters": "CVL",
    "protesters": "CVL", "civilians": "CVL", "external/other forces": "", "external forces": "", "other forces": "",
}  # fmt: skip
_YEARS = re.compile(r"\s*\(\d{4}-(?:\d{4})?\)\s*$")
_BRACKET = re.compile(r"\(([^()]+)\)\s*$")
_OF = re.compile(
    r"^(?:Military|Police|Government|Security|Private Security|Protesters|Rioters|Civilians)\b.*? (?:Forces )?of (.+)$"
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def recognises(first: Sequence[str]) -> Sequence[str] | None:
    """The columns a header names, in lower case, if those needed are among them."""
    named = [name.strip().lower() for name in first]
    return named if set(NEEDED) <= set(named) else None


def event_of(row: Mapping[str, str]) -> OutsideEvent:
    """The event of a row. Raises ValueError where it is none."""
    key = row["event_id_cnty"].strip()
    if not key:
        raise ValueError("it has no event_id_cnty")
    when = _day(row["event_date"])
    category, mode = _category(row["event_type"].strip(), row["sub_event_type"].strip())
    country = fields.country_of(row["country"])
    actor = _party(row["actor1"], row.get("inter1", ""), country)
    recipient = _party(row["actor2"], row.get("inter2", ""), country)
    entry = load_codebook().categories[category] if category else None
    return OutsideEvent(
        event_id=f"acled:{key}", source=NAME, date_start=when, date_end=when, category=category, modes=mode,
        actors=actor[0], actor_codes=actor[1], actor_sectors=actor[2],
        recipients=recipient[0], recipient_codes=recipient[1], recipient_sectors=recipient[2],
        quad=entry.quad if entry else None, place=fields.known(row.get("location")), place_country=country,
        admin1=fields.known(row.get("admin1")), latitude=fields.real(row.get("latitude"), "latitude", 90),
        longitude=fields.real(row.get("longitude"), "longitude", 180),
        dead=fields.whole(row.get("fatalities"), "fatalities"), outlet=fields.known(row.get("source")),
    )  # fmt: skip


def _day(value: str) -> str:
    """ISO, or "04 October 2020" as ACLED's own exports have it."""
    parts = value.split()
    if len(parts) == 3 and parts[1][:3].lower() in _MONTHS and parts[0].isdecimal() and parts[2].isdecimal():
        return fields.day(
            f"{parts[2]:0>4}{_MONTHS.index(parts[1][:3].lower()) + 1:02d}{int(parts[0]):02d}", "event_date"
        )
    return fields.day(value, "event_date")


@cache
def _kinds() -> Mapping[tuple[str, str], tuple[str | None, str]]:
    book = load_codebook().categories
    found: dict[tuple[str, str], tuple[str | None, str]] = {}
    for row in read_table(DATA / "formats" / "acled.csv", ("type", "subtype", "category", "mode")):
        if row["category"] and row["category"] not in book:
            raise row.fault(f"unknown category {row['category']!r}")
        if row["mode"] and row["mode"] not in book[row["category"]].modes:
            raise row.fault(f"{row['category']} has no mode {row['mode']!r}")
        found[row["type"].casefold(), row["subtype"].casefold()] = (row["category"] or None, row["mode"])
    return found


def _category(kind: str, sub: str) -> tuple[str | None, str]:
    for named in ((kind.casefold(), sub.casefold()), (kind.casefold(), "")):
        if named in _kinds():
            return _kinds()[named]
    raise ValueError(f"event_type {fields.shown(kind)} is none of ACLED's")


def _party(name: str, kind: str, country: str | None) -> tuple[str, str, str]:
    """Name, code and sector. The country is that in the name; but for outside forces, else that of the event."""
    text = fields.known(name)
    if text is None:
        return "", "", ""
    plain = _YEARS.sub("", text)
    named = next(
        (
            code
            for found in (_BRACKET.search(plain), _OF.search(plain))
            if found and (code := fields.country_of(found[1]))
        ),
        None,
    )
    sector = "COP" if plain.startswith("Police") else _KINDS.get(kind.strip().lower(), "")
    foreign = kind.strip().lower() in ("8", "external/other forces", "external forces", "other forces")
    if plain.startswith("Military"):
        sector = "MIL"
    return text.replace("|", "/"), named or ("" if foreign else country or ""), sector
