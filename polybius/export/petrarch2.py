"""CAMEO events as PETRARCH2 writes them: 11 columns parted by tabs, no header, a row per report, dyad, day and code.

A report without an address lacks that column, as in PETRARCH2's own files.
"""

from __future__ import annotations

from typing import BinaryIO

from polybius.export.source import Source

NAMES = (
    "date", "source", "target", "code", "issues", "ids", "url", "story source", "source text", "target text",
    "event text",
)  # fmt: skip
"""The columns, in order, of the configuration that PETRARCH2 ships with: with the words of actors and events."""


def _code(who: str) -> str:
    """What is known of a party's code; "---" stands for a country that is not."""
    code = f"cameo_code({who}.code, {who}.sectors)"
    return f"CASE WHEN {who}.code IS NULL THEN '---' || coalesce({code}, '') ELSE {code} END"


_ISSUES = "array_to_string(list_transform(contexts, lambda x: upper(x) || ',1'), ';')"


def write_petrarch2(out: BinaryIO, source: Source) -> int:
    """Writes the events as PETRARCH2 does; returns the number of rows.

    What a report tells several times of one dyad, day and code is one row. A row without an address lacks that column,
    as in PETRARCH2's own files.
    """
    lone = "true" if source.selection.lone else "pair.a IS NOT NULL AND pair.r IS NOT NULL"
    sql = f"""
WITH rows AS (
    SELECT report_id, strftime(coalesce(day_of(published), day), '%Y%m%d') AS day, {_code("pair.a")} AS source,
           {_code("pair.r")} AS target, cameo, {_ISSUES} AS issues,
           report_id || '_' || sentence_at(report_text, start) AS id,
           start, flat(url) AS url, flat(outlet) AS outlet, flat(pair.a.text) AS source_text,
           flat(pair.r.text) AS target_text, flat(clause) AS event_text
    FROM dyads WHERE leads AND cameo IS NOT NULL AND {lone}
)
SELECT array_to_string(list_filter([
           day, source, target, cameo, arg_min(coalesce(issues, ''), start), string_agg(DISTINCT id, ';' ORDER BY id),
           any_value(url), coalesce(any_value(outlet), 'NULL'), coalesce(arg_min(source_text, start), '---'),
           coalesce(arg_min(target_text, start), '---'), coalesce(arg_min(event_text, start), '---')],
           lambda x: x IS NOT NULL), chr(9)) || chr(10) AS line
FROM rows GROUP BY report_id, day, source, target, cameo ORDER BY report_id, min(start), source, target, cameo"""
    count = 0
    for batch in source.rows(sql, fates=source.fates_of_pairs):
        out.write("".join(batch.column(0).to_pylist()).encode("utf-8"))
        count += batch.num_rows
    return count
