"""Events: search and filter over everything, as a table."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from polybius.errors import PolybiusError
from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described, parameter
from polybius.web.filters import Filter, FilterError, table_of
from polybius.web.page import condition_in, desk_of, filter_from, pages_of, render, whole_number
from polybius.web.shelf import Shelf

router = APIRouter()
PER_PAGE = 50
MOST = 1_000_000
"""Most rows of one file."""
SORTS = {
    "date": "coalesce(e.date_start, e.date_end, e.published) NULLS LAST, e.event_id",
    "newest": "coalesce(e.date_start, e.date_end, e.published) DESC NULLS LAST, e.event_id",
    "confidence": "e.confidence DESC NULLS LAST, e.event_id",
    "score": "e.score NULLS LAST, e.event_id",
}
"""Orders of the rows by their names."""


def found_events(
    shelf: Shelf, wanted: Filter, *, sort: str = "date", limit: int = PER_PAGE, offset: int = 0
) -> tuple[pa.Table, int, bool]:
    """The events a filter lets through, how many there are, and whether its words found too many reports."""
    condition, cut = condition_in(shelf, wanted)
    source = f"FROM {table_of(wanted)} e WHERE {condition.sql}"
    total = shelf.one(f"SELECT count(*) AS n {source}", condition.parameters)["n"]
    rows = shelf.ask(
        f"SELECT e.* {source} ORDER BY {order_of(sort)} LIMIT {int(limit)} OFFSET {int(offset)}", condition.parameters
    )
    return rows, int(total), cut


def order_of(sort: str) -> str:
    """The SQL of an order by its name. Raises FilterError."""
    if sort not in SORTS:
        raise FilterError(f"sort: {sort[:40]!r} is none; choose from {', '.join(SORTS)}")
    return SORTS[sort]


@router.get("/", include_in_schema=False)
def home() -> Response:
    """The events are where one begins."""
    return RedirectResponse("/events", 307)


@router.get("/events", include_in_schema=False)
def events_page(request: Request) -> Response:
    """The page of events."""
    shelf = desk_of(request).shelf
    try:
        wanted, fault = filter_from(request), None
    except FilterError as error:
        wanted, fault = Filter(), str(error)
    page, sort = whole_number(request, "page", 1), request.query_params.get("sort", "date")
    rows: list[dict[str, Any]] = []
    total, cut = 0, False
    if fault is None:
        try:
            table, total, cut = found_events(shelf, wanted, sort=sort, offset=(page - 1) * PER_PAGE)
            rows = table.to_pylist()
        except PolybiusError as error:
            fault = str(error)
    pages = pages_of(total, PER_PAGE)
    return render(
        request, "events.html", 400 if fault else 200,
        wanted=wanted, fault=fault, rows=rows, total=total, cut=cut, number=page, pages=pages, sort=sort,
        sorts=tuple(SORTS), corrected=_corrected(shelf, rows), version=shelf.version,
    )  # fmt: skip


@router.get(
    "/api/events",
    tags=["data"],
    response_model=TableAnswer,
    responses={400: {"model": ErrorAnswer}},
    openapi_extra=described([
        parameter("sort", f"order: {', '.join(SORTS)}"), parameter("page", "page of the rows", "integer"),
        parameter("per_page", "rows of a page; files hold all rows", "integer"),
    ]),
)  # fmt: skip
def events_api(request: Request, format: Format = "json") -> Response:
    """Events that a filter lets through: those of one page as JSON, or all of them as a file."""
    shelf, wanted = desk_of(request).shelf, filter_from(request)
    sort = request.query_params.get("sort", "date")
    per_page = whole_number(request, "per_page", PER_PAGE, most=5000)
    page = whole_number(request, "page", 1)
    if format != "json":
        table, _, _ = found_events(shelf, wanted, sort=sort, limit=MOST)
        return answer(table, "events", format)
    table, total, cut = found_events(shelf, wanted, sort=sort, limit=per_page, offset=(page - 1) * per_page)
    return answer(table, "events", format, total=total, page=page, per_page=per_page, cut=cut, version=shelf.version)


def _corrected(shelf: Shelf, rows: list[dict[str, Any]]) -> dict[str, list[str]]:
    """The fields that readers corrected, by event, of the rows shown."""
    found: dict[str, list[str]] = {}
    ids = [row["event_id"] for row in rows]
    for row in shelf.rows(
        "SELECT coalesce(event, id) AS event, field FROM corrections "
        "WHERE coalesce(event, id) IN (SELECT unnest($ids))",
        {"ids": ids},
    ):
        found.setdefault(row["event"], []).append(row["field"])
    return found
