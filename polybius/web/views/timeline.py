"""The timeline of an affair or a search: happenings by the time they happened, stacked by category."""

from __future__ import annotations

from datetime import date
from typing import Any

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described
from polybius.web.filters import Filter, table_of
from polybius.web.page import condition_in, desk_of, filter_from, pages_of, render, whole_number
from polybius.web.shelf import Shelf

router = APIRouter()
PER_PAGE = 100
STEPS = (("day", 92), ("week", 730), ("month", 366 * 20), ("year", 10**9))
"""Steps of the bars, and the longest span in days for which each is taken."""
LENGTHS = {"day": 10, "month": 7, "year": 4}


def chosen(shelf: Shelf, wanted: Filter) -> tuple[str, dict[str, Any]]:
    """A common table ``chosen`` of the happenings a filter lets through, with when each began, and its parameters."""
    condition, _ = condition_in(shelf, wanted)
    return (
        "WITH chosen AS (SELECT h.*, coalesce(h.date_start, h.date_end, h.first_told) AS began FROM happenings h "
        f"WHERE h.happening_id IN (SELECT e.happening_id FROM {table_of(wanted)} e WHERE {condition.sql})) ",
        condition.parameters,
    )


def bars(shelf: Shelf, wanted: Filter) -> tuple[pa.Table, str]:
    """Happenings by step and category, and how many of them rest on one party's word; and the step."""
    common, parameters = chosen(shelf, wanted)
    span = shelf.one(f"{common} SELECT min(began) AS first, max(began) AS last FROM chosen", parameters)
    step = _step_of(span.get("first"), span.get("last"))
    start = (
        "CAST(date_trunc('week', CAST(began AS DATE)) AS VARCHAR)"
        if step == "week"
        else f"left(began, {LENGTHS[step]})"
    )
    table = shelf.ask(
        f"{common} SELECT {start} AS start, category, any_value(quad) AS quad, count(*) AS happenings, "
        "count(*) FILTER (one_sided) AS one_sided, count(*) FILTER (contradictions > 0) AS disputed "
        f"FROM chosen WHERE length(began) >= {10 if step == 'week' else LENGTHS[step]} GROUP BY ALL ORDER BY ALL",
        parameters,
    )
    return table, step


def listed(shelf: Shelf, wanted: Filter, *, limit: int, offset: int = 0) -> tuple[pa.Table, int]:
    """The happenings in order, with the words of their parties, and how many there are."""
    common, parameters = chosen(shelf, wanted)
    total = shelf.one(f"{common} SELECT count(*) AS n FROM chosen", parameters)["n"]
    rows = shelf.ask(
        f"{common}, page AS (SELECT * FROM chosen ORDER BY began NULLS LAST, happening_id "
        f"LIMIT {int(limit)} OFFSET {int(offset)}) "
        "SELECT p.*, " + ", ".join(parties_of("p", role) for role in ("actor", "recipient")) + " FROM page p "
        "ORDER BY began NULLS LAST, happening_id",
        parameters,
    )
    return rows, int(total)


def parties_of(happening: str, role: str) -> str:
    """SQL for the parties of one role of a happening, by the name of its table: "ARM MIL (Armenian forces); …"."""
    one = "trim(coalesce(x.code, '?') || ' ' || coalesce(x.sectors, '')) || ' (' || x.text || ')'"
    return (
        f"(SELECT string_agg({one}, '; ' ORDER BY x.position) FROM happening_parties x "
        f"WHERE x.happening_id = {happening}.happening_id AND x.role = '{role}') AS {role}s"
    )


@router.get("/timeline", include_in_schema=False)
def timeline_page(request: Request) -> Response:
    """The timeline, with its happenings below."""
    shelf, wanted, page = desk_of(request).shelf, filter_from(request), whole_number(request, "page", 1)
    table, step = bars(shelf, wanted)
    rows, total = listed(shelf, wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render(
        request, "timeline.html",
        wanted=wanted, step=step, bars=table.to_pylist(), rows=rows.to_pylist(), total=total, number=page,
        pages=pages_of(total, PER_PAGE),
    )  # fmt: skip


@router.get(
    "/api/timeline", tags=["data"], response_model=TableAnswer, responses={400: {"model": ErrorAnswer}},
    openapi_extra=described(),
)  # fmt: skip
def timeline_api(request: Request, format: Format = "json") -> Response:
    """Numbers of happenings by step (day, week, month or year, as fits the span) and category."""
    table, step = bars(desk_of(request).shelf, filter_from(request))
    return answer(table, "timeline", format, step=step) if format == "json" else answer(table, "timeline", format)


@router.get(
    "/api/happenings", tags=["data"], response_model=TableAnswer, responses={400: {"model": ErrorAnswer}},
    openapi_extra=described(),
)  # fmt: skip
def happenings_api(request: Request, format: Format = "json") -> Response:
    """Happenings that have an event the filter lets through, in the order they happened."""
    shelf, wanted, page = desk_of(request).shelf, filter_from(request), whole_number(request, "page", 1)
    if format != "json":
        return answer(listed(shelf, wanted, limit=1_000_000)[0], "happenings", format)
    rows, total = listed(shelf, wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return answer(rows, "happenings", format, total=total, page=page, per_page=PER_PAGE)


def _step_of(first: str | None, last: str | None) -> str:
    """The finest step that makes no more bars than can be seen."""
    if first is None or last is None:
        return "day"
    begin, end = (date.fromisoformat((text + "-01-01")[:10]) for text in (first, last))
    days = (end - begin).days
    return next(step for step, longest in STEPS if days <= longest)
