"""GDELT 2.0 events: 61 columns parted by tabs, no header, one row per pair of parties."""

from __future__ import annotations

from typing import BinaryIO

from polybius.export.source import Source
from polybius.export.tabbed import Column, write_tabbed

_STAMP = "strftime(coalesce(day_of(published), day), '%Y%m%d') || '000000'"


def _actor(number: int, who: str) -> list[Column]:
    roles = f"cameo_roles({who}.code, {who}.sectors)"
    return [
        Column(f"Actor{number}{name}", value)
        for name, value in (
            ("Code", f"cameo_code({who}.code, {who}.sectors)"),
            ("Name", f"upper(shown({who}))"),
            ("CountryCode", f"cameo_place({who}.code)"),
            ("KnownGroupCode", f"body_group({who}.code)"),
            ("EthnicCode", "NULL"),
            ("Religion1Code", "NULL"),
            ("Religion2Code", "NULL"),
            *((f"Type{nth}Code", f"{roles}[{nth}]") for nth in (1, 2, 3)),
        )
    ]


def _place(of: str, values: dict[str, str]) -> list[Column]:
    names = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
    return [Column(f"{of}Geo_{name}", values.get(name, "NULL")) for name in names]


_FIPS = "fips(place_country)"
_KIND = """CASE WHEN place_name IS NULL AND place_country IS NULL THEN NULL
    WHEN place_kind IN ('country', 'territory') OR place_precision = 'country' THEN 1
    WHEN place_kind = 'admin1' OR place_precision = 'admin1' THEN CASE place_country WHEN 'USA' THEN 2 ELSE 5 END
    WHEN place_country = 'USA' THEN 3 ELSE 4 END"""
_DIVISION = f"""CASE ({_KIND}) WHEN 1 THEN {_FIPS}
    ELSE 'US' || us_state(coalesce(admin1, CASE WHEN place_country = 'USA' THEN place_name END)) END"""
ACTION = {
    "Type": _KIND,
    "Fullname": f"""flat(array_to_string(list_filter([coalesce(place_name, place_text),
        CASE WHEN ({_KIND}) IN (3, 4) THEN admin1 END, CASE WHEN ({_KIND}) <> 1 THEN country_name(place_country) END],
        lambda x: x IS NOT NULL), ', '))""",
    "CountryCode": _FIPS,
    "ADM1Code": _DIVISION,
    "Lat": "latitude",
    "Long": "longitude",
    "FeatureID": f"CASE WHEN ({_KIND}) IN (1, 2, 5) THEN {_DIVISION} END",
}
COLUMNS = (
    Column("GlobalEventID", "pair_id(key, nth)"),
    Column("Day", "strftime(day, '%Y%m%d')"),
    Column("MonthYear", "strftime(day, '%Y%m')"),
    Column("Year", "year(day)"),
    Column("FractionDate", "printf('%.4f', year(day) + (month(day) * 30 + day(day)) / 365.0)"),
    *_actor(1, "pair.a"),
    *_actor(2, "pair.r"),
    Column("IsRootEvent", "CAST(start < paragraph_end(report_text, body_start(regions)) AS INTEGER)"),
    Column("EventCode", "cameo"),
    Column("EventBaseCode", "left(cameo, 3)"),
    Column("EventRootCode", "left(cameo, 2)"),
    Column("QuadClass", "gdelt_quad(cameo)"),
    Column("GoldsteinScale", "goldstein"),
    Column("NumMentions", "mentions"),
    Column("NumSources", "sources"),
    Column("NumArticles", "articles"),
    Column("AvgTone", "NULL"),
    *_place("Actor1", {}),
    *_place("Actor2", {}),
    *_place("Action", ACTION),
    Column("DATEADDED", _STAMP),
    Column("SOURCEURL", "flat(coalesce(url, outlet || ', ' || published, outlet, report_id))"),
)
"""The columns of the export file of GDELT 2.0, in order."""
FATES = "CASE WHEN fate IS NULL AND cameo IS NULL THEN 'codeless' ELSE fate END"


def write_gdelt(out: BinaryIO, source: Source) -> int:
    """Writes the events as GDELT 2.0 has them; returns the number of rows."""
    relation = "dyads WHERE leads AND cameo IS NOT NULL"
    return write_tabbed(out, source, COLUMNS, relation, header=False, fates=FATES)
