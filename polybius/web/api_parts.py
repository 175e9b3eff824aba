"""What the routes of the JSON API have in common in its description: the parameters, and the shape of answers."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from pydantic import BaseModel

from polybius.web.filters import Filter


class TableAnswer(BaseModel):
    """Rows as JSON; with ``format=csv`` or ``format=parquet`` the same rows come as a file."""

    columns: list[str]
    rows: list[dict[str, Any]]


class ErrorAnswer(BaseModel):
    """What went wrong, and what to do."""

    error: str


_MEANINGS = {
    "q": 'words of the report; "quoted words" stand together, a leading minus leaves out',
    "party": "a party on either side: ARM, ARM.MIL, ARM,AZE, an id of the actor list, or words of its name",
    "actor": "who did it, written as party",
    "recipient": "to whom, written as party",
    "sector": "sector of a party",
    "category": "PLOVER category",
    "quad": "quad class, 1 to 4",
    "mode": "PLOVER mode",
    "context": "PLOVER context",
    "realis": "fact, historical, future, hypothetical, negated",
    "place": "words of the place's name",
    "country": "country of the place, ISO 3166 alpha-3",
    "start": "first day, month or year",
    "end": "last day, month or year",
    "outlet": "words of the outlet's name",
    "says": 'who says so: a code or words; "report" for the report itself',
    "claim": "yes or no: rests on the word of one party to it alone",
    "disputed": "yes or no: accounts of it differ",
    "least": "least confidence, 0 to 1",
    "report": "id of the report",
    "happening": "id of the happening",
    "reading": "coded (default), or corrected: with what readers mended",
}


def filter_parameters() -> list[dict[str, Any]]:
    """The filter's parameters as OpenAPI writes them."""
    described = []
    for one in fields(Filter):
        several = isinstance(one.default, tuple)
        schema: dict[str, Any] = {"type": "array", "items": {"type": "string"}} if several else {"type": "string"}
        described.append({"name": one.name, "in": "query", "schema": schema, "description": _MEANINGS[one.name]})
    return described


def described(more: list[dict[str, Any]] | None = None, *, filtered: bool = True) -> dict[str, Any]:
    """``openapi_extra`` of a route that takes the filter and a format."""
    formats = {"name": "format", "in": "query", "schema": {"type": "string", "enum": ["json", "csv", "parquet"]}}
    return {"parameters": [*(filter_parameters() if filtered else []), *(more or []), formats]}


def parameter(name: str, description: str, kind: str = "string") -> dict[str, Any]:
    """One more parameter of a route, as OpenAPI writes it."""
    return {"name": name, "in": "query", "schema": {"type": kind}, "description": description}
