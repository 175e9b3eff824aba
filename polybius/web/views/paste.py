"""Paste a text and see it coded; nothing of it is kept."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Annotated

from fastapi import APIRouter, Body, File, Form, Request, UploadFile
from pydantic import BaseModel
from starlette.responses import Response

from polybius.errors import PolybiusError
from polybius.records import CodedReport, Report
from polybius.web.api_parts import ErrorAnswer
from polybius.web.desk import LONGEST_TEXT
from polybius.web.page import desk_of, render
from polybius.web.views.reports import shown_report

router = APIRouter()
FILES = (".txt", ".text", ".html", ".htm")


class Text(BaseModel):
    """A text to be coded."""

    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None


@router.get("/paste", include_in_schema=False)
def paste_page(request: Request) -> Response:
    """The form."""
    desk_of(request).warm_up()
    return render(request, "paste.html", given=Text(text=""), longest=LONGEST_TEXT, fault=None)


@router.post("/paste", include_in_schema=False)
def coded_page(
    request: Request,
    text: Annotated[str, Form()] = "",
    title: Annotated[str, Form()] = "",
    published: Annotated[str, Form()] = "",
    outlet: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """The text with what is coded in it."""
    desk, given = (
        desk_of(request),
        Text(text=text.replace("\r\n", "\n"), title=title, published=published, outlet=outlet),
    )
    try:
        if file is not None and file.filename:
            given = _with_file(given, file)
        coded = desk.code(given.text, title=title.strip() or None, published=published.strip() or None, outlet=outlet)
    except PolybiusError as error:
        return render(request, "paste.html", 400, given=given, longest=LONGEST_TEXT, fault=str(error))
    return render(request, "report.html", saved=False, elsewhere={}, **shown_report(coded, []))


@router.post("/api/code", tags=["coding"], response_model=CodedReport, responses={400: {"model": ErrorAnswer}})
def code_api(request: Request, given: Annotated[Text, Body()]) -> CodedReport:
    """Codes a text; nothing of it is kept."""
    return desk_of(request).code(given.text, title=given.title, published=given.published, outlet=given.outlet)


def _with_file(given: Text, file: UploadFile) -> Text:
    """The text of an uploaded file, read as ``polybius code`` reads it. Raises PolybiusError."""
    from polybius.read.given import Given
    from polybius.read.plain_text import read_plain_text

    name = PurePath(file.filename or "file").name[:100]
    if PurePath(name).suffix.lower() not in FILES:
        raise PolybiusError(f"{name}: is no text; send a file that ends in {', '.join(FILES)}")
    for one in read_plain_text(io.BytesIO(file.file.read()), name, Given()):
        if isinstance(one, Report):
            return given.model_copy(update={"text": one.text})
        raise PolybiusError(f"{one.source}: {one.reason}")
    raise PolybiusError(f"{name}: holds no text")
