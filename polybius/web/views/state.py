"""How the server stands: the snapshot it shows, newer data, and work in the background."""

from __future__ import annotations

from fastapi import APIRouter, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from polybius.web.desk import NotReady
from polybius.web.page import desk_of

router = APIRouter()


class State(BaseModel):
    """version: of the store that is shown; newer: of newer data; doing, done, of: work in the background."""

    ready: bool
    version: int | None = None
    newer: int | None = None
    doing: str | None = None
    done: int = 0
    of: int = 0
    failed: str | None = None


@router.get("/api/state", tags=["server"])
def state(request: Request) -> State:
    """How the server stands."""
    desk = desk_of(request)
    work = desk.work
    try:
        version: int | None = desk.shelf.version
    except NotReady:
        version = None
    return State(
        ready=version is not None, version=version, newer=desk.newer(), doing=work.what if work else None,
        done=work.done if work else 0, of=work.of if work else 0, failed=work.failed if work else None,
    )  # fmt: skip


@router.post("/refresh", include_in_schema=False)
def refresh(request: Request) -> Response:
    """Takes a new snapshot in the background; the old one serves meanwhile."""
    desk_of(request).open()
    return RedirectResponse("/events", 303)
