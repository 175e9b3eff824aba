"""GDELT's event files: version 2.0 with 61 columns, 1.0 with 58 or 57; parted by tabs, without a header."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polybius.export.gdelt import COLUMNS as EXPORTED
from polybius.outside import fields
from polybius.store.outside import OutsideEvent

NAME = "gdelt"
COLUMNS = tuple(column.name for column in EXPORTED)
_OLD = tuple(name for name in COLUMNS if not name.endswith("ADM2Code"))


def recognises(first: Sequence[str]) -> Sequence[str] | None:
    """The columns by the number of fields of the first row, if an id and a day come first."""
    if len(first) < 2 or not first[0].isdecimal() or not (len(first[1]) == 8 and first[1].isdecimal()):
        return None
    return {61: COLUMNS, 58: _OLD, 57: _OLD[:-1]}.get(len(first))


def event_of(row: Mapping[str, str]) -> OutsideEvent:
    """The event of a row. Raises ValueError where it is none."""
    key = row["GlobalEventID"].strip()
    if not key.isdecimal():
        raise ValueError(f"GlobalEventID {fields.shown(key)} is no whole number")
    when = fields.day(row["Day"], "Day")
    code = fields.cameo_code(row["EventCode"])
    category, mode = fields.category_of(code)
    actor, recipient = _party(row, 1), _party(row, 2)
    added = row.get("DATEADDED", "").strip()
    return OutsideEvent(
        event_id=f"gdelt:{key}", source=NAME, date_start=when, date_end=when, category=category, modes=mode,
        actors=actor[0], actor_codes=actor[1], actor_sectors=actor[2],
        recipients=recipient[0], recipient_codes=recipient[1], recipient_sectors=recipient[2],
        quad=fields.whole(row["QuadClass"], "QuadClass") or fields.quad_of(code), cameo=code,
        goldstein=fields.real(row["GoldsteinScale"], "GoldsteinScale", 10),
        place=fields.known(row["ActionGeo_Fullname"]),
        # a FIPS code may be "NA"
        place_country=fields.codes_of("fips").get(row["ActionGeo_CountryCode"].strip()),
        latitude=fields.real(row["ActionGeo_Lat"], "ActionGeo_Lat", 90),
        longitude=fields.real(row["ActionGeo_Long"], "ActionGeo_Long", 180),
        mentions=fields.whole(row["NumMentions"], "NumMentions"), sources=fields.whole(row["NumSources"], "NumSources"),
        articles=fields.whole(row["NumArticles"], "NumArticles"),
        published=fields.day(added[:8], "DATEADDED") if added else None, url=fields.known(row.get("SOURCEURL")),
    )  # fmt: skip


def _party(row: Mapping[str, str], number: int) -> tuple[str, str, str]:
    """Name, code and sectors of one of the two actors."""
    of = f"Actor{number}"
    group, country = row[f"{of}KnownGroupCode"].strip(), row[f"{of}CountryCode"].strip()
    types = [kind for nth in (1, 2, 3) if (kind := row[f"{of}Type{nth}Code"].strip())]
    known = [fields.sector_of_cameo()[kind] for kind in types if kind in fields.sector_of_cameo()]
    code = {"UNO": "UNO", "EEC": "EUR"}.get(group) or fields.codes_of("cameo").get(country, country)
    if group in ("UNO", "EEC"):
        known = [sector for sector in known if sector != "IGO"]
    elif not code and known and known[0] in fields.bodies():
        code, *known = known
    return row[f"{of}Name"].strip(), code, " ".join(known)
