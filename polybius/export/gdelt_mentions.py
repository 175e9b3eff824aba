"""GDELT 2.0 mentions: 16 columns parted by tabs, no header, one row per telling of a row of ``gdelt``."""

from __future__ import annotations

from typing import BinaryIO

from polybius.export.gdelt import FATES
from polybius.export.source import Source
from polybius.export.tabbed import Column, write_tabbed

COLUMNS = (
    Column("GlobalEventID", "pair_id(key, nth)"),
    Column("EventTimeDate", "strftime(coalesce(day_of(published), day), '%Y%m%d') || '000000'"),
    Column("MentionTimeDate", "strftime(coalesce(day_of(seen), day), '%Y%m%d') || '000000'"),
    # 1 is a report with an address, 2 one that can only be cited
    Column("MentionType", "CASE WHEN url IS NULL THEN 2 ELSE 1 END"),
    Column("MentionSourceName", "flat(coalesce(regexp_extract(url, '^[a-z]+://(?:www\\.)?([^/:?#]+)', 1), outlet))"),
    Column("MentionIdentifier", "flat(coalesce(url, outlet || ', ' || seen, outlet, report_id))"),
    Column("SentenceID", "sentence_at(report_text, start)"),
    Column(
        "Actor1CharOffset",
        "coalesce(pair.a.start, list_filter(own_parties, lambda x: x.code = pair.a.code)[1].start, -1)",
    ),
    Column(
        "Actor2CharOffset",
        "coalesce(pair.r.start, list_filter(own_parties, lambda x: x.code = pair.r.code)[1].start, -1)",
    ),
    Column("ActionCharOffset", "trigger_start"),
    Column("InRawText", "1"),
    # percent in steps of ten; the least is ten
    Column(
        "Confidence", "CASE WHEN confidence IS NOT NULL THEN greatest(10, 10 * round(10 * confidence)::INTEGER) END"
    ),
    Column("MentionDocLen", "length(report_text)"),
    Column("MentionDocTone", "NULL"),
    Column("MentionDocTranslationInfo", "NULL"),
    Column("Extras", "NULL"),
)
"""The columns of the mentions file of GDELT 2.0, in order."""


def write_gdelt_mentions(out: BinaryIO, source: Source) -> int:
    """Writes the tellings as GDELT 2.0 has its mentions; returns the number of rows."""
    return write_tabbed(out, source, COLUMNS, "dyads WHERE cameo IS NOT NULL", header=False, fates=FATES)
