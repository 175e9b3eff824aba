"""SQL over the happenings of a store, beside the views that the store itself has."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius import store as stores
from polybius.errors import StoreError
from polybius.link.index import LinkIndex
from polybius.link.of_store import linked
from polybius.store.read import duckdb_in_memory
from polybius.store.table import first_line, open_table

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from polybius.link.named_party import NamedParty

TABLES = ("happenings", "happening_parties", "happening_tellers", "contradictions")
MEMBERS = "happening_events"
FLAGS = frozenset({"one_sided", "passes_on", "denied"})
_TYPES = {
    "quad": "int64", "score": "float64", "goldstein": "float64", "latitude": "float64", "longitude": "float64",
    "geonames_id": "int64", "events": "int64", "reports": "int64", "independent": "int64", "contradictions": "int64",
    "confidence": "float64", "position": "int64",
}  # fmt: skip


def connect(
    store: str | Path, version: int | None = None, *, index: str | Path | None = None
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory with the views of the store and those of its happenings.

    What is new in the store is linked first. At an older version happenings are not kept, so asking for one raises
    StoreError, as does a store that cannot be opened.
    """
    only_newest(store, version)
    with linked(store, index=index) as opened:
        connection = stores.connect(store, version)
        register(connection, opened)
    return connection


def connect_for_series(
    store: str | Path,
    parties: Sequence[NamedParty] = (),
    version: int | None = None,
    *,
    index: str | Path | None = None,
) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection with as much of a store as series of these parties, and the exposure, are counted from.

    It gives the same counts as one of ``connect``, and much sooner where there are millions of events: neither texts
    of reports are read nor the happenings of others. Raises StoreError as ``connect`` does.
    """
    only_newest(store, version)
    with linked(store, index=index) as opened:
        tables = opened.between([party.condition() for party in parties])
    connection = duckdb_in_memory()
    for name, (columns, rows) in tables.items():
        connection.register(name, _arrow(columns, rows))
    connection.register("published", _published(store, version))
    connection.execute(_SLIM)
    return connection


_SLIM = """
CREATE VIEW reports AS SELECT * EXCLUDE (appearances) FROM published;
CREATE VIEW appearances AS SELECT report_id, a.outlet AS outlet
FROM (SELECT report_id, unnest(appearances) AS a FROM published)"""


def _published(store: str | Path, version: int | None) -> pa.Table:
    """When each report was published and where; of the nested columns only these parts are read."""
    import pyarrow.compute as pc

    columns = {
        "report_id": pc.field("report_id"),
        "outlet": pc.field("outlet"),
        "outlet_id": pc.field("report", "outlet_id"),
        "published": pc.field("published"),
        "published_end": pc.field("report", "published", "end"),
        "published_basis": pc.field("report", "published", "basis"),
        "appearances": pc.field("report", "appearances"),
    }
    try:
        return stores.snapshot(store, version).to_table(columns=columns)
    except OSError as error:
        raise StoreError(f"{store}: is damaged, a file cannot be read ({first_line(error)})") from error


def query(store: str | Path, sql: str, version: int | None = None, *, index: str | Path | None = None) -> stores.Rows:
    """The answer to one SQL query over the views of a store; its happenings are linked where the query names them."""
    if not names_happenings(sql):
        return stores.query(store, sql, version=version)
    with connect(store, version, index=index) as connection:
        return stores.answer(connection, sql)


def names_happenings(sql: str) -> bool:
    """Whether a query names one of the views on happenings."""
    return re.search(rf"\b({'|'.join((*TABLES, MEMBERS))})\b", sql, re.IGNORECASE) is not None


def register(connection: duckdb.DuckDBPyConnection, index: LinkIndex) -> None:
    """Gives a connection the views on happenings, as they are in the index now."""
    for name in TABLES:
        columns, rows = index.table(name)
        connection.register(name, _arrow(columns, rows))
    members = ("happening_id", "event_id", "report_id", "teller", "denied")
    connection.register("_members", _arrow(members, index.members()))
    connection.execute(
        f"CREATE VIEW {MEMBERS} AS SELECT happening_id, event_id, report_id, teller, "
        "CASE WHEN denied THEN 'denied' ELSE 'asserted' END AS stance FROM _members"
    )


def _arrow(columns: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    import pyarrow as pa

    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(columns)
    arrays = [
        pa.array([None if value is None else bool(value) for value in values], pa.bool_())
        if name in FLAGS
        else pa.array(values, _type(name, columns))
        for name, values in zip(columns, by_column, strict=True)
    ]
    return pa.table(dict(zip(columns, arrays, strict=True)))


def _type(name: str, columns: tuple[str, ...]) -> pa.DataType:
    import pyarrow as pa

    # "outlets" is a number of happenings, but a list of names of tellers
    if name == "outlets" and "teller" not in columns:
        return pa.int64()
    return getattr(pa, _TYPES[name])() if name in _TYPES else pa.string()


def only_newest(store: str | Path, version: int | None) -> None:
    """Raises StoreError where a version of a store is asked for that is not its newest."""
    newest = open_table(store).version()
    if version is not None and version != newest:
        raise StoreError(
            f"{store}: happenings are linked for the newest version ({newest}) only, not for {version}; "
            "leave --version out"
        )
