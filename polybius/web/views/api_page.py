"""The page that lists the JSON API; /api/openapi.json describes it for programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.web.page import render

router = APIRouter()


@router.get("/api", include_in_schema=False)
def api_page(request: Request) -> Response:
    """Every route of the API with its parameters."""
    described: dict[str, Any] = request.app.openapi()
    routes = [
        {"path": path, "method": method.upper(), "route": route}
        for path, methods in sorted(described["paths"].items())
        for method, route in methods.items()
    ]
    return render(request, "api.html", routes=routes)
