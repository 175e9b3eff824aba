"""PLOVER records: field names of the format, realis in the context, dates as days."""

import json

import pytest

from polybius.export.plover import to_plover
from polybius.records import Actor, EventDate, Named
from tests.made import shelling


def with_event(**fields):
    coded = shelling()
    return coded.model_copy(update={"events": (coded.events[0].model_copy(update=fields),)})


def only(coded):
    (record,) = to_plover(coded)
    return record


def test_a_record_says_who_did_what_to_whom_when_and_where():
    record = shelling().to_plover()[0]
    assert record["actor"] == [
        {"code": "ARM", "sector": "MIL", "entity_text": "Armenian forces", "identifier_id": "armenian-armed-forces"}
    ]
    assert (record["event"], record["mode"], record["context"]) == (["ASSAULT"], ["heavy-weapons"], ["military"])
    assert (record["date"], record["enddate"]) == ("2020-10-04", "2020-10-04")
    assert record["event_loc"]["country_code"] == "AZE"
    assert record["size"] == {"dead": 1}
    assert record["comment"] == "according to Azerbaijani officials"


def test_names_are_those_of_the_format(shared):
    fields = json.loads((shared / "codebook" / "plover.json").read_text(encoding="utf-8"))["fields"]
    parts = {
        "actor": "entity",
        "recipient": "entity",
        "event_loc": "location",
        "text_info": "text_info",
        "cite_info": "cite_info",
        "size": "size",
    }
    for record in to_plover(shelling()):
        # size has no record field of its own in the format, only an object
        assert set(record) - {"size"} <= set(fields["record"])
        assert {name for name, field in fields["record"].items() if field["required"]} <= set(record)
        for name, of in parts.items():
            for one in record.get(name, []) if isinstance(record.get(name), list) else [record.get(name, {})]:
                assert set(one) <= set(fields[of]), name


def test_realis_goes_into_the_context_and_negated_is_negation():
    record = only(with_event(realis=("historical", "negated"), contexts=(Named(name="migration"),)))
    assert record["context"] == ["migration", "historical", "negation"]


def test_no_mode_and_no_context_are_null():
    record = only(with_event(modes=(), contexts=()))
    assert record["mode"] is record["context"] is None


@pytest.mark.parametrize(
    ("start", "end", "date", "enddate"),
    [
        ("1991", "1992", "1991-01-01", "1992-12-31"),
        ("2020-02", "2020-02", "2020-02-01", "2020-02-29"),
        ("2020-10-03", None, "2020-10-03", None),
        (None, "2020-10-03", None, "2020-10-03"),
    ],
)
def test_months_and_years_become_their_first_and_last_days(start, end, date, enddate):
    record = only(with_event(date=EventDate(start=start, end=end)))
    assert (record["date"], record.get("enddate")) == (date, enddate)


def test_two_sectors_are_joined_and_a_null_code_is_left_out():
    actor = Actor(text="gunmen", sectors=("OPP", "PRE", "REB"))
    assert only(with_event(actors=(actor,)))["actor"] == [{"sector": "OPPPRE", "entity_text": "gunmen"}]
