"""Events as a GeoJSON FeatureCollection (RFC 7946): a point where the place is known, and what the event rows tell."""

from __future__ import annotations

from typing import BinaryIO

from polybius.export.json_rows import write_json_rows
from polybius.export.source import Source

_PARTIES = (
    "list_transform({}, lambda p: {{'text': p.text, 'name': p.name, 'id': p.id, 'code': p.code, 'sectors': p.sectors}})"
)
PROPERTIES = {
    "event_id": "key", "report_id": "report_id", "category": "category", "modes": "modes", "contexts": "contexts",
    "realis": "realis", "actors": _PARTIES.format("actors"), "recipients": _PARTIES.format("recipients"),
    "date_start": "date_start", "date_end": "date_end", "date_precision": "date_precision",
    "place": "coalesce(place_name, place_text)", "place_country": "place_country", "place_precision": "place_precision",
    "geonames_id": "geonames_id", "quad": "quad", "score": "score", "cameo": "cameo", "goldstein": "goldstein",
    "confidence": "confidence", "says_who": "attribution", "claim": "claim", "start": "start", "end": '"end"',
    "clause": "clause", "published": "published", "outlet": "outlet", "url": "url",
}  # fmt: skip
"""The properties of a feature and the SQL of their values."""
_POINT = """CASE WHEN latitude BETWEEN -90 AND 90 AND longitude BETWEEN -180 AND 180
    THEN json_object('type', 'Point', 'coordinates', [longitude, latitude]) END"""


def write_geojson(out: BinaryIO, source: Source) -> int:
    """Writes the events as GeoJSON; returns the number of features. Events without coordinates have no geometry."""
    told = ", ".join(f"'{name}', {value}" for name, value in PROPERTIES.items())
    feature = f"json_object('type', 'Feature', 'id', key, 'geometry', {_POINT}, 'properties', json_object({told}))"
    return write_json_rows(out, source, feature, opening='{"type": "FeatureCollection", "features": [')
