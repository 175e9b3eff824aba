"""ICEWS coded event data: 20 columns parted by tabs, with a header, one row per actor and recipient."""

from __future__ import annotations

from typing import BinaryIO

from polybius.codebook import load_codebook
from polybius.export.source import Source
from polybius.export.tabbed import Column, write_tabbed


def _party(role: str, who: str) -> list[Column]:
    return [
        Column(f"{role} Name", f"shown({who})"),
        Column(f"{role} Sectors", f"icews_sectors({who}.code, {who}.sectors)"),
        Column(f"{role} Country", f"country_name({who}.code)"),
    ]


COLUMNS = (
    Column("Event ID", "pair_id(key, nth)"),
    Column("Event Date", "day"),
    *_party("Source", "pair.a"),
    Column("Event Text", "label"),
    Column("CAMEO Code", "cameo"),
    Column("Intensity", "goldstein"),
    *_party("Target", "pair.r"),
    Column("Story ID", "number_of(report_id)"),
    Column("Sentence Number", "sentence_at(report_text, start)"),
    Column("Publisher", "flat(outlet)"),
    Column("City", "CASE WHEN place_kind IN ('city', 'capital') THEN flat(place_name) END"),
    Column("District", "flat(admin2)"),
    Column("Province", "CASE WHEN place_kind = 'admin1' THEN flat(place_name) ELSE flat(admin1) END"),
    Column("Country", "country_name(place_country)"),
    Column("Latitude", "latitude"),
    Column("Longitude", "longitude"),
)
"""The columns of ICEWS's files, in order."""


def write_icews(out: BinaryIO, source: Source) -> int:
    """Writes the events as ICEWS has them; returns the number of rows."""
    import pyarrow as pa

    book = load_codebook()
    labels = pa.table({"code": [one.code for one in book.cameo], "label": [one.label for one in book.cameo]})
    lone = "true" if source.selection.lone else "pair.a IS NOT NULL AND pair.r IS NOT NULL"
    return write_tabbed(
        out, source, COLUMNS,
        f"dyads LEFT JOIN labels ON labels.code = cameo WHERE leads AND cameo IS NOT NULL AND {lone}",
        header=True, fates=source.fates_of_pairs, tables={"labels": labels},
    )  # fmt: skip
