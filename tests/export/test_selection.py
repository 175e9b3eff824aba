"""The filters of an export: what they let through, in every kind of format."""

import json

import pytest

from polybius import store
from polybius.errors import PolybiusError
from polybius.export import Selection, Source, export
from tests.made import numbered, shelling


@pytest.mark.parametrize(
    ("chosen", "categories"),
    [
        ({}, ["ASSAULT", "REJECT"]),
        ({"categories": ("REJECT",)}, ["REJECT"]),
        ({"actor": "ARM"}, ["ASSAULT", "REJECT"]),
        ({"actor": "ARM.MIL"}, ["ASSAULT"]),
        ({"actor": "armenian-armed-forces"}, ["ASSAULT"]),
        ({"actor": "AZE"}, []),
        ({"recipient": "AZE.GOV,TUR"}, ["REJECT"]),
        ({"actor": "ARM.none"}, []),
        ({"start": "2020-10"}, ["ASSAULT", "REJECT"]),
        ({"start": "2020-10-05"}, []),
        ({"end": "2020"}, ["ASSAULT", "REJECT"]),
        ({"end": "2020-10-03"}, []),
        ({"confidence": 0.5}, []),
    ],
)
def test_a_filter_lets_the_same_events_through_in_rows_and_in_records(chosen, categories, tmp_path):
    export(tmp_path / "rows.csv", [shelling()], selection=Selection(**chosen))
    rows = (tmp_path / "rows.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert [row.split(",")[5] for row in rows] == categories
    export(tmp_path / "records", [shelling()], format="plover", selection=Selection(**chosen))
    records = [json.loads(line) for line in (tmp_path / "records").read_text(encoding="utf-8").splitlines()]
    assert [record["event"][0] for record in records] == categories


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"start": "yesterday"}, "'yesterday' is no date"),
        ({"categories": ("WAR",)}, "'WAR' is no category"),
        ({"also": ("perhaps",)}, "'perhaps' is no realis"),
        ({"actor": "Armenia!"}, "names no party"),
        ({"confidence": 2.0}, "between 0 and 1"),
    ],
)
def test_a_wrong_filter_is_one_sentence(chosen, said):
    with pytest.raises(PolybiusError, match=said):
        Selection(**chosen)


def test_reports_without_a_chosen_event_go_only_where_all_go(tmp_path):
    store.write(tmp_path / "s", [shelling(), numbered(1)])
    source = Source(store.snapshot(tmp_path / "s"), Selection(categories=("AID",)))
    assert list(source.coded()) == []
    assert len(list(Source(store.snapshot(tmp_path / "s")).coded())) == 2
