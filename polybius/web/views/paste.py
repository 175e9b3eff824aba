"""Paste a text and see it coded; nothing of it is kept."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Body, File, Form, Request, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from polybius.errors import PolybiusError
from polybius.read.failure import ReadFailure
from polybius.records import CodedReport, Report
from polybius.web.api_parts import ErrorAnswer
from polybius.web.desk import LONGEST_TEXT, Desk
from polybius.web.page import desk_of, render
from polybius.web.views.reports import shown_report

router = APIRouter()
FILES = (".txt", ".text", ".html", ".htm")


class Text(BaseModel):
    """A text to be coded. url: where it stands, in place of the text, for a server that may fetch."""

    text: str = ""
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None


@router.get("/paste", include_in_schema=False)
def paste_page(request: Request) -> Response:
    """The form."""
    desk_of(request).warm_up()
    return render(
        request, "paste.html", given=Text(), longest=LONGEST_TEXT, may_fetch=desk_of(request).fetch, fault=None
    )


@router.post("/paste", include_in_schema=False)
def coded_page(
    request: Request,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    outlet: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """The text with what is coded in it."""
    desk = desk_of(request)
    given = Text(text=text.replace("\r\n", "\n"), title=title, published=published, outlet=outlet, url=url)
    try:
        if file is not None and file.filename:
            given = _with_file(given, file)
        elif url.strip():
            given = _with_page(request, given, url.strip())
        coded = _coded(desk, given)
    except PolybiusError as error:
        return render(
            request,
            "paste.html",
            400,
            given=given,
            longest=LONGEST_TEXT,
            may_fetch=desk_of(request).fetch,
            fault=str(error),
        )
    return render(request, "report.html", saved=False, elsewhere={}, **shown_report(coded, []))


@router.post("/api/code", tags=["coding"], response_model=CodedReport, responses={400: {"model": ErrorAnswer}})
def code_api(request: Request, given: Annotated[Text, Body()]) -> CodedReport:
    """Codes a text; nothing of it is kept."""
    if given.url and not given.text:
        given = _with_page(request, given, given.url)
    return _coded(desk_of(request), given)


def _coded(desk: Desk, given: Text) -> CodedReport:
    title, published, outlet = ((one or "").strip() or None for one in (given.title, given.published, given.outlet))
    return desk.code(given.text, title=title, published=published, outlet=outlet)


def _with_file(given: Text, file: UploadFile) -> Text:
    """The text of an uploaded file, read as ``polybius code`` reads it. Raises PolybiusError."""
    from polybius.read.formats import format_by_suffix
    from polybius.read.given import Given

    name = PurePath(file.filename or "file").name[:100]
    kind = format_by_suffix(name.lower())
    if kind is None or PurePath(name).suffix.lower() not in FILES:
        raise PolybiusError(f"{name}: is no text; send a file that ends in {', '.join(FILES)}")
    for one in kind.read(io.BytesIO(file.file.read()), name, Given()):
        return _taken(given, one if isinstance(one, Report | ReadFailure) else one.report())
    raise PolybiusError(f"{name}: holds no text")


def _with_page(request: Request, given: Text, url: str) -> Text:
    """The text of a page of the web, fetched where the server is started so. Raises PolybiusError."""
    if not desk_of(request).fetch:
        raise PolybiusError("this server fetches no addresses; paste the text, or start it with --fetch")
    from polybius.read.address import Address
    from polybius.read.fetch import STRANGER
    from polybius.read.given import Given

    if not url.lower().startswith(("http://", "https://")):
        raise PolybiusError(f"{url[:100]}: is no address of a page; write http://… or https://…")
    return _taken(given, Address(url, Given(), STRANGER).report())


def _taken(given: Text, found: Report | ReadFailure) -> Text:
    if isinstance(found, ReadFailure):
        raise PolybiusError(f"{found.source}: {found.reason}")
    known = {
        "text": found.text,
        "title": given.title or found.title,
        "outlet": given.outlet or found.outlet,
        "published": given.published or found.published.start,
    }
    return given.model_copy(update=known)
