"""The map: where happenings were, sized by number, with how finely each place is known."""

from __future__ import annotations

import pyarrow as pa
from fastapi import APIRouter, Request
from starlette.responses import Response

from polybius.web.answers import Format, answer
from polybius.web.api_parts import ErrorAnswer, TableAnswer, described
from polybius.web.filters import Filter
from polybius.web.page import desk_of, filter_from, render
from polybius.web.shelf import Shelf
from polybius.web.views.timeline import chosen

router = APIRouter()
MOST_PLACES = 3000


def places(shelf: Shelf, wanted: Filter) -> pa.Table:
    """The places of the happenings a filter lets through: one row a place and precision, the most frequent first.

    A place known as a country only has no coordinates: it is drawn as the country, not as a dot in its middle.
    """
    common, parameters = chosen(shelf, wanted)
    return shelf.ask(
        f"{common} SELECT any_value(place) AS place, place_country AS country, place_precision AS precision, "
        "CASE WHEN place_precision = 'country' THEN NULL ELSE any_value(latitude) END AS latitude, "
        "CASE WHEN place_precision = 'country' THEN NULL ELSE any_value(longitude) END AS longitude, "
        "geonames_id, count(*) AS happenings, "
        + ", ".join(f"count(*) FILTER (quad = {quad}) AS quad_{quad}" for quad in (1, 2, 3, 4))
        + ", count(*) FILTER (one_sided) AS one_sided, min(began) AS first, max(began) AS last "
        "FROM chosen WHERE place IS NOT NULL "
        "GROUP BY place_country, place_precision, coalesce(CAST(geonames_id AS VARCHAR), place), geonames_id "
        f"ORDER BY happenings DESC, country, place LIMIT {MOST_PLACES}",
        parameters,
    )


@router.get("/map", include_in_schema=False)
def map_page(request: Request) -> Response:
    """The map, with its places as a table."""
    shelf, wanted = desk_of(request).shelf, filter_from(request)
    common, parameters = chosen(shelf, wanted)
    counted = shelf.one(
        f"{common} SELECT count(*) AS total, count(*) FILTER (place IS NULL) AS nowhere FROM chosen", parameters
    )
    rows = places(shelf, wanted).to_pylist()
    return render(request, "map.html", wanted=wanted, rows=rows, **counted)


@router.get(
    "/api/map", tags=["data"], response_model=TableAnswer, responses={400: {"model": ErrorAnswer}},
    openapi_extra=described(),
)  # fmt: skip
def map_api(request: Request, format: Format = "json") -> Response:
    """Places of happenings, with their numbers by quad class and the precision with which each place is known."""
    return answer(places(desk_of(request).shelf, filter_from(request)), "map", format)
