"""GeoJSON and JSON-LD: valid documents, whatever the reports hold."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polybius.export import Selection, export
from polybius.export.jsonld import CONTEXT
from polybius.records import EventPlace
from tests.made import events, shelling


def document(path, reports, format, **chosen):
    export(path / "out", reports, format=format, selection=Selection(**chosen))
    return json.loads((path / "out").read_text(encoding="utf-8"))


def test_a_feature_has_a_point_and_an_event_without_a_place_has_none(tmp_path):
    found = document(tmp_path, [shelling()], "geojson")
    assert found["type"] == "FeatureCollection"
    assault, reject = found["features"]
    assert assault["geometry"] == {"type": "Point", "coordinates": [46.36, 40.68]}
    assert assault["properties"]["actors"][0]["code"] == "ARM"
    assert assault["properties"]["says_who"][0]["speakers"] == ["Azerbaijani officials"]
    assert reject["geometry"] is None
    assert document(tmp_path, [], "geojson") == {"type": "FeatureCollection", "features": []}


def test_coordinates_that_cannot_be_are_no_point(tmp_path):
    made = shelling()
    place = EventPlace(text="x", latitude=91.0, longitude=0.0)
    made = made.model_copy(update={"events": (made.events[0].model_copy(update={"place": place}),)})
    assert document(tmp_path, [made], "geojson")["features"][0]["geometry"] is None


def test_linked_data_tells_where_a_report_tells_it(tmp_path):
    found = document(tmp_path, [shelling()], "jsonld")
    assault = found["@graph"][0]
    assert assault["id"] == f"urn:polybius:event:{shelling().events[0].id}"
    told = assault["told_in"]
    assert (told["selector"]["start"], told["selector"]["end"]) == (68, 141)
    assert told["source"]["type"] == "schema:NewsArticle"
    assert assault["place"]["same_as"] == "https://sws.geonames.org/586523/"


def test_every_name_of_linked_data_has_a_meaning_and_none_is_null(tmp_path):
    def names(value):
        if isinstance(value, dict):
            assert None not in value.values()
            return set(value).union(*map(names, value.values()))
        return set().union(*map(names, value)) if isinstance(value, list) else set()

    assert names(document(tmp_path, [shelling()], "jsonld")["@graph"]) <= set(CONTEXT)


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(events=st.lists(events, min_size=1, max_size=3))
def test_any_report_gives_a_document(events, tmp_path):
    made = shelling().model_copy(update={"events": tuple(events)})
    assert len(document(tmp_path, [made], "geojson")["features"]) == len(events)
    assert len(document(tmp_path, [made], "jsonld", texts=False)["@graph"]) == len(events)
