"""Faults as the pages and the API tell them: one sentence, and the right status."""

from __future__ import annotations

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from polybius.errors import PolybiusError
from polybius.web.desk import Busy, NotReady
from polybius.web.page import desk_of, render
from polybius.web.shelf import TooSlow


class NotThere(PolybiusError):
    """What was asked for is not in the store."""


def add_faults(app: FastAPI) -> None:
    """Makes an app tell its faults: as {"error": …} under /api/, as a page elsewhere."""
    app.add_exception_handler(PolybiusError, _told)
    app.add_exception_handler(NotReady, _not_ready)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(UnicodeEncodeError, _no_text)
    app.add_exception_handler(Exception, _unforeseen)


def _told(request: Request, error: Exception) -> Response:
    status = 404 if isinstance(error, NotThere) else 503 if isinstance(error, (TooSlow, Busy)) else 400
    return _answer(request, status, str(error))


def _not_ready(request: Request, error: Exception) -> Response:
    assert isinstance(error, NotReady)
    work = error.work
    if request.url.path.startswith("/api/"):
        return JSONResponse(
            {"error": f"not ready yet: {work.failed or work.what}", "done": work.done, "of": work.of}, 503
        )
    return render(request, "waiting.html", 503, waiting=work)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    where = ".".join(str(part) for part in first.get("loc", ()) if part not in ("query", "body"))
    return _answer(request, 400, f"{where}: {first.get('msg', 'has a value that it cannot have')}")


def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = "there is no such page" if error.status_code == 404 else str(error.detail)
    return _answer(request, error.status_code, said)


def _no_text(request: Request, _: Exception) -> Response:
    return _answer(request, 400, "what was sent has halves of characters (surrogates) in it; send whole ones")


def _unforeseen(request: Request, _: Exception) -> Response:
    answer = _answer(request, 500, "something went wrong in the server; its log says more")
    # the server drops the connection once the fault is in its log
    answer.headers["Connection"] = "close"
    return answer


def _answer(request: Request, status: int, said: str) -> Response:
    said = desk_of(request).plain(said)
    if request.url.path.startswith("/api/"):
        return JSONResponse({"error": said}, status)
    return render(request, "fault.html", status, said=said, status_code=status)
