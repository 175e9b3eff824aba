"""One happening: all its tellings side by side, what they contradict each other in, and who stands behind it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.export.passage import parties, when
from polybius.records import Happening
from polybius.web.api_parts import ErrorAnswer
from polybius.web.faults import NotThere
from polybius.web.page import desk_of, render
from polybius.web.shelf import Shelf

router = APIRouter()


@router.get("/happening/{happening_id}", include_in_schema=False)
def happening_page(request: Request, happening_id: str) -> Response:
    """One happening."""
    shelf = desk_of(request).shelf
    happening = one_happening(shelf, happening_id)
    tellings = shelf.rows(
        "SELECT e.*, m.teller, m.stance FROM happening_events m JOIN events e USING (event_id) "
        "WHERE m.happening_id = $id ORDER BY e.published, e.report_id, e.trigger_start",
        {"id": happening.id},
    )
    return render(
        request, "happening.html", happening=happening, tellings=tellings, date=when(happening.date),
        who=parties(happening.actors), whom=parties(happening.recipients),
    )  # fmt: skip


@router.get(
    "/api/happenings/{happening_id}", tags=["data"], response_model=Happening, responses={404: {"model": ErrorAnswer}}
)
def happening_api(request: Request, happening_id: str) -> Happening:
    """One happening, as in docs/records.md, by its id or that of one of its events."""
    return one_happening(desk_of(request).shelf, happening_id)


def one_happening(shelf: Shelf, happening_id: str) -> Happening:
    """The happening with this id, or with this event. Raises NotThere."""
    found = shelf.happening(happening_id)
    if found is None:
        raise NotThere(f"there is no happening {happening_id[:64]!r} in this store")
    return found
