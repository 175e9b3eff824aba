"""One snapshot of a store, ready to be asked: tables in an in-memory DuckDB, a full-text index, and whole reports."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius import store as stores
from polybius.errors import PolybiusError, StoreError
from polybius.link import LinkIndex, linked
from polybius.link.views import register
from polybius.records import CodedReport, Correction, Happening
from polybius.store.read import add_views
from polybius.store.schema import from_row
from polybius.store.table import dataset_of, open_table
from polybius.web import overlay
from polybius.web.full_text import FullText
from polybius.web.memory import Bound

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa
    import pyarrow.dataset

TABLES = Path(__file__).with_name("tables.sql")
OVERLAY = Path(__file__).with_name("overlay.sql")
LINKED = ("happenings", "happening_parties", "happening_tellers", "contradictions", "happening_events")
SECONDS = 10.0
"""Longest a question may take."""
MEMORY = 4 << 30
"""Most bytes of memory the tables may take, and as many again a question that a visitor wrote."""
MOST_ASKING = 2
"""Questions that visitors wrote which are answered at the same time; pages are answered beside them."""
LARGEST_ANSWER = stores.Bounds(rows=1_000_000, characters=200_000_000)
_AT_ONCE = 512
_FOLDERS = ("home_directory", "extension_directory", "secret_directory")
"""Settings of DuckDB that would tell a visitor about folders of this machine."""

Progress = Callable[[str, int, int], None]
"""Told what is being done, how many reports of it are done, and of how many."""


class TooSlow(PolybiusError):
    """A question took longer than is allowed."""


class Shelf:
    """A snapshot of a store with its happenings. Made by ``open_shelf``; all its methods may be called by many threads.

    version: that of the store's table. texts: the full-text index over its reports.
    """

    def __init__(
        self, store: str, links: Path | None, version: int, base: duckdb.DuckDBPyConnection, texts: FullText,
        dataset: pyarrow.dataset.Dataset,
    ) -> None:  # fmt: skip
        self.store, self.links, self.version, self.texts = store, links, version, texts
        self._base, self._dataset = base, dataset
        self._writing = threading.Lock()
        self._asking = threading.BoundedSemaphore(MOST_ASKING)
        self._memory = Bound(MEMORY)

    def ask(self, sql: str, parameters: dict[str, Any] | Sequence[Any] | None = None) -> pa.Table:
        """The answer to one SQL question. Raises TooSlow, or StoreError where the SQL is wrong."""
        import duckdb

        with self._cursor() as cursor:
            try:
                return cursor.sql(sql, params=parameters).to_arrow_table()
            except duckdb.InterruptException as error:
                raise TooSlow(f"this took longer than {SECONDS:g} seconds; narrow the filter and try again") from error
            except duckdb.Error as error:
                raise StoreError(f"the question cannot be answered: {str(error).strip().splitlines()[0]}") from error

    def rows(self, sql: str, parameters: dict[str, Any] | Sequence[Any] | None = None) -> list[dict[str, Any]]:
        """The answer to one SQL question as dictionaries."""
        found: list[dict[str, Any]] = self.ask(sql, parameters).to_pylist()
        return found

    def one(self, sql: str, parameters: dict[str, Any] | Sequence[Any] | None = None) -> dict[str, Any]:
        """The first row of the answer; empty where there is none."""
        return next(iter(self.rows(sql, parameters)), {})

    def select(self, sql: str) -> stores.Rows:
        """The answer to a SELECT that a reader wrote. Raises StoreError for anything else, TooSlow as ``ask``."""
        import duckdb

        if not self._asking.acquire(timeout=SECONDS):
            raise TooSlow("others are asking too much already; try again in a moment")
        try:
            with self._memory.held(), self._cursor() as cursor:
                return stores.answer(cursor, sql, bounds=LARGEST_ANSWER)
        except StoreError as error:
            if isinstance(error.__cause__, duckdb.InterruptException):
                raise TooSlow(f"this took longer than {SECONDS:g} seconds; ask for less") from error
            raise
        except MemoryError as error:
            raise StoreError("the answer does not fit into memory; ask for less") from error
        finally:
            self._asking.release()

    @contextmanager
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection with the views that ``polybius.link.series`` asks; broken off when it takes too long."""
        with self._cursor() as cursor:
            yield cursor

    def report(self, report_id: str) -> CodedReport | None:
        """One coded report, whole; None where there is none."""
        import pyarrow.compute as pc

        rows = self._dataset.to_table(filter=pc.field("report_id") == report_id).to_pylist()
        return from_row(rows[0]) if rows else None

    def happening(self, happening_id: str) -> Happening | None:
        """One happening, whole; None where there is none."""
        with linked_as_is(self.store, self.links) as index:
            return index.happening(happening_id)

    def take_in(self, corrections: list[Correction]) -> None:
        """Puts the corrections in force in place of those there were."""
        with self._writing, self._cursor() as cursor:
            overlay.take_in(cursor, corrections, self._text_of)

    def _text_of(self, report_id: str) -> str | None:
        coded = self.report(report_id)
        return coded.report.text if coded else None

    def close(self) -> None:
        """Frees the memory."""
        self._base.close()

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        cursor = self._base.cursor()
        timer = threading.Timer(SECONDS, cursor.interrupt)
        timer.daemon = True
        timer.start()
        try:
            yield cursor
        finally:
            timer.cancel()
            cursor.close()


def newest_version(store: str) -> int:
    """The version of a store's table now. Raises StoreError."""
    return open_table(store).version()


def open_shelf(store: str, links: Path | None, progress: Progress) -> Shelf:
    """Takes a snapshot of a store and makes it ready; links what is new in it first.

    links: the file of the link index, where it is not to be in the store's folder. Raises StoreError.
    """
    table = open_table(store)
    version, dataset = table.version(), dataset_of(table)
    number = dataset.count_rows()
    done = 0

    def count(some: int) -> None:
        nonlocal done
        done += some
        progress("linking reports", done, number)

    base = _empty_base()
    try:
        progress("linking reports", 0, number)
        with linked(store, index=links, progress=count) as index:
            progress("reading events", 0, number)
            register(base, index)
            _fill(base, dataset)
        texts = _texts(base, dataset, number, progress)
        base.execute("SET enable_external_access = false")
        base.execute("SET lock_configuration = true")
        shelf = Shelf(store, links, version, base, texts, dataset)
    except BaseException:
        base.close()
        raise
    return shelf


@contextmanager
def linked_as_is(store: str, links: Path | None) -> Iterator[LinkIndex]:
    """The link index as it is, without bringing it into step with newer reports."""
    from polybius.link.of_store import index_path

    with LinkIndex(index_path(store, links)) as index:
        yield index


def _empty_base() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(
        ":memory:",
        config={
            "autoinstall_known_extensions": "false", "autoload_known_extensions": "false", "memory_limit": f"{MEMORY}B",
            "temp_directory": "", "allow_community_extensions": "false", **dict.fromkeys(_FOLDERS, "/nowhere"),
        },
    )  # fmt: skip


def _fill(base: duckdb.DuckDBPyConnection, dataset: pyarrow.dataset.Dataset) -> None:
    """Copies the views into tables, so that no question reads the store again."""
    for name in LINKED:
        base.execute(f"CREATE TABLE _{name} AS SELECT * FROM {name}")
    base.execute("DROP VIEW happening_events")
    base.unregister("_members")
    for name in LINKED:
        if name != "happening_events":
            base.unregister(name)
        base.execute(f"ALTER TABLE _{name} RENAME TO {name}")
    base.register("coded", dataset)
    base.execute("CREATE SCHEMA source")
    base.execute("SET schema = 'source'")
    add_views(base)
    base.execute("SET schema = 'main'")
    base.execute(TABLES.read_text(encoding="utf-8"))
    base.execute("DROP SCHEMA source CASCADE")
    base.unregister("coded")
    base.unregister("rejected")
    base.execute(OVERLAY.read_text(encoding="utf-8"))


def _texts(
    base: duckdb.DuckDBPyConnection, dataset: pyarrow.dataset.Dataset, number: int, progress: Progress
) -> FullText:
    import pyarrow.compute as pc

    numbers: dict[str, int] = dict(base.execute("SELECT report_id, number FROM reports").fetchall())
    texts, done, said = FullText(), 0, time.monotonic()
    columns = {
        "id": pc.field("report_id"),
        "title": pc.field("report", "title"),
        "text": pc.field("report", "text"),
        "outlet": pc.field("outlet"),
    }
    for batch in dataset.to_batches(columns=columns, batch_size=_AT_ONCE):
        rows = batch.to_pylist()
        texts.add((numbers[row["id"]], row["title"], row["text"], row["outlet"]) for row in rows)
        done += len(rows)
        if time.monotonic() - said > 0.2:
            said = time.monotonic()
            progress("indexing texts", done, number)
    texts.close_writing()
    return texts
