"""The corrections in force as rows of the tables behind the view ``corrected_events`` (``overlay.sql``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from polybius.codebook import load_codebook
from polybius.records import Correction
from polybius.store.corrections import corrections_table, missed_event

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

TABLES = ("corrections", "rescored", "missed")


def take_in(
    connection: duckdb.DuckDBPyConnection, corrections: list[Correction], text_of: Callable[[str], str | None]
) -> None:
    """Puts corrections in place of those there were, all or none.

    text_of: the text of a report by its id; None where the snapshot does not hold it.
    """
    rows = {
        "corrections": corrections_table(corrections).to_pylist(),
        "rescored": list(_rescored(connection, corrections)),
        "missed": list(_missed(corrections, text_of)),
    }
    connection.execute("BEGIN")
    for name in TABLES:
        connection.execute(f"DELETE FROM {name}")
        if rows[name]:
            connection.register("_new", _table(rows[name]))
            columns = ", ".join(f'"{column}"' for column in rows[name][0])
            connection.execute(f"INSERT INTO {name} ({columns}) SELECT {columns} FROM _new")
            connection.unregister("_new")
    connection.execute("COMMIT")


def _rescored(connection: duckdb.DuckDBPyConnection, corrections: Iterable[Correction]) -> Iterable[dict[str, Any]]:
    """What the codebook says of events whose category or modes are not the coder's any more."""
    changed: dict[str, dict[str, str]] = {}
    for one in corrections:
        if one.event is not None and one.field in ("category", "modes"):
            changed.setdefault(one.event, {})[one.field] = one.new or ""
    coded = connection.execute(
        "SELECT event_id, category, modes FROM events WHERE event_id IN (SELECT unnest($1))", [list(changed)]
    ).fetchall()
    for event, category, modes in coded:
        new = changed[event]
        yield {"event": event} | _scores(new.get("category", category), new.get("modes", modes))


def _missed(corrections: Iterable[Correction], text_of: Callable[[str], str | None]) -> Iterable[dict[str, Any]]:
    names = ("category", "modes", "actors", "recipients", "date", "place", "start", "end")
    for one in corrections:
        if one.field == "missed":
            told = missed_event(one)
            text = text_of(one.report)
            if text is not None:
                yield {
                    "event_id": one.id,
                    "report_id": one.report,
                    **{name: told.get(name) for name in names},
                    "clause": text[told["start"] : told["end"]],
                    **_scores(told["category"], told.get("modes") or ""),
                }


def _scores(category: str, modes: str) -> dict[str, Any]:
    """Quad class, PLOVER score, CAMEO code and Goldstein score; null where the codebook has no such category."""
    book, names = load_codebook(), tuple(name for name in modes.split("|") if name)
    if category not in book.categories:
        return dict.fromkeys(("quad", "score", "cameo", "goldstein"))
    cameo = book.cameo_for(category, names)
    return {
        "quad": book.categories[category].quad,
        "score": book.score(category, names),
        "cameo": cameo.code if cameo else None,
        "goldstein": cameo.goldstein if cameo else None,
    }


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    import pyarrow as pa

    return pa.Table.from_pylist(rows)
