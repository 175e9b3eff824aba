"""The description of the JSON API for programs (OpenAPI), as the server really answers."""

from __future__ import annotations

import re
from typing import Any

_ERROR = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/ErrorAnswer"}}}}
_ERRORS = {
    "400": "what was asked cannot be answered so",
    "503": "the store is being opened, or the answer takes too long",
}
_PARTS = {
    "report_id": "id of the report",
    "happening_id": "id of the happening, or of one of its events",
}
"""The parts of an address."""
_FILES = ("text/csv", "application/vnd.apache.parquet")


def corrected(described: dict[str, Any]) -> dict[str, Any]:
    """The description that FastAPI makes, set right in place.

    Parameters that a route describes in its own words come twice in it; faulty values are answered with 400 and not
    with 422; and tables come as files too.
    """
    for methods in described["paths"].values():
        for route in methods.values():
            route["summary"] = re.split(r"\n\n|(?<=\.)\s", route.get("description", ""))[0].rstrip(".:")
            if "parameters" in route:
                route["parameters"] = _merged(route["parameters"])
            responses = route["responses"]
            responses.pop("422", None)
            for status, meaning in _ERRORS.items():
                responses.setdefault(status, {"description": meaning, **_ERROR})
            if any(one["name"] == "format" for one in route.get("parameters", ())):
                responses["200"]["content"] |= {name: {"schema": {"type": "string"}} for name in _FILES}
    schemas = described.get("components", {}).get("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    return described


def _merged(parameters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each parameter once: as the code has it, with the words of its description."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in parameters:
        told = {"description": _PARTS[one["name"]]} if one["in"] == "path" else {}
        found[one["name"], one["in"]] = one | told | found.get((one["name"], one["in"]), {})
    return list(found.values())
