"""Events as linked data (JSON-LD 1.1), in terms of schema.org, and of Web Annotation for where a report tells it."""

from __future__ import annotations

import json
from typing import BinaryIO

from polybius.export.json_rows import write_json_rows
from polybius.export.source import Source

CONTEXT = {
    "@version": 1.1,
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "prov": "http://www.w3.org/ns/prov#",
    "plover": "urn:polybius:plover:",
    "polybius": "urn:polybius:record:",
    "id": "@id",
    "type": "@type",
    "category": {"@id": "polybius:category", "@type": "@vocab", "@context": {"@vocab": "urn:polybius:plover:"}},
    "modes": {"@id": "polybius:mode", "@container": "@set"},
    "contexts": {"@id": "polybius:context", "@container": "@set"},
    "realis": {"@id": "polybius:realis", "@container": "@set"},
    "actors": {"@id": "polybius:actor", "@container": "@list"},
    "recipients": {"@id": "polybius:recipient", "@container": "@list"},
    "name": "schema:name",
    "words": "polybius:words",
    "code": "polybius:code",
    "sectors": {"@id": "polybius:sector", "@container": "@set"},
    "date_start": "schema:startDate",
    "date_end": "schema:endDate",
    "place": "schema:location",
    "country": "schema:addressCountry",
    "latitude": "schema:latitude",
    "longitude": "schema:longitude",
    "same_as": {"@id": "schema:sameAs", "@type": "@id"},
    "quad": "polybius:quad",
    "score": "polybius:score",
    "cameo": "polybius:cameo",
    "goldstein": "polybius:goldstein",
    "confidence": "polybius:confidence",
    "claim": "polybius:claim",
    "says_who": {"@id": "polybius:attribution", "@container": "@list"},
    "speakers": {"@id": "polybius:speaker", "@container": "@list"},
    "codes": {"@id": "polybius:speakerCode", "@container": "@list"},
    "certainty": "polybius:certainty",
    "polarity": "polybius:polarity",
    "attitude": "polybius:attitude",
    "told_in": "prov:wasDerivedFrom",
    "source": "oa:hasSource",
    "selector": "oa:hasSelector",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "clause": "polybius:clause",
    "published": "schema:datePublished",
    "publisher": "schema:publisher",
    "url": {"@id": "schema:url", "@type": "@id"},
}
"""What each name means; the project's own terms have no page in the web, so their names are URNs."""
_PARTIES = """list_transform({}, lambda p: json_merge_patch('{{}}', json_object(
    'id', 'urn:polybius:actor:' || url_encode(p.id), 'name', p.name, 'words', p.text, 'code', p.code,
    'sectors', p.sectors)))"""
_PLACE = """CASE WHEN coalesce(place_name, place_text, place_country) IS NOT NULL THEN json_object(
    'type', 'schema:Place', 'name', coalesce(place_name, place_text), 'country', place_country, 'latitude', latitude,
    'longitude', longitude, 'same_as', 'https://sws.geonames.org/' || geonames_id || '/') END"""
_REPORT = """json_object('id', 'urn:polybius:report:' || url_encode(report_id), 'type', 'schema:NewsArticle',
    'name', title, 'published', published, 'publisher', outlet,
    'url', CASE WHEN regexp_matches(url, '^https?://\\S+$') THEN url END)"""
_TOLD_IN = f"""json_object('type', 'oa:SpecificResource', 'source', {_REPORT}, 'selector', json_object(
    'type', 'oa:TextPositionSelector', 'start', start, 'end', "end"), 'clause', clause)"""
NODE = {
    "id": "'urn:polybius:event:' || url_encode(key)", "type": "'schema:Event'", "category": "category",
    "modes": "modes", "contexts": "contexts", "realis": "realis", "actors": _PARTIES.format("actors"),
    "recipients": _PARTIES.format("recipients"), "date_start": "date_start", "date_end": "date_end", "place": _PLACE,
    "quad": "quad", "score": "score", "cameo": "cameo", "goldstein": "goldstein", "confidence": "confidence",
    "claim": "claim", "says_who": "attribution", "told_in": _TOLD_IN,
}  # fmt: skip
"""The members of an event's node and the SQL of their values."""


def write_jsonld(out: BinaryIO, source: Source) -> int:
    """Writes the events as JSON-LD; returns their number."""
    members = ", ".join(f"'{name}', {value}" for name, value in NODE.items())
    # a null name or address would be no JSON-LD; a patch drops what is null
    node = f"json_merge_patch('{{}}', json_object({members}))"
    return write_json_rows(out, source, node, opening=f'{{"@context": {json.dumps(CONTEXT)},\n"@graph": [')
