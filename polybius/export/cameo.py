"""CAMEO events as the Phoenix daily files have them: 26 columns parted by tabs, no header, one row per day and dyad."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import TYPE_CHECKING, BinaryIO

from polybius.export.source import Source

if TYPE_CHECKING:
    import duckdb

NAMES = (
    "EventID", "Date", "Year", "Month", "Day", "SourceActorFull", "SourceActorEntity", "SourceActorRole",
    "SourceActorAttribute", "TargetActorFull", "TargetActorEntity", "TargetActorRole", "TargetActorAttribute",
    "EventCode", "EventRootCode", "QuadClass", "GoldsteinScore", "Issues", "Lat", "Lon", "LocationName", "StateName",
    "CountryCode", "SentenceID", "URLs", "NewsSources",
)  # fmt: skip
"""The columns of the daily files, in order."""
ROLES = ("GOV", "MIL", "REB", "OPP", "PTY", "COP", "JUD", "SPY", "MED", "EDU", "BUS", "CRM", "CVL")
"""What stands in the column of the role; further roles are attributes."""
_IN_ROLES = f"({', '.join(map(repr, ROLES))})"
# five classes: 0 roots 01-02, 1 roots 03-05, 2 roots 06-08, 3 roots 09-13 and 16, 4 roots 14, 15, 17-20
_QUAD = """CASE WHEN left(cameo, 2) <= '02' THEN 0 WHEN left(cameo, 2) <= '05' THEN 1 WHEN left(cameo, 2) <= '08' THEN 2
    WHEN left(cameo, 2) <= '13' OR left(cameo, 2) = '16' THEN 3 ELSE 4 END"""


def _actor(who: str) -> Sequence[str]:
    roles = f"list_filter(list_transform({who}.sectors, lambda s: cameo_role(s)), lambda x: x IS NOT NULL)"
    role = f"list_filter({roles}, lambda x: x IN {_IN_ROLES})[1]"
    body = f"CASE WHEN body_role({who}.code) IN ('IGO', 'NGO', 'IMG', 'MNC') THEN body_role({who}.code) END"
    return (
        f"cameo_code({who}.code, {who}.sectors)",
        f"coalesce({body}, cameo_place({who}.code))",
        role,
        f"""array_to_string(list_filter(list_concat([body_group({who}.code)], {roles}),
            lambda x: x IS NOT NULL AND x IS DISTINCT FROM {role}), ';')""",
    )


VALUES = (
    "strftime(day, '%Y%m%d')", "year(day)", "month(day)", "day(day)", *_actor("pair.a"), *_actor("pair.r"), "cameo",
    "left(cameo, 2)", _QUAD, "goldstein",
    "array_to_string(list_transform(contexts, lambda x: upper(x) || ',1'), ';')", "latitude", "longitude",
    "flat(coalesce(place_name, place_text))",
    "CASE WHEN place_kind = 'admin1' THEN flat(place_name) ELSE flat(admin1) END",
    "place_country", "report_id || '_' || sentence_at(report_text, start)", "flat(url)", "flat(outlet)",
)  # fmt: skip
_UNIQUE = ("Date", "SourceActorFull", "TargetActorFull", "EventCode")
_JOINED = ("SentenceID", "URLs", "NewsSources")


def write_cameo(out: BinaryIO, source: Source) -> int:
    """Writes the events as Phoenix has them; returns the number of rows.

    What is told on one day of one dyad with one code is one row, with the ids, addresses and outlets of all tellings.
    """
    import duckdb

    lone = "true" if source.selection.lone else "pair.a IS NOT NULL AND pair.r IS NOT NULL"
    named = ", ".join(f'{value} AS "{name}"' for name, value in zip(NAMES[1:], VALUES, strict=True))
    sql = f"SELECT {named} FROM dyads WHERE leads AND cameo IS NOT NULL AND {lone}"
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as work:
        # rows are few beside what they are told in, but there is no end to a store: what is too much goes to disk
        work.execute(f"SET temp_directory = '{folder}'")
        work.execute("SET memory_limit = '1GB'")
        made = False
        for batch in source.rows(sql, fates=source.fates_of_pairs):
            work.register("batch", batch)
            work.execute("INSERT INTO told SELECT * FROM batch" if made else "CREATE TABLE told AS SELECT * FROM batch")
            made = True
        return _write_rows(out, work) if made else 0


def _write_rows(out: BinaryIO, work: duckdb.DuckDBPyConnection) -> int:
    """One row for what is told on one day of one dyad with one code; what is not the same is that of the first id."""
    rest = [name for name in NAMES[1:] if name not in (*_UNIQUE, *_JOINED)]
    of_first = ", ".join(f"'{name}': {name}" for name in rest)
    joined = ", ".join(f"string_agg(DISTINCT {name}, ';' ORDER BY {name}) AS {name}" for name in _JOINED)
    unique = ", ".join(_UNIQUE)
    values = ", chr(9), ".join(
        f"coalesce(CAST({f'one.{name}' if name in rest else name} AS VARCHAR), '')" for name in NAMES[1:]
    )
    found = work.sql(
        f"SELECT concat(row_number() OVER (ORDER BY {unique}), chr(9), {values}, chr(10)) AS line FROM "
        f"(SELECT {unique}, arg_min({{{of_first}}}, SentenceID) AS one, {joined} FROM told GROUP BY ALL) "
        f"ORDER BY {unique}"
    )
    count = 0
    for batch in found.to_arrow_reader(32_768):
        out.write("".join(batch.column(0).to_pylist()).encode("utf-8"))
        count += batch.num_rows
    return count
