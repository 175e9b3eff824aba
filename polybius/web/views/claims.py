"""Claims: what each party and outlet says of the same happening, side by side; contradictions first."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described
from polybius.web.filters import Filter
from polybius.web.page import desk_of, filter_from, pages_of, render, whole_number
from polybius.web.shelf import Shelf
from polybius.web.views.timeline import chosen, parties_of

router = APIRouter()
PER_PAGE = 15
_TELLINGS = """
SELECT m.happening_id, m.teller, m.stance, e.event_id, e.report_id, e.published, e.outlet, e.says_who, e.claim,
       e.realis, e.clause,
       (SELECT string_agg(
                 coalesce(v.best::VARCHAR, coalesce(v.low::VARCHAR, '?') || '–' || coalesce(v.high::VARCHAR, '?'))
                 || ' ' || v.kind, ', ')
        FROM victims v WHERE v.event_id = e.event_id) AS victims
FROM happening_events m JOIN events e USING (event_id)
WHERE m.happening_id IN (SELECT unnest($ids))
ORDER BY m.happening_id, e.published, e.report_id, e.trigger_start
"""


def disputed(shelf: Shelf, wanted: Filter, *, limit: int, offset: int = 0) -> tuple[list[str], int]:
    """The ids of happenings told by several or on one party's word, most contradictions first; and how many."""
    common, parameters = chosen(shelf, wanted)
    source = f"{common}, told AS (SELECT * FROM chosen WHERE contradictions > 0 OR one_sided OR events > 1) "
    total = shelf.one(f"{source} SELECT count(*) AS n FROM told", parameters)["n"]
    rows = shelf.rows(
        f"{source} SELECT happening_id FROM told ORDER BY contradictions DESC, (denied_by <> '') DESC, "
        f"independent DESC, events DESC, happening_id LIMIT {int(limit)} OFFSET {int(offset)}",
        parameters,
    )
    return [row["happening_id"] for row in rows], int(total)


def told_values(shelf: Shelf, wanted: Filter) -> pa.Table:
    """All contradictions and corrections in the happenings a filter lets through: one row a value and its teller."""
    common, parameters = chosen(shelf, wanted)
    return shelf.ask(
        f"{common} SELECT c.*, h.category, h.began, h.place FROM contradictions c JOIN chosen h USING (happening_id) "
        "ORDER BY h.began NULLS LAST, c.happening_id, c.kind, c.field, c.position",
        parameters,
    )


@router.get("/claims", include_in_schema=False)
def claims_page(request: Request) -> Response:
    """Accounts side by side."""
    shelf, wanted, page = desk_of(request).shelf, filter_from(request), whole_number(request, "page", 1)
    ids, total = disputed(shelf, wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render(
        request, "claims.html",
        wanted=wanted, shown=_accounts(shelf, ids), total=total, number=page, pages=pages_of(total, PER_PAGE),
    )  # fmt: skip


@router.get(
    "/api/claims", tags=["data"], response_model=TableAnswer, responses={400: {"model": ErrorAnswer}},
    openapi_extra=described(),
)  # fmt: skip
def claims_api(request: Request, format: Format = "json") -> Response:
    """What accounts of one happening differ in: one row a value and its teller."""
    return answer(told_values(desk_of(request).shelf, filter_from(request)), "claims", format)


def _accounts(shelf: Shelf, ids: list[str]) -> list[dict[str, Any]]:
    """Of each happening its record, what is contradicted, and its tellings by teller."""
    rows = {
        row["happening_id"]: row | {"fields": {}, "tellings": []}
        for row in shelf.rows(
            f"SELECT h.*, {parties_of('h', 'actor')}, {parties_of('h', 'recipient')} "
            "FROM happenings h WHERE happening_id IN (SELECT unnest($ids))",
            {"ids": ids},
        )
    }
    for row in shelf.rows(
        "SELECT c.*, e.outlet FROM contradictions c LEFT JOIN events e USING (event_id) "
        "WHERE c.happening_id IN (SELECT unnest($ids)) ORDER BY c.happening_id, c.kind, c.field, c.position",
        {"ids": ids},
    ):
        rows[row["happening_id"]]["fields"].setdefault((row["kind"], row["field"]), []).append(row)
    for row in shelf.rows(_TELLINGS, {"ids": ids}):
        rows[row["happening_id"]]["tellings"].append(row)
    return [rows[one] for one in ids]
