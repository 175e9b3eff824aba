"""How often the coder is right by what readers said, and their corrections as examples to learn from."""

import json

import pytest

from polybius import store
from polybius.evaluate.corrections import evaluate_corrections, training_rows
from polybius.store.corrections import add_correction, correction_of, read_corrections, withdrawal_of
from tests.made import numbered, shelling


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "kept.store"
    store.write(path, [shelling(), numbered(1), numbered(2)])
    return path


def say(path, coded, event, field, new=None):
    one = correction_of(coded.report.id, event, field, new, by="Ada")
    add_correction(path, one)
    return one


def test_a_store_without_corrections_has_no_precision(kept):
    score = evaluate_corrections(kept)
    assert (score["checked"], score["precision"], score["by_category"]) == (0, None, {})


def test_right_wrong_and_mended_events_give_the_precision_by_category(kept):
    first, second, third = shelling(), numbered(1), numbered(2)
    say(kept, first, first.events[0], "right")
    say(kept, second, second.events[0], "wrong")
    say(kept, third, third.events[0], "place", "Barda")
    say(kept, first, first.events[1], "category", "ACCUSE")
    score = evaluate_corrections(kept)
    assert (score["checked"], score["right"], score["precision"]) == (4, 1, 0.25)
    assert score["by_category"]["ASSAULT"] | {"low": 0, "high": 0} == {
        "checked": 3, "right": 1, "precision": 0.333, "low": 0, "high": 0, "missed": 0,
    }  # fmt: skip
    assert score["by_category"]["REJECT"]["right"] == 0
    assert score["fields"] == {"category": 1, "place": 1, "wrong": 1}


def test_wilsons_interval_is_that_of_the_published_formula(kept):
    # 1 of 4 at 95 %: 0.0456 to 0.6994, as statsmodels' proportion_confint(method="wilson") gives it
    coded = shelling()
    say(kept, coded, coded.events[0], "right")
    say(kept, coded, coded.events[1], "wrong")
    for number in (1, 2):
        say(kept, numbered(number), numbered(number).events[0], "wrong")
    score = evaluate_corrections(kept)
    assert (score["low"], score["high"]) == pytest.approx((0.046, 0.699), abs=0.001)


def test_a_right_event_that_is_mended_later_is_not_right(kept):
    coded = shelling()
    say(kept, coded, coded.events[0], "right")
    say(kept, coded, coded.events[0], "date", "2020-10-03")
    assert evaluate_corrections(kept)["right"] == 0


def test_what_is_taken_back_does_not_count(kept):
    coded = shelling()
    add_correction(kept, withdrawal_of(say(kept, coded, coded.events[0], "wrong")))
    assert evaluate_corrections(kept)["checked"] == 0
    assert list(training_rows(kept)) == []
    assert len(read_corrections(kept)) == 2


def test_examples_have_the_words_the_coders_fields_and_the_readers(kept):
    coded = shelling()
    say(kept, coded, coded.events[0], "actors", "ARM MIL|RUS")
    missed = {"category": "CONSULT", "start": 0, "end": 4}
    add_correction(kept, correction_of(coded.report.id, None, "missed", json.dumps(missed), note="look"))
    mended, added = training_rows(kept)
    event = coded.events[0]
    assert mended["text"] == coded.report.text[event.start : event.end]
    assert mended["text"] in mended["sentence"]
    assert mended["verdict"] == "corrected"
    assert mended["coded"]["actors"] == "ARM MIL"
    assert mended["corrected"]["actors"] == "ARM MIL|RUS"
    assert mended["corrected"]["category"] == mended["coded"]["category"] == "ASSAULT"
    assert (added["verdict"], added["text"], added["corrected"]) == ("missed", "BAKU", {"category": "CONSULT"})
    assert added["note"] == "look"
