"""POLECAT weekly data: 40 columns parted by tabs, with a header; ``None`` for unknown, lists parted by "; "."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from polybius.codebook import load_codebook
from polybius.export.polecat import COLUMNS as EXPORTED
from polybius.export.polecat import QUADS
from polybius.outside import fields
from polybius.store.outside import OutsideEvent

NAME = "polecat"
COLUMNS = tuple(column.name for column in EXPORTED)
_HEADED = {"Event Intensity": "Intensity"}
SURPLUS = frozenset({"Headline", "Event Text", "Feed", "Story ID", ""})
"""Names that some headers have without there being such columns."""


def recognises(first: Sequence[str]) -> Sequence[str] | None:
    """The columns a header names, if those of POLECAT are among them."""
    named = [_HEADED.get(name.strip(), name.strip()) for name in first]
    return named if set(COLUMNS) <= set(named) else None


def event_of(row: Mapping[str, str]) -> OutsideEvent:
    """The event of a row. Raises ValueError where it is none."""
    key = row["Event ID"].strip()
    if not key:
        raise ValueError("it has no Event ID")
    when = fields.day(row["Event Date"], "Event Date")
    category = row["Event Type"].strip().upper()
    if category not in load_codebook().categories:
        raise ValueError(f"Event Type {fields.shown(row['Event Type'])} is no category of PLOVER")
    quad = (fields.known(row["Quad Code"]) or "").upper()
    place = next((found for name in ("Placename", "City", "Province") if (found := fields.known(row[name]))), None)
    published = fields.known(row["Publication Date"])
    return OutsideEvent(
        # some ids come twice, for other modes or by mistake: what the row says tells them apart
        event_id=f"polecat:{key}:{_digest(row)}", source=NAME, date_start=when, date_end=when, category=category,
        modes=fields.known(row["Event Mode"]) or "",
        actors=_bars(row["Actor Name"]), actor_codes=_bars(row["Actor Country"], one=True),
        actor_sectors=_sectors(row["Actor Sectors"]),
        recipients=_bars(row["Recipient Name"]), recipient_codes=_bars(row["Recipient Country"], one=True),
        recipient_sectors=_sectors(row["Recipient Sectors"]),
        quad=QUADS.index(quad) + 1 if quad in QUADS else load_codebook().categories[category].quad,
        score=fields.real(row["Intensity"], "Intensity", 10), place=place, place_country=fields.known(row["Country"]),
        admin1=fields.known(row["Province"]), latitude=fields.real(row["Latitude"], "Latitude", 90),
        longitude=fields.real(row["Longitude"], "Longitude", 180),
        geonames_id=fields.whole(row["GeoNames ID"], "GeoNames ID"),
        published=fields.day(published, "Publication Date") if published else None, outlet=fields.known(row["Source"]),
    )  # fmt: skip


def _digest(row: Mapping[str, str]) -> str:
    told = "\t".join(row.get(name, "") for name in COLUMNS)
    return hashlib.blake2b(told.encode("utf-8", "surrogatepass"), digest_size=5).hexdigest()


def _parts(value: str) -> list[str]:
    return [] if fields.known(value) is None else [fields.known(part) or "" for part in value.split("; ")]


def _bars(value: str, *, one: bool = False) -> str:
    """A list joined by bars; one: of values nested in one another only the first is kept."""
    return "|".join(part.split("|")[0] if one else part.replace("|", "/") for part in _parts(value))


def _sectors(value: str) -> str:
    return "|".join(" ".join(part.split("|")) for part in _parts(value))
