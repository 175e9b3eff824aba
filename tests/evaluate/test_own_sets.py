"""The measures of our own sets: who tells an event and how sure, and when and where it happened."""

import json

import pytest

from polybius.evaluate._triggers import matched
from polybius.evaluate.tellings import evaluate_tellings, is_exact, same_speakers, shared
from polybius.evaluate.when_where import evaluate_when_where, same_date, same_place
from polybius.records import Actor, EventDate, EventPlace, Link
from tests.made import TEXT, shelling, span_of

CODED = shelling()
TRIGGER = [TEXT.index("shelled"), TEXT.index("shelled") + len("shelled")]
OFFICIALS = {**span_of("Azerbaijani officials"), "text": "Azerbaijani officials"}
LINK = {"speakers": [OFFICIALS], "certainty": "certain", "polarity": "positive"}
TOLD = {"trigger": TRIGGER, "category": "ASSAULT", "chain": [LINK], "realis": [], "claim": False}


class Coded:
    """A coder that knows one report."""

    def code(self, text, **metadata):
        return CODED


def folder(tmp_path, gold):
    report = {"id": "r", "text": TEXT, "published": "2020-10-04", "outlet": "here"}
    (tmp_path / "reports.jsonl").write_text(json.dumps(report) + "\n", encoding="utf-8")
    (tmp_path / "gold.jsonl").write_text(json.dumps({"id": "r", **gold}) + "\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("gold", "found"),
    [
        ({}, True),
        ({"category": "COERCE"}, True),  # another category on the same trigger is still its telling
        ({"trigger": [0, 4]}, False),
        ({"trigger": [0, 4], "trigger_alternatives": [TRIGGER]}, True),
        ({"trigger": [TRIGGER[1] + 5, TRIGGER[1] + 9]}, True),  # within the clause, same category
        ({"trigger": [TRIGGER[1] + 5, TRIGGER[1] + 9], "category": "COERCE"}, False),
        (
            {"trigger": [TRIGGER[1] + 5, TRIGGER[1] + 9], "category": "COERCE", "category_alternatives": ["ASSAULT"]},
            True,
        ),
    ],
)
def test_which_event_tells_what_the_gold_does(gold, found):
    ((_, event),) = matched([TOLD | gold], CODED.events[:1])
    assert (event is not None) == found


def test_one_event_serves_one_gold_event_and_firm_ones_first():
    gold = [TOLD | {"name": "maybe", "optional": True}, TOLD | {"name": "firm"}]
    pairs = {one["name"]: event for one, event in matched(gold, CODED.events[:1])}
    assert pairs["firm"] is CODED.events[0]
    assert pairs["maybe"] is None


def test_speakers_are_the_same_where_their_mentions_overlap_one_by_one():
    officials, other = Actor(text="officials", **span_of("officials")), Actor(text="Yerevan", **span_of("Yerevan"))
    assert same_speakers([OFFICIALS], (officials,))
    assert not same_speakers([OFFICIALS], (officials, other))
    assert not same_speakers([OFFICIALS], ())
    assert same_speakers(None, ())
    assert same_speakers([{"text": "He", "start": None, "end": None}], (Actor(text="he"),))


def test_a_chain_is_exact_link_by_link():
    link = Link(speakers=(Actor(**OFFICIALS),))
    assert is_exact([LINK], (link,))
    assert not is_exact([LINK, LINK], (link,))
    assert is_exact([], ())


def test_contents_share_a_part_of_their_union():
    assert shared({"start": 10, "end": 20}, 10, 20) == 1
    assert shared({"start": 10, "end": 20}, 15, 25) == pytest.approx(1 / 3)
    assert shared({"start": 90, "end": 99, "span_alternatives": [{"start": 10, "end": 20}]}, 10, 20) == 1


@pytest.mark.parametrize(
    ("wanted", "date", "right"),
    [
        (
            {"start": "2020-10-04", "end": "2020-10-04"},
            EventDate(start="2020-10-04", end="2020-10-04", basis="clause"),
            True,
        ),
        (
            {"start": "2020-10", "end": "2020-10"},
            EventDate(start="2020-10-04", end="2020-10-04", basis="clause"),
            False,
        ),
        ({"start": "2020", "end": None}, EventDate(start="2020", basis="clause"), True),
        (None, EventDate(end="2020-10-04", basis="bound"), True),
        (None, EventDate(start="2020-10-04", end="2020-10-04", basis="clause"), False),
    ],
)
def test_a_date_is_exact_or_wrong(wanted, date, right):
    assert same_date(wanted, date) is right


@pytest.mark.parametrize(
    ("wanted", "place", "right"),
    [
        ([{"name": "Ganja", "country": "AZE"}], EventPlace(text="Ganja", name="Gəncə", country="AZE"), True),
        ([{"name": "Ganja", "country": "AZE"}], EventPlace(text="Ganja", country="IRN"), False),
        ([{"name": "Ganja", "country": None}], EventPlace(text="Ganja", country="IRN"), True),
        ([{"name": "Ganja", "country": "AZE"}], None, False),
        ([], None, True),
        ([], EventPlace(text="Ganja"), False),
        ([{"name": "North Kivu"}, {"name": "South Kivu"}], EventPlace(text="North; South Kivu"), True),
        ([{"name": "Bunia"}, {"name": "South Kivu"}], EventPlace(text="North; South Kivu"), False),
    ],
)
def test_a_place_is_right_by_country_and_name(wanted, place, right):
    assert same_place(wanted, place) is right


def test_tellings_are_counted_from_a_folder(tmp_path):
    statement = {
        **span_of("Armenian forces shelled the town of Ganja on Sunday, killing one civilian"),
        "speakers": [OFFICIALS],
        "kind": "indirect",
        "cue": span_of("said"),
    }
    figures = evaluate_tellings(folder(tmp_path, {"events": [TOLD], "statements": [statement]}), Coded())
    assert figures["events"] == {"gold": 1, "found": 1, "chain_exact": 1.0, "realis": 1.0, "claim": 1.0}
    assert figures["statements"]["found"] == 1
    assert figures["statements"]["speakers"] == figures["statements"]["cue"] == 1.0
    wrong = TOLD | {"chain": [], "realis": ["negated"], "claim": True}
    figures = evaluate_tellings(folder(tmp_path, {"events": [wrong], "statements": []}), Coded())
    assert figures["events"] == {"gold": 1, "found": 1, "chain_exact": 0.0, "realis": 0.0, "claim": 0.0}


def test_when_and_where_are_counted_from_a_folder(tmp_path):
    event = CODED.events[0]
    right = {
        **TOLD,
        "date": {"start": event.date.start, "end": event.date.end},
        "place": {"name": "Ganja", "country": "AZE", "precision": event.place.precision},
    }
    figures = evaluate_when_where(folder(tmp_path, {"events": [right]}), Coded())
    assert [figures[name] for name in ("found", "date", "place", "precision", "realis", "historical")] == [
        1,
        1,
        1,
        1,
        1,
        1,
    ]
    wrong = right | {"date": {"start": "1990", "end": "1990"}, "place": None, "realis": ["historical"]}
    figures = evaluate_when_where(folder(tmp_path, {"events": [wrong]}), Coded())
    assert [figures[name] for name in ("found", "date", "place", "realis", "historical")] == [1, 0, 0, 0, 0]
