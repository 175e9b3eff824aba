"""Corrections: marking an event wrong or right, mending a field, adding one that was missed."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Body, Form, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from polybius.errors import StoreError
from polybius.records import CodedReport, Correction, Event
from polybius.store.corrections import correction_of, corrections_table, in_force, missed_event, withdrawal_of
from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described
from polybius.web.desk import Desk
from polybius.web.faults import NotThere
from polybius.web.page import desk_of, render
from polybius.web.views.reports import one_report

router = APIRouter()


class NewCorrection(BaseModel):
    """A correction to be kept. event: None where ``field`` is "missed", and ``new`` then holds its fields as JSON."""

    report: str
    event: str | None = None
    field: str
    new: str | None = None
    by: str | None = None
    note: str | None = None


@router.get("/corrections", include_in_schema=False)
def corrections_page(request: Request) -> Response:
    """All corrections, the newest first."""
    every = desk_of(request).corrections()
    holding = {one.id for one in in_force(every)}
    return render(request, "corrections.html", every=list(reversed(every)), holding=holding)


@router.post("/corrections", include_in_schema=False)
def correct(
    request: Request,
    report: Annotated[str, Form()],
    field: Annotated[str, Form()],
    event: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    by: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Keeps a correction from the form of a report's page, and goes back there."""
    _keep(desk_of(request), NewCorrection(report=report, event=event or None, field=field, new=new, by=by, note=note))
    return _back(report, event or None)


@router.post("/corrections/missed", include_in_schema=False)
def add_missed(
    request: Request,
    report: Annotated[str, Form()],
    start: Annotated[int, Form()],
    end: Annotated[int, Form()],
    category: Annotated[str, Form()],
    actors: Annotated[str, Form()] = "",
    recipients: Annotated[str, Form()] = "",
    date: Annotated[str, Form()] = "",
    place: Annotated[str, Form()] = "",
    by: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    """Keeps an event that the coder missed, and goes back to its report."""
    told = {"category": category, "actors": actors, "recipients": recipients, "date": date, "place": place}
    fields: dict[str, Any] = {name: value.strip() for name, value in told.items() if value.strip()}
    new = json.dumps(fields | {"start": start, "end": end}, ensure_ascii=False)
    _keep(desk_of(request), NewCorrection(report=report, field="missed", new=new, by=by, note=note))
    return _back(report, None)


@router.post("/corrections/{correction_id}/withdraw", include_in_schema=False)
def withdraw(request: Request, correction_id: str, by: Annotated[str, Form()] = "") -> Response:
    """Takes a correction back; it stays in the list."""
    desk = desk_of(request)
    found = next((one for one in in_force(desk.corrections()) if one.id == correction_id), None)
    if found is None:
        raise NotThere(f"there is no correction {correction_id[:64]!r} in force")
    desk.correct(withdrawal_of(found, by=by.strip() or None))
    return RedirectResponse("/corrections", 303)


@router.get(
    "/api/corrections", tags=["corrections"], response_model=TableAnswer, openapi_extra=described(filtered=False)
)
def corrections_api(request: Request, format: Format = "json") -> Response:
    """All corrections, the oldest first."""
    return answer(corrections_table(desk_of(request).corrections()), "corrections", format)


@router.post("/api/corrections", tags=["corrections"], status_code=201, responses={400: {"model": ErrorAnswer}})
def correct_api(request: Request, correction: Annotated[NewCorrection, Body()]) -> Correction:
    """Keeps a correction."""
    return _keep(desk_of(request), correction)


def _keep(desk: Desk, wanted: NewCorrection) -> Correction:
    coded = one_report(desk.shelf, wanted.report)
    event = None if wanted.event is None else _event_in(coded, wanted.event)
    made = correction_of(coded.report.id, event, wanted.field, wanted.new, by=wanted.by, note=wanted.note)
    if made.field == "missed" and missed_event(made)["end"] > len(coded.report.text):
        raise StoreError(f"that report has {len(coded.report.text)} characters; mark the words in its text")
    desk.correct(made)
    return made


def _event_in(coded: CodedReport, event_id: str) -> Event:
    for event in coded.events:
        if event.id == event_id:
            return event
    raise NotThere(f"there is no event {event_id[:64]!r} in that report")


def _back(report: str, event: str | None) -> Response:
    return RedirectResponse(f"/report/{report}" + (f"#event-{event}" if event else "#missed"), 303)
