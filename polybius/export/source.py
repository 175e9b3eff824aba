"""Where an export takes its events from: coded reports by the chunk, and SQL over each chunk (``told.sql``).

Memory stays flat, since a chunk is let go before the next is read; and the same SQL serves a store of millions of
reports and the few that were coded just now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, cast

from polybius.crosswalk import countries, roles, us_states
from polybius.errors import StoreError
from polybius.export.selection import Selection
from polybius.export.straight import as_records_write, is_plain
from polybius.records import CodedReport
from polybius.store.table import quoted

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

    from polybius.link import LinkIndex

TELLINGS, HAPPENINGS, TOLD, DYADS = (
    Path(__file__).with_name(f"{name}.sql") for name in ("tellings", "happenings", "told", "dyads")
)
COLUMNS = ("report_id", "published", "outlet", "polybius", "report", "events")
"""Columns of the store that ``tellings`` needs."""
_ROWS = 4096
_BYTES = 64 << 20
"""A chunk has so many reports or bytes at most."""
_REPORTS = 256
"""Rows of the store turned into records at a time."""
_COMING = 32
"""Coded reports taken at a time as they come from the coder: few, so that their rows are not long in coming either."""
LEFT_OUT = {
    "unreal": "told as {barred}",
    "undated": "without a date",
    "nobody": "with no party",
    "alone": "with one party only",
    "codeless": "without a CAMEO code",
}
"""Why formats of facts leave events out, and how that is said."""


class Source:
    """The events of an export.

    ``left_out`` counts, once an export is through, what its format cannot hold, by the keys of ``LEFT_OUT``.
    """

    def __init__(
        self, reports: Iterable[CodedReport] | pa.dataset.Dataset, selection: Selection | None = None,
        happenings: LinkIndex | None = None, name: str = "the reports",
    ) -> None:  # fmt: skip
        """Reports: coded reports, or the snapshot of a store. happenings: the index, where these are to go out."""
        self._dataset: pa.dataset.Dataset | None = reports if hasattr(reports, "to_batches") else None
        self._reports = cast("Iterable[CodedReport]", () if self._dataset is not None else reports)
        self._name, self._happenings = name, happenings
        self.selection = selection or Selection()
        self.left_out: Counter[str] = Counter()

    @property
    def of_happenings(self) -> bool:
        """Whether happenings go out and not their tellings one by one."""
        return self._happenings is not None

    @property
    def fates_of_pairs(self) -> str:
        """SQL: why CAMEO's formats of pairs leave an event out; null where they do not."""
        lone = f"len(actors) = 0 OR len(recipients) = 0 AND NOT (len(actors) > 1 AND category IN {_mutual()})"
        return (
            "CASE WHEN fate IS NOT NULL THEN fate WHEN cameo IS NULL THEN 'codeless' "
            f"WHEN {'false' if self.selection.lone else lone} THEN 'alone' END"
        )

    def rows(self, sql: str, *, needs: Iterable[str] = (), tables: dict[str, pa.Table] | None = None,
             fates: str | None = None, of_store: bool = False) -> Iterator[pa.RecordBatch]:  # fmt: skip
        """The answers to a query over ``told``, ``fated`` or ``dyads``, chunk by chunk.

        needs: further columns of the store that it asks for. tables: further tables. fates: a condition under which
        formats of facts leave an event out, as a CASE branch; what is left out is then counted.
        of_store: whether it asks for the views of the store, too.
        Raises StoreError where the store cannot be read.
        """
        with self._connection(tables or {}, of_store) as connection:
            for chunk in self._chunks((*COLUMNS, *needs)):
                connection.register("coded", chunk)
                if fates is not None:
                    self._count(connection, fates)
                yield from connection.sql(sql).to_arrow_reader(_ROWS * 8)

    def coded(self) -> Iterator[CodedReport]:
        """The coded reports with those of their events that are selected; reports without any go only where all do.

        Raises StoreError where the store cannot be read.
        """
        self._refuse_happenings()
        if self.selection.everything and self._dataset is None:
            yield from self._reports
            return
        for chunk, _ in self._chosen():
            yield from self._records(chunk)

    def lines(
        self, query: str, lines_of: Callable[[CodedReport], Iterable[tuple[str, int]]]
    ) -> Iterator[tuple[str, int]]:
        """What formats of lines write of ``coded``: lines, and how many events are in each.

        query: SQL that gives the same as ``lines_of``, over ``chosen``: the rows of the store with the column
        ``wanted``, the ids of those of their events that are selected. It is asked where it is sure to give the very
        same (see ``straight``). Raises StoreError where the store cannot be read.
        """
        self._refuse_happenings()
        if self._dataset is None:
            for coded in self.coded():
                yield from lines_of(coded)
            return
        for chunk, connection in self._chosen():
            if not is_plain(chunk):
                for coded in self._records(chunk):
                    yield from lines_of(coded)
                continue
            connection.register("chosen", chunk)
            for batch in connection.sql(query).to_arrow_reader(_ROWS * 8):
                texts, counts = (column.to_pylist() for column in batch.columns)
                yield from zip(map(as_records_write, texts), counts, strict=True)

    def _chosen(self) -> Iterator[tuple[pa.Table, duckdb.DuckDBPyConnection]]:
        """The rows with selected events, chunk by chunk; ``wanted`` has the ids of these, null for all there are."""
        import pyarrow as pa

        everything = self.selection.everything
        with self._connection({}, False) as connection:
            for chunk in self._chunks(None):
                found: dict[str, list[str]] = {}
                if not everything:
                    connection.register("coded", chunk)
                    asked = "SELECT report_id, list(event_id) FROM told GROUP BY report_id"
                    found = dict(connection.execute(asked).fetchall())
                ids = chunk.column("report_id").to_pylist()
                wanted = pa.array([found.get(key) for key in ids], pa.list_(pa.string()))
                chosen = chunk.append_column("wanted", wanted)
                yield (chosen if everything else chosen.filter(wanted.is_valid())), connection

    def _records(self, chunk: pa.Table) -> Iterator[CodedReport]:
        """The coded reports of such rows."""
        from polybius.store.schema import from_row

        for batch in chunk.to_batches(_REPORTS):
            for row in batch.to_pylist():
                wanted = row.pop("wanted")
                coded = from_row(row)
                if wanted is None:
                    yield coded
                else:
                    kept = frozenset(wanted)
                    yield coded.model_copy(update={"events": tuple(one for one in coded.events if one.id in kept)})

    def _refuse_happenings(self) -> None:
        if self.of_happenings:
            raise StoreError(
                "this format holds reports and their events, not happenings; leave --happenings out, or choose another"
            )

    def said_of_left_out(self) -> str | None:
        """What was left out and why, in one line; None for nothing."""
        barred = self.selection.barred
        named = ", ".join(barred[:-1]) + (" or " if barred[:-1] else "") + "".join(barred[-1:])
        told = [
            f"{self.left_out[key]} {how.format(barred=named)}" for key, how in LEFT_OUT.items() if self.left_out[key]
        ]
        return f"left out, as the format cannot hold them: {', '.join(told)}" if told else None

    def _count(self, connection: duckdb.DuckDBPyConnection, fates: str) -> None:
        found = connection.execute(f"SELECT {fates} AS why, count(*) FROM fated WHERE leads GROUP BY why").fetchall()
        self.left_out.update({why: number for why, number in found if why is not None})

    def _chunks(self, columns: Iterable[str] | None) -> Iterator[pa.Table]:
        import pyarrow as pa

        from polybius.store.schema import store_schema, to_row
        from polybius.store.write import batches

        if self._dataset is None:
            for some in batches(self._reports, _COMING):
                yield pa.Table.from_pylist([to_row(one) for one in some], schema=store_schema())
            return
        kept = None if columns is None else [name for name in self._dataset.schema.names if name in set(columns)]
        held: list[pa.RecordBatch] = []
        rows = size = 0
        try:
            for batch in self._batches(kept):
                held.append(batch)
                rows, size = rows + batch.num_rows, size + batch.nbytes
                if rows >= _ROWS or size >= _BYTES:
                    yield _whole(held)
                    held, rows, size = [], 0, 0
        except (OSError, ValueError) as error:
            raise StoreError(f"{self._name}: is damaged, a report cannot be read ({_first_line(error)})") from error
        if held:
            yield _whole(held)

    def _batches(self, columns: list[str] | None) -> Iterator[pa.RecordBatch]:
        """The rows of the store, file by file: a scan of all of them reads further ahead than memory should hold."""
        assert self._dataset is not None
        for file in self._dataset.get_fragments():
            yield from file.to_batches(
                schema=self._dataset.schema, columns=columns, batch_size=_ROWS, batch_readahead=1, fragment_readahead=1
            )

    def _connection(self, tables: dict[str, pa.Table], of_store: bool) -> duckdb.DuckDBPyConnection:
        import duckdb

        from polybius.store.read import add_views
        from polybius.store.schema import store_schema

        connection = duckdb.connect(
            ":memory:", config={"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        )
        connection.register("coded", store_schema().empty_table())
        if of_store:
            add_views(connection)
        for name, table in tables.items():
            connection.register(name, table)
        connection.execute(_code_macros())
        words = "x" if self.selection.texts else "CAST(NULL AS VARCHAR)"
        connection.execute(_filled(TELLINGS, words=words))
        if self._happenings is not None:
            from polybius.link.views import register

            register(connection, self._happenings)
            connection.execute(HAPPENINGS.read_text(encoding="utf-8"))
        # what is told without a date is of the day of its report, unless it is told as the past
        told_on = "CASE WHEN NOT list_contains(realis, 'historical') THEN day_of(published) END"
        day = f"coalesce(day_of(date_start), day_of(date_end), {told_on})"
        told = "told_of_happenings" if self.of_happenings else "tellings"
        connection.execute(
            _filled(
                TOLD, told=f"(SELECT *, {day} AS day FROM {told})", chosen=self.selection.condition(),
                barred=_listed(self.selection.barred), mutual=_mutual(),
            )
        )  # fmt: skip
        connection.execute(DYADS.read_text(encoding="utf-8"))
        # rows come in the order of the reports, whatever the sizes of what is joined
        connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        connection.execute("SET enable_external_access = false")
        return connection


def _whole(batches: list[pa.RecordBatch]) -> pa.Table:
    """The batches as one table; what was not asked for of the columns that ``tellings`` names is null."""
    import pyarrow as pa

    from polybius.store.schema import store_schema

    table = pa.Table.from_batches(batches)
    for name in ("places",):
        if name not in table.column_names:
            field = store_schema().field(name)
            table = table.append_column(field, pa.nulls(table.num_rows, field.type))
    return table


def _code_macros() -> str:
    """SQL macros from our codes to those of other data: cameo_country, fips, cow, cameo_role, icews_sector, …"""
    cases: dict[str, dict[str, str | None]] = {
        "country_name": {one.iso: one.name for one in countries()},
        "cameo_country": {one.iso: one.cameo for one in countries()},
        "fips": {one.iso: one.fips for one in countries()},
        "cow": {one.iso: None if one.cow is None else str(one.cow) for one in countries()},
        "cameo_role": {one.code: one.cameo for one in roles()},
        "icews_sector": {one.code: one.icews[0] for one in roles()},
        "body_role": {one.code: one.cameo for one in roles() if one.international},
        "body_group": {one.code: one.group for one in roles()},
        "body_country": {one.code: one.country for one in roles()},
        "us_state": dict(us_states()),
    }
    # variables, so that a query that names a macro many times need not plan the whole table of codes as often
    return "".join(
        f"SET VARIABLE {name}_codes = {_table(codes)};\nCREATE MACRO {name}(x) AS getvariable('{name}_codes')[x];\n"
        for name, codes in cases.items()
    )


def _table(codes: Mapping[str, str | None]) -> str:
    told = {code: other for code, other in codes.items() if other is not None}
    return f"MAP {{{', '.join(f'{quoted(code)}: {quoted(other)}' for code, other in told.items())}}}"


def _filled(path: Path, **values: str) -> str:
    return Template(path.read_text(encoding="utf-8")).substitute(values)


def _mutual() -> str:
    from polybius.link.series import MUTUAL

    return f"({', '.join(map(quoted, MUTUAL))})"


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f"'{name}'" for name in names) + "]::VARCHAR[]"


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0] or type(error).__name__
