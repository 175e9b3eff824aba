"""ICEWS coded event data: 20 columns parted by tabs, with a header, no quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polybius.export.icews import COLUMNS as EXPORTED
from polybius.outside import fields
from polybius.store.outside import OutsideEvent

NAME = "icews"
COLUMNS = tuple(column.name for column in EXPORTED)


def recognises(first: Sequence[str]) -> Sequence[str] | None:
    """The columns a header names, if those of ICEWS are among them."""
    named = [name.strip() for name in first]
    return named if set(COLUMNS) <= set(named) else None


def event_of(row: Mapping[str, str]) -> OutsideEvent:
    """The event of a row; its id is unique with its date only. Raises ValueError where it is none."""
    key = row["Event ID"].strip()
    if not key.isdecimal():
        raise ValueError(f"Event ID {fields.shown(key)} is no whole number")
    when = fields.day(row["Event Date"], "Event Date")
    code = fields.cameo_code(row["CAMEO Code"])
    category, mode = fields.category_of(code)
    actor, recipient = _party(row, "Source"), _party(row, "Target")
    place = next(
        (found for name in ("City", "District", "Province", "Country") if (found := fields.known(row[name]))), None
    )
    return OutsideEvent(
        event_id=f"icews:{key}@{when}", source=NAME, date_start=when, date_end=when, category=category, modes=mode,
        actors=actor[0], actor_codes=actor[1], actor_sectors=actor[2],
        recipients=recipient[0], recipient_codes=recipient[1], recipient_sectors=recipient[2],
        quad=fields.quad_of(code), cameo=code, goldstein=fields.real(row["Intensity"], "Intensity", 10),
        place=place, place_country=fields.country_of(row["Country"]), admin1=fields.known(row["Province"]),
        latitude=fields.real(row["Latitude"], "Latitude", 90),
        longitude=fields.real(row["Longitude"], "Longitude", 180), outlet=fields.known(row["Publisher"]),
    )  # fmt: skip


def _party(row: Mapping[str, str], role: str) -> tuple[str, str, str]:
    """Name, code and sectors of the one side. A body without a country is told by its name, else by its sector."""
    name = fields.known(row[f"{role} Name"]) or ""
    words = (row[f"{role} Sectors"] or "").split(",")
    known = [
        fields.sector_of_icews()[word] for raw in words if (word := raw.strip().casefold()) in fields.sector_of_icews()
    ]
    code = fields.country_of(row[f"{role} Country"]) or fields.named_bodies().get(name.casefold())
    bodies = [sector for sector in known if sector in fields.bodies()]
    if code is None and bodies:
        code = bodies[0]
    kept = [
        sector for sector in known if sector != code and not (code in fields.bodies() and sector in fields.bodies())
    ]
    return name, code or "", " ".join(dict.fromkeys(kept))
