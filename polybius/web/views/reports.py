"""Reports: the list of them, and one with all that is coded in it, marked where it stands."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.export.explanation import sections
from polybius.export.passage import snippet
from polybius.records import CodedReport, Correction
from polybius.store.corrections import FIELDS, coded_value, in_force, missed_event
from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described, parameter
from polybius.web.faults import NotThere
from polybius.web.filters import Filter, like
from polybius.web.marking import pieces
from polybius.web.page import desk_of, filter_from, pages_of, render, whole_number
from polybius.web.shelf import Shelf

router = APIRouter()
PER_PAGE = 50


def found_reports(shelf: Shelf, wanted: Filter, *, limit: int, offset: int = 0) -> tuple[pa.Table, int]:
    """The reports with the words, from the outlet and in the period of publication wanted, and how many there are."""
    parts, parameters = ["true"], dict[str, Any]()
    if wanted.q:
        parts.append("number IN (SELECT unnest($numbers))")
        parameters["numbers"] = list(shelf.texts.search(wanted.q).numbers)
    if wanted.outlet:
        parts.append("outlet ILIKE $outlet ESCAPE '!'")
        parameters["outlet"] = like(wanted.outlet)
    # dates are compared as far as both are known, as in the filter of events
    if wanted.start:
        last = "coalesce(published_end, published)"
        parts.append(f"{last} >= left($start, length({last}))")
        parameters["start"] = wanted.start
    if wanted.end:
        parts.append("left(coalesce(published, published_end), length($end)) <= $end")
        parameters["end"] = wanted.end
    where = " AND ".join(parts)
    total = shelf.one(f"SELECT count(*) AS n FROM reports WHERE {where}", parameters)["n"]
    rows = shelf.ask(
        f"SELECT * EXCLUDE (number) FROM reports WHERE {where} ORDER BY published NULLS LAST, report_id "
        f"LIMIT {int(limit)} OFFSET {int(offset)}",
        parameters,
    )
    return rows, int(total)


@router.get("/reports", include_in_schema=False)
def reports_page(request: Request) -> Response:
    """The list of reports."""
    shelf, wanted, page = desk_of(request).shelf, filter_from(request), whole_number(request, "page", 1)
    table, total = found_reports(shelf, wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    return render(
        request, "reports.html",
        wanted=wanted, rows=table.to_pylist(), total=total, number=page, pages=pages_of(total, PER_PAGE),
    )  # fmt: skip


@router.get(
    "/api/reports",
    tags=["data"],
    response_model=TableAnswer,
    responses={400: {"model": ErrorAnswer}},
    openapi_extra=described(
        [
            parameter("q", "words of the report"), parameter("outlet", "words of the outlet's name"),
            parameter("start", "first day of publication"), parameter("end", "last day of publication"),
            parameter("page", "page of the rows", "integer"),
        ],
        filtered=False,
    ),
)  # fmt: skip
def reports_api(request: Request, format: Format = "json") -> Response:
    """Reports without their texts."""
    shelf, wanted, page = desk_of(request).shelf, filter_from(request), whole_number(request, "page", 1)
    limit = PER_PAGE if format == "json" else 1_000_000
    table, total = found_reports(shelf, wanted, limit=limit, offset=(page - 1) * PER_PAGE if format == "json" else 0)
    if format != "json":
        return answer(table, "reports", format)
    return answer(table, "reports", format, total=total, page=page, per_page=PER_PAGE)


@router.get("/report/{report_id}", include_in_schema=False)
def report_page(request: Request, report_id: str) -> Response:
    """One report with its marks."""
    desk = desk_of(request)
    coded = one_report(desk.shelf, report_id)
    corrections = [one for one in in_force(desk.corrections()) if one.report == coded.report.id]
    return render(
        request, "report.html",
        saved=True, elsewhere=_elsewhere(desk.shelf, coded), **shown_report(coded, corrections),
    )  # fmt: skip


@router.get(
    "/api/reports/{report_id}", tags=["data"], response_model=CodedReport, responses={404: {"model": ErrorAnswer}}
)
def report_api(request: Request, report_id: str) -> CodedReport:
    """One coded report: its text, events, statements and all else, as in docs/records.md."""
    return one_report(desk_of(request).shelf, report_id)


def one_report(shelf: Shelf, report_id: str) -> CodedReport:
    """The report with this id. Raises NotThere."""
    coded = shelf.report(report_id)
    if coded is None:
        raise NotThere(f"there is no report {report_id[:64]!r} in this store")
    return coded


def shown_report(coded: CodedReport, corrections: list[Correction]) -> dict[str, Any]:
    """What the template of a report needs."""
    by_event: dict[str, dict[str, Correction]] = {}
    for one in corrections:
        if one.event is not None:
            by_event.setdefault(one.event, {})[one.field] = one
    return {
        "coded": coded,
        "pieces": pieces(coded),
        "sections": [
            [part for part in sections(coded, event) if part.heading not in _ELSEWHERE] for event in coded.events
        ],
        "values": [{field: coded_value(event, field) or "" for field in FIELDS} for event in coded.events],
        "contents": [
            " … ".join(snippet(coded.report.text, part.start, part.end, 300) for part in one.content)
            for one in coded.statements
        ],
        "corrections": by_event,
        "missed": [(one, missed_event(one)) for one in corrections if one.field == "missed"],
        "fields": FIELDS,
    }


_ELSEWHERE = frozenset({"report", "coded by"})
"""Sections of an explanation that the page shows once for all events."""


def _elsewhere(shelf: Shelf, coded: CodedReport) -> dict[str, dict[str, Any]]:
    """Of each event its happening: id, tellings, reports, independent tellers, contradictions."""
    ids = [event.id for event in coded.events]
    rows = shelf.rows(
        "SELECT m.event_id, h.happening_id, h.events, h.reports, h.independent, h.contradictions, h.one_sided "
        "FROM happening_events m JOIN happenings h USING (happening_id) WHERE m.event_id IN (SELECT unnest($ids))",
        {"ids": ids},
    )
    return {row["event_id"]: row for row in rows}
