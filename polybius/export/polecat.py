"""POLECAT weekly data: 40 columns parted by tabs, with a header, one row per event and mode; ``None`` where unknown."""

from __future__ import annotations

from typing import BinaryIO

from polybius.export.source import Source
from polybius.export.tabbed import Column, write_tabbed


def _parties(role: str, which: str) -> list[Column]:
    def of(value: str) -> str:
        return f"listed(list_transform({which}, lambda p: {value}))"

    return [
        Column(f"{role} Name", of("coalesce(p.name, p.text)")),
        Column(f"{role} Country", of("p.code")),
        Column(f"{role} COW", of("cow(p.code)")),
        Column(f"Primary {role} Sector", of("p.sectors[1]")),
        Column(f"{role} Sectors", of("nullif(array_to_string(p.sectors, '|'), '')")),
        Column(f"{role} Title", "NULL"),
        Column(f"{role} Name Raw", of("p.text")),
        Column(f"Wikipedia {role} ID", "NULL"),
    ]


QUADS = ("VERBAL COOPERATION", "MATERIAL COOPERATION", "VERBAL CONFLICT", "MATERIAL CONFLICT")
_NTH_MODE = "CASE WHEN nth_mode > 1 THEN '-' || nth_mode ELSE '' END"
COLUMNS = (
    Column("Event ID", f"concat(report_id, '_', category, '_', flat(key), {_NTH_MODE})"),
    Column("Event Date", "day"),
    Column("Event Type", "category"),
    Column("Event Mode", "mode"),
    Column("Intensity", "score"),
    Column("Quad Code", f"[{', '.join(map(repr, QUADS))}][quad]"),
    Column("Contexts", "listed(contexts)"),
    *_parties("Actor", "actors"),
    *_parties("Recipient", "recipients"),
    Column("Placename", "flat(coalesce(place_name, place_text))"),
    Column("City", "CASE WHEN place_kind IN ('city', 'capital') THEN flat(place_name) END"),
    Column("District", "flat(admin2)"),
    Column("Province", "CASE WHEN place_kind = 'admin1' THEN flat(place_name) ELSE flat(admin1) END"),
    Column("Country", "place_country"),
    Column("Latitude", "latitude"),
    Column("Longitude", "longitude"),
    Column("GeoNames ID", "geonames_id"),
    Column("Raw Placename", "flat(place_text)"),
    Column("Feature Type", """CASE place_kind WHEN 'country' THEN 'PCLI' WHEN 'admin1' THEN 'ADM1'
        WHEN 'admin2' THEN 'ADM2' WHEN 'capital' THEN 'PPLC' WHEN 'city' THEN 'PPL' END"""),
    Column("Source", "flat(outlet)"),
    Column("Publication Date", "day_of(seen)"),
    Column("Story People", "NULL"),
    Column("Story Organizations", "NULL"),
    Column("Story Locations", "listed(list_distinct(list_transform(places, lambda x: x.name)))"),
    Column("Language", "flat(language)"),
    Column("Version", "'Polybius-' || polybius"),
)  # fmt: skip
"""The columns of POLECAT's files, in order."""
_MODES = "CASE WHEN len(modes) = 0 THEN [NULL]::VARCHAR[] ELSE modes END"


def write_polecat(out: BinaryIO, source: Source) -> int:
    """Writes the events as POLECAT has them; returns the number of rows."""
    by_mode = (
        f"(SELECT *, unnest({_MODES}) AS mode, generate_subscripts({_MODES}, 1) AS nth_mode "
        "FROM fated WHERE fate IS NULL AND leads)"
    )
    return write_tabbed(out, source, COLUMNS, by_mode, header=True, missing="None", fates="fate", needs=("places",))
