"""Stage 7 of 9: store, reading — needs a store, leaves CodedReports, or rows of SQL over views of them.

A reader looks at one version of the table and is never disturbed by writers. The views of ``query`` are made by
DuckDB in memory over such a snapshot (``views.sql``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.errors import StoreError
from polybius.records import CodedReport, Event
from polybius.store.corrections import corrections_table, read_corrections
from polybius.store.outside import VIEW, outside_rows
from polybius.store.rejects import rejects_dataset, rejects_schema
from polybius.store.schema import from_row
from polybius.store.table import dataset_of, first_line, open_table

if TYPE_CHECKING:
    import duckdb
    import pyarrow.dataset

VIEWS = Path(__file__).with_name("views.sql")
_AT_ONCE = 256
"""Rows turned into records at a time; bounds memory."""


@dataclass(frozen=True)
class Rows:
    """The answer to a query: column names and rows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True)
class Bounds:
    """The largest answer wanted: its rows, and the characters of all its values together."""

    rows: int
    characters: int


def snapshot(store: str | Path, version: int | None = None) -> pyarrow.dataset.Dataset:
    """The rows of a store as they are now, or were at a version, as a pyarrow dataset.

    Raises StoreError where the store cannot be opened or has no such version.
    """
    return dataset_of(open_table(store, version))


def read(store: str | Path, version: int | None = None) -> Iterator[CodedReport]:
    """Yields the coded reports of a store, by default those of its newest version. Raises StoreError."""
    dataset = snapshot(store, version)
    try:
        for batch in dataset.to_batches(batch_size=_AT_ONCE, batch_readahead=1, fragment_readahead=1):
            yield from map(from_row, batch.to_pylist())
    except (OSError, ValueError) as error:
        raise StoreError(f"{store}: is damaged, a report cannot be read ({first_line(error)})") from error


def find_event(store: str | Path, event_id: str) -> tuple[CodedReport, Event]:
    """The event with this id, or the only one whose id starts so, and its report.

    Raises StoreError where there is none, or where several ids start so.
    """
    found = query(
        store,
        "SELECT event_id, report_id FROM events WHERE starts_with(event_id, $1) "
        "ORDER BY event_id <> $1, event_id LIMIT 2",
        (event_id,),
    ).rows
    if not found or not event_id:
        raise StoreError(
            f'{store}: holds no event {event_id}; list them with: polybius query "SELECT event_id FROM events"'
        )
    if len(found) > 1 and found[0][0] != event_id:
        raise StoreError(
            f"{store}: several events start with {event_id}, such as {found[0][0]} and {found[1][0]}; "
            "give more of the id"
        )
    import pyarrow.compute as pc

    rows = snapshot(store).to_table(filter=pc.field("report_id") == found[0][1]).to_pylist()
    coded = from_row(rows[0])
    return coded, next(event for event in coded.events if event.id == found[0][0])


def connect(store: str | Path, version: int | None = None) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory with the views over a snapshot of the store.

    Nothing can be reached through it but the store: no files, no network, no extensions. Raises StoreError.
    """
    connection = duckdb_in_memory()
    connection.register("coded", snapshot(store, version))
    add_views(connection, rejects_dataset(store))
    connection.register("corrections", corrections_table(read_corrections(store)))
    connection.register(VIEW, outside_rows(store))
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def add_views(connection: duckdb.DuckDBPyConnection, rejects: pyarrow.dataset.Dataset | None = None) -> None:
    """Makes the views, in the schema that is set, on a connection with the snapshot registered as ``coded``.

    rejects: the table of what could not be coded; None where it is not wanted.
    """
    connection.register("rejected", rejects_schema().empty_table() if rejects is None else rejects)
    connection.execute(VIEWS.read_text(encoding="utf-8"))


def views_of(snapshots: Mapping[str, tuple[str | Path, int]]) -> duckdb.DuckDBPyConnection:
    """A DuckDB connection in memory with the views over several snapshots, each under a schema of its name.

    snapshots: name -> (store, version). Raises StoreError.
    """
    connection = duckdb_in_memory()
    views = VIEWS.read_text(encoding="utf-8")
    connection.register("rejected", rejects_schema().empty_table())
    for name, (store, version) in snapshots.items():
        connection.register(f"coded_{name}", snapshot(store, version))
        connection.execute(f'CREATE SCHEMA "{name}"; SET schema = "{name}"')
        connection.execute(views.replace("FROM coded", f"FROM coded_{name}"))
    connection.execute("SET schema = main")
    return connection


def duckdb_in_memory() -> duckdb.DuckDBPyConnection:
    """An empty DuckDB in memory, which fetches no extensions."""
    import duckdb

    return duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    )


def query(store: str | Path, sql: str, parameters: tuple[Any, ...] = (), version: int | None = None) -> Rows:
    """The answer to one SQL query over the views of a store.

    Raises StoreError where the store cannot be opened, the SQL is wrong, or it is anything but one query.
    """
    with connect(store, version) as connection:
        try:
            return answer(connection, sql, parameters)
        except OSError as error:
            raise StoreError(f"{store}: is damaged, a file cannot be read ({first_line(error)})") from error


def answer(
    connection: duckdb.DuckDBPyConnection, sql: str, parameters: tuple[Any, ...] = (), *, bounds: Bounds | None = None
) -> Rows:
    """The answer to one SQL query over the views of a connection.

    Raises StoreError as ``query`` does, and where the answer is larger than its bounds.
    """
    import duckdb

    try:
        statements = connection.extract_statements(sql)
        kinds = [statement.type.name for statement in statements]
        if len(kinds) != 1 or kinds[0] not in ("SELECT", "EXPLAIN"):
            raise StoreError("a query must be one SELECT statement; the store cannot be changed through it")
        # a SELECT can hold a DELETE ("WITH gone AS (DELETE …)"), and EXPLAIN ANALYZE runs what it explains
        connection.execute("BEGIN TRANSACTION READ ONLY")
        try:
            found = connection.execute(statements[0], parameters or None)
            columns = tuple(str(column[0]) for column in found.description or ())
            return Rows(columns, tuple(found.fetchall() if bounds is None else _within(bounds, found)))
        finally:
            connection.execute("ROLLBACK")
    except duckdb.Error as error:
        raise StoreError(f"the SQL cannot be run: {_plain(error)}") from error


def _within(bounds: Bounds, found: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    characters = 0
    while more := found.fetchmany(_AT_ONCE):
        rows += more
        characters += sum(len(value) for row in more for value in row if isinstance(value, (str, bytes, list, dict)))
        if len(rows) > bounds.rows or characters > bounds.characters:
            raise StoreError(
                f"the answer has more than {bounds.rows:,} rows or {bounds.characters:,} characters; "
                "ask for less, for instance with LIMIT"
            )
    return rows


def views(store: str | Path) -> dict[str, tuple[str, ...]]:
    """The views of a store and their columns."""
    listed = query(
        store, "SELECT table_name, column_name FROM information_schema.columns ORDER BY table_name, ordinal_position"
    )
    found: dict[str, tuple[str, ...]] = {}
    for table, column in listed.rows:
        if table not in ("coded", "rejected"):
            found[table] = (*found.get(table, ()), column)
    return found


def _plain(error: Exception) -> str:
    """A DuckDB message in one line: what is wrong and what was meant, without the excerpt of the SQL."""
    lines = [line.strip() for line in str(error).splitlines()]
    kept = [
        first_line(error),
        *(line for line in lines[1:] if line.startswith(("Did you mean", "Candidate bindings", "Candidate tables"))),
    ]
    return "; ".join(kept)
