"""UCDP's georeferenced event data (GED): CSV with a header, among its columns ``type_of_violence`` and ``best``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from polybius.outside import fields
from polybius.store.outside import OutsideEvent

NAME = "ged"
NEEDED = ("id", "type_of_violence", "side_a", "side_b", "date_start", "date_end", "country", "best", "low", "high")
_GOVERNMENT = re.compile(r"^Government of (.+)$")


def recognises(first: Sequence[str]) -> Sequence[str] | None:
    """The columns a header names, in lower case, if those needed are among them."""
    named = [name.strip().lower() for name in first]
    return named if set(NEEDED) <= set(named) else None


def event_of(row: Mapping[str, str]) -> OutsideEvent:
    """The event of a row: all are fatal violence, so ASSAULT. Raises ValueError where it is none."""
    key = row["id"].strip()
    if not key:
        raise ValueError("it has no id")
    kind = row["type_of_violence"].strip()
    if kind not in ("1", "2", "3"):
        raise ValueError(f"type_of_violence {fields.shown(kind)} is none of 1, 2, 3")
    start, end = fields.day(row["date_start"], "date_start"), fields.day(row["date_end"], "date_end")
    if end < start:
        raise ValueError(f"date_end {end} is before date_start {start}")
    country = fields.codes_of("gw").get(row.get("country_id", "").strip()) or fields.country_of(row["country"])
    actor = _party(row, "a", country)
    recipient = _party(row, "b", country)
    return OutsideEvent(
        event_id=f"ged:{key}", source=NAME, date_start=start, date_end=end, category="ASSAULT",
        actors=actor[0], actor_codes=actor[1], actor_sectors=actor[2],
        recipients=recipient[0], recipient_codes=recipient[1], recipient_sectors=recipient[2], quad=4,
        place=fields.known(row.get("where_coordinates")) or fields.known(row.get("adm_1")), place_country=country,
        admin1=fields.known(row.get("adm_1")), latitude=fields.real(row.get("latitude"), "latitude", 90),
        longitude=fields.real(row.get("longitude"), "longitude", 180), dead=fields.whole(row["best"], "best"),
        dead_low=fields.whole(row["low"], "low"), dead_high=fields.whole(row["high"], "high"),
        articles=_sources(row.get("number_of_sources", "")),
    )  # fmt: skip


def _sources(value: str) -> int | None:
    """The number of sources; -1 stands for unknown."""
    return None if value.strip() == "-1" else fields.whole(value, "number_of_sources")


def _party(row: Mapping[str, str], side: str, country: str | None) -> tuple[str, str, str]:
    """Name, code and sector of a side: a government by its number or name, all others by the event's country."""
    name = fields.known(row[f"side_{side}"])
    if name is None:
        return "", "", ""
    shown = name.replace("|", "/")
    government = _GOVERNMENT.match(name)
    if government:
        number = row.get(f"gwno{side}", "").strip()
        return shown, fields.codes_of("gw").get(number) or fields.country_of(government[1]) or "", "GOV"
    return shown, country or "", "CVL" if name == "Civilians" else "REB"
