"""Pairs: who acts against or with whom, as a matrix and a network, and the score of one pair over time."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.link.series import MUTUAL, Selection, count
from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described, parameter
from polybius.web.filters import Filter
from polybius.web.page import desk_of, filter_from, render
from polybius.web.shelf import Shelf
from polybius.web.views.timeline import chosen

router = APIRouter()
MOST_PAIRS = 400
SHOWN = 20
"""Parties of the matrix."""


def pairs(shelf: Shelf, wanted: Filter) -> pa.Table:
    """Who acts on whom in the happenings a filter lets through: pairs of codes, the most frequent first.

    What is denied, planned or supposed is left out, unless the filter asks for it. In happenings where all act on
    each other (talks, clashes) each pair counts in both directions.
    """
    common, parameters = chosen(shelf, wanted)
    real = (
        ""
        if wanted.realis
        else "AND NOT list_has_any(string_split(h.realis, '|'), ['negated', 'future', 'hypothetical'])"
    )
    mutual = ", ".join(f"'{name}'" for name in MUTUAL)
    return shelf.ask(
        f"{common}, told AS (SELECT h.happening_id, h.score, h.quad, h.category, p.role, p.code, p.position "
        f"FROM chosen h JOIN happening_parties p USING (happening_id) WHERE p.code IS NOT NULL {real}), "
        "acted AS ("
        "SELECT DISTINCT a.happening_id, a.score, a.quad, a.code AS actor, r.code AS recipient "
        "FROM told a JOIN told r USING (happening_id) WHERE a.role = 'actor' AND r.role = 'recipient' "
        "UNION SELECT DISTINCT a.happening_id, a.score, a.quad, a.code, r.code "
        "FROM told a JOIN told r USING (happening_id) WHERE a.role = 'actor' AND r.role = 'actor' "
        f"AND a.position <> r.position AND a.category IN ({mutual}) "
        "AND NOT EXISTS (SELECT 1 FROM told x WHERE x.happening_id = a.happening_id AND x.role = 'recipient')) "
        "SELECT actor, recipient, count(*) AS happenings, avg(score) AS score, "
        + ", ".join(f"count(*) FILTER (quad = {quad}) AS quad_{quad}" for quad in (1, 2, 3, 4))
        + f" FROM acted GROUP BY actor, recipient ORDER BY happenings DESC, actor, recipient LIMIT {MOST_PAIRS}",
        parameters,
    )


@router.get("/pairs", include_in_schema=False)
def pairs_page(request: Request) -> Response:
    """The matrix, the network, and one pair over time."""
    shelf, wanted = desk_of(request).shelf, filter_from(request)
    rows = pairs(shelf, wanted).to_pylist()
    weights: dict[str, int] = {}
    for row in rows:
        for name in (row["actor"], row["recipient"]):
            weights[name] = weights.get(name, 0) + row["happenings"]
    names = sorted(sorted(weights, key=lambda name: (-weights[name], name))[:SHOWN])
    one, other = (request.query_params.get(name, "").strip()[:60] for name in ("one", "other"))
    if not one and rows:
        strange = [row for row in rows if row["actor"] != row["recipient"]] or rows
        one, other = strange[0]["actor"], strange[0]["recipient"]
    cells = {(row["actor"], row["recipient"]): row for row in rows}
    step = request.query_params.get("step", "month")
    over_time, fault = _over_time(shelf, wanted, one, other, step)
    return render(
        request, "pairs.html",
        wanted=wanted, rows=rows, names=names, cells=cells, one=one, other=other, step=step, over_time=over_time,
        fault=fault,
    )  # fmt: skip


@router.get(
    "/api/pairs", tags=["data"], response_model=TableAnswer, responses={400: {"model": ErrorAnswer}},
    openapi_extra=described(),
)  # fmt: skip
def pairs_api(request: Request, format: Format = "json") -> Response:
    """Who acts on whom: pairs of codes with their number of happenings and mean PLOVER score."""
    return answer(pairs(desk_of(request).shelf, filter_from(request)), "pairs", format)


@router.get(
    "/api/series", tags=["data"], response_model=TableAnswer, responses={400: {"model": ErrorAnswer}},
    openapi_extra=described(
        [
            parameter("one", "the first party: ARM, ARM.MIL or an id of the actor list"),
            parameter("other", "the second party; without it, all the first one does and suffers"),
            parameter("step", "day, week, month, quarter or year"),
            parameter("start", "first day, month or year"), parameter("end", "last day, month or year"),
        ],
        filtered=False,
    ),
)  # fmt: skip
def series_api(
    request: Request, one: str, other: str = "", step: str = "month",
    format: Format = "json",
) -> Response:  # fmt: skip
    """Counts and scores of one pair over time, as ``polybius series`` gives them."""
    table = series_of(desk_of(request).shelf, filter_from(request), one, other, step)
    return answer(_plain(table), "series", format)


def series_of(shelf: Shelf, wanted: Filter, one: str, other: str, step: str) -> pa.Table:
    """The series of a pair in the period of a filter. Raises PolybiusError where a party or the step is none."""
    selection = Selection(
        actor=one, recipient=other or None, step=step, start=wanted.start or None, end=wanted.end or None,
        categories=wanted.category or None,
    )  # fmt: skip
    with shelf.connection() as connection:
        return count(connection, selection).table


def _over_time(
    shelf: Shelf, wanted: Filter, one: str, other: str, step: str
) -> tuple[list[dict[str, Any]], str | None]:
    from polybius.errors import PolybiusError

    if not one:
        return [], None
    try:
        rows: list[dict[str, Any]] = _plain(series_of(shelf, wanted, one, other, step)).to_pylist()
    except PolybiusError as error:
        return [], str(error)
    return rows, None


def _plain(table: pa.Table) -> pa.Table:
    """The table with its days as text, as JSON has no dates."""
    for number, field in enumerate(table.schema):
        if pa.types.is_date(field.type):
            table = table.set_column(number, field.name, table.column(number).cast(pa.string()))
    return table
