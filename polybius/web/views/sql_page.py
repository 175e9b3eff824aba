"""SQL over the snapshot: one SELECT, which can read and nothing else."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.errors import PolybiusError
from polybius.store import Rows
from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described, parameter
from polybius.web.page import desk_of, render
from polybius.web.shelf import Shelf

router = APIRouter()
SHOWN = 500
"""Rows that a page shows; a file holds them all."""
LONGEST = 20_000
EXAMPLE = "SELECT category, count(*) AS events\nFROM events\nGROUP BY category\nORDER BY events DESC"


@router.get("/sql", include_in_schema=False)
def sql_form(request: Request) -> Response:
    """The form, the tables there are, and the answer to what the address asks."""
    shelf, sql = desk_of(request).shelf, request.query_params.get("sql", "").strip()
    rows, fault = None, None
    if sql:
        try:
            rows = _selected(shelf, sql)
        except PolybiusError as error:
            fault = str(error)
    return render(
        request, "sql.html", 400 if fault else 200,
        sql=sql or EXAMPLE, rows=rows, fault=fault, most=SHOWN, tables=_tables(shelf), asked=bool(sql),
    )  # fmt: skip


@router.get(
    "/api/sql", tags=["data"], response_model=TableAnswer, responses={400: {"model": ErrorAnswer}},
    openapi_extra=described([parameter("sql", "one SELECT over the tables that /sql lists")], filtered=False),
)  # fmt: skip
def sql_api(request: Request, sql: str, format: Format = "json") -> Response:
    """The answer to one SELECT, in DuckDB's SQL."""
    rows = _selected(desk_of(request).shelf, sql)
    return answer(_table(rows), "query", format)


def _selected(shelf: Shelf, sql: str) -> Rows:
    if len(sql) > LONGEST:
        raise PolybiusError(f"the SQL has {len(sql):,} characters; at most {LONGEST:,} are read")
    return shelf.select(sql)


def _table(rows: Rows) -> pa.Table:
    """The rows as a table; what Arrow and JSON cannot hold as it is becomes text."""
    names = _unique(rows.columns)
    return pa.table({name: _array([row[place] for row in rows.rows]) for place, name in enumerate(names)})


def _array(values: list[Any]) -> pa.Array:
    plain = all(value is None or isinstance(value, (str, int, float, bool)) for value in values)
    try:
        return pa.array(values if plain else [None if value is None else str(value) for value in values])
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        return pa.array([None if value is None else str(value) for value in values])


def _unique(names: tuple[str, ...]) -> list[str]:
    """The names, with numbers after those that come again."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return found


def _tables(shelf: Shelf) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in shelf.rows(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'main' "
        "ORDER BY table_name, ordinal_position"
    ):
        found.setdefault(row["table_name"], []).append(row["column_name"])
    return found
