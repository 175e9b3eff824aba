"""Stage 7 of 9: store, difference — what changes between two versions of a store in the reports that both hold.

So a user sees what a newer coder makes of the same reports: which events come, go and change, and how that moves the
counts of a dyad by month. Reports that only one of the versions holds are counted and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.errors import StoreError
from polybius.store.read import views_of
from polybius.store.table import first_line, open_table

if TYPE_CHECKING:
    import duckdb

FIELDS = (
    "category", "modes", "contexts", "realis", "actor_codes", "actor_sectors", "recipient_codes", "recipient_sectors",
    "date_start", "date_end", "place", "place_country", "says_codes", "claim",
)  # fmt: skip
"""The columns of the view ``events`` that are compared."""


@dataclass(frozen=True)
class Change:
    """An event that came, went or changed; fields: name -> (before, after), of a changed one only."""

    kind: str
    event: str
    report: str
    category: str
    actors: str
    recipients: str
    clause: str
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class Count:
    """A number before and after; what it counts stands in ``key``."""

    key: tuple[str | None, ...]
    before: int
    after: int


@dataclass(frozen=True)
class Difference:
    """Counts of what changed from one version of a store to another.

    shared: reports in both; recoded: of these, those coded by other versions; only_before, only_after: reports in one.
    came, went, changed, same: events of the shared reports. categories: events by category, those that moved. series:
    events by actor, recipient, month and quad, those that moved, the largest move first.
    """

    shared: int
    recoded: int
    only_before: int
    only_after: int
    came: int
    went: int
    changed: int
    same: int
    categories: tuple[Count, ...]
    series: tuple[Count, ...]


def difference(store: str | Path, before: int, after: int) -> Difference:
    """What changes from version ``before`` of a store to version ``after``. Raises StoreError."""
    with _both(store, before, after) as connection:
        reports = _rows(connection, _REPORTS)[0]
        events = _rows(connection, _EVENTS)[0]
        shared, recoded, only_before, only_after = map(int, reports)
        came, went, changed, same = map(int, events)
        return Difference(
            shared=shared,
            recoded=recoded,
            only_before=only_before,
            only_after=only_after,
            came=came,
            went=went,
            changed=changed,
            same=same,
            categories=tuple(Count((row[0],), row[1], row[2]) for row in _rows(connection, _CATEGORIES)),
            series=tuple(Count(tuple(row[:4]), row[4], row[5]) for row in _rows(connection, _SERIES)),
        )


def changes(store: str | Path, before: int, after: int) -> Iterator[Change]:
    """Yields the events that came, went or changed, by report and place in it. Raises StoreError."""
    with _both(store, before, after) as connection:
        connection.execute(_CHANGES)
        while rows := connection.fetchmany(256):
            for kind, event, report, category, actors, recipients, clause, *values in rows:
                pairs = zip(FIELDS, values[: len(FIELDS)], values[len(FIELDS) :], strict=True)
                fields = {name: (old, new) for name, old, new in pairs if old != new} if kind == "changed" else {}
                yield Change(kind, event, report, category, actors, recipients, clause, fields)


def _both(store: str | Path, before: int, after: int) -> duckdb.DuckDBPyConnection:
    newest = open_table(store).version()
    for version in (before, after):
        if not 0 <= version <= newest:
            raise StoreError(f"{store}: has no version {version}; there are 0 to {newest}")
    connection = views_of({"before": (store, before), "after": (store, after)})
    connection.execute(_SHARED)
    return connection


def _rows(connection: duckdb.DuckDBPyConnection, sql: str) -> list[tuple[Any, ...]]:
    try:
        return connection.execute(sql).fetchall()
    except OSError as error:
        raise StoreError(f"a file of the store cannot be read ({first_line(error)})") from error


_SHARED = """
CREATE TEMP TABLE shared AS
SELECT old.report_id, (old.polybius, old.codebook, old.model, old.pipeline) IS DISTINCT FROM
       (new.polybius, new.codebook, new.model, new.pipeline) AS recoded
FROM before.reports AS old JOIN after.reports AS new USING (report_id);
CREATE TEMP VIEW old AS SELECT * FROM before.events SEMI JOIN shared USING (report_id);
CREATE TEMP VIEW new AS SELECT * FROM after.events SEMI JOIN shared USING (report_id);
"""
_REPORTS = """
SELECT (SELECT count(*) FROM shared), (SELECT count(*) FROM shared WHERE recoded),
       (SELECT count(*) FROM before.reports ANTI JOIN shared USING (report_id)),
       (SELECT count(*) FROM after.reports ANTI JOIN shared USING (report_id))
"""
_DIFFERS = "(" + " OR ".join(f"old.{name} IS DISTINCT FROM new.{name}" for name in FIELDS) + ")"
_EVENTS = f"""
SELECT count(*) FILTER (old.event_id IS NULL), count(*) FILTER (new.event_id IS NULL),
       count(*) FILTER (old.event_id = new.event_id AND {_DIFFERS}),
       count(*) FILTER (old.event_id = new.event_id AND NOT {_DIFFERS})
FROM old FULL JOIN new ON old.event_id = new.event_id
"""
_CATEGORIES = """
SELECT category, coalesce(b, 0), coalesce(a, 0)
FROM (SELECT category, count(*) AS b FROM old GROUP BY category)
FULL JOIN (SELECT category, count(*) AS a FROM new GROUP BY category) USING (category)
WHERE b IS DISTINCT FROM a ORDER BY category
"""
_DYADS = "actor_codes, recipient_codes, substr(date_start, 1, 7) AS month, quad, count(*)"
_SERIES = f"""
SELECT coalesce(b.actor_codes, a.actor_codes), coalesce(b.recipient_codes, a.recipient_codes),
       coalesce(b.month, a.month), CAST(coalesce(b.quad, a.quad) AS VARCHAR), coalesce(b.n, 0), coalesce(a.n, 0)
FROM (SELECT {_DYADS} AS n FROM old GROUP BY ALL) AS b
FULL JOIN (SELECT {_DYADS} AS n FROM new GROUP BY ALL) AS a
  ON b.actor_codes = a.actor_codes AND b.recipient_codes = a.recipient_codes
     AND b.month IS NOT DISTINCT FROM a.month AND b.quad IS NOT DISTINCT FROM a.quad
WHERE b.n IS DISTINCT FROM a.n
ORDER BY abs(coalesce(a.n, 0) - coalesce(b.n, 0)) DESC, 1, 2, 3, 4
"""
_CHANGES = f"""
SELECT CASE WHEN old.event_id IS NULL THEN 'came' WHEN new.event_id IS NULL THEN 'went' ELSE 'changed' END,
       coalesce(new.event_id, old.event_id), coalesce(new.report_id, old.report_id),
       coalesce(new.category, old.category), coalesce(new.actor_codes, old.actor_codes),
       coalesce(new.recipient_codes, old.recipient_codes), coalesce(new.clause, old.clause),
       {", ".join(f"old.{name}" for name in FIELDS)}, {", ".join(f"new.{name}" for name in FIELDS)}
FROM old FULL JOIN new ON old.event_id = new.event_id
WHERE old.event_id IS NULL OR new.event_id IS NULL OR {_DIFFERS}
ORDER BY 3, coalesce(new.trigger_start, old.trigger_start), 2
"""
