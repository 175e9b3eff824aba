"""Corrections: kept beside the store, checked, and lifted by later ones; what the coder said stays."""

# cases are written in columns here
# ruff: noqa: E501

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius import store as stores
from polybius.errors import StoreError
from polybius.records import Correction
from polybius.store.corrections import (
    FIELDS,
    LONGEST,
    add_correction,
    coded_value,
    correction_of,
    corrections_table,
    in_force,
    missed_event,
    read_corrections,
    withdrawal_of,
)
from tests.made import events, shelling

CODED = shelling()
EVENT = CODED.events[0]
RID = CODED.report.id


def correction(field, new=None, event=EVENT, **more):
    return correction_of(RID, event, field, new, **more)


def missed(**fields):
    return correction_of(RID, None, "missed", json.dumps({"category": "CONSULT", "start": 0, "end": 4} | fields))


@pytest.fixture
def path(tmp_path):
    stores.write(tmp_path / "my.store", [CODED])
    return tmp_path / "my.store"


def test_a_store_without_corrections_has_none(path):
    assert read_corrections(path) == []


def test_what_is_kept_is_read_again_the_oldest_first(path):
    kept = [correction("category", "COERCE", by="Ada", note="read it"), correction("wrong", by="Bo"), missed()]
    for one in kept:
        add_correction(path, one)
    assert read_corrections(path) == kept
    assert kept[0].old == "ASSAULT"
    assert kept[0].by == "Ada"
    assert kept[0].at.endswith("+00:00")


def test_the_coders_rows_and_the_version_of_the_store_stay_as_they_were(path):
    before = stores.query(path, "SELECT * FROM events ORDER BY event_id").rows
    version = stores.snapshot(path)
    add_correction(path, correction("category", "COERCE"))
    assert stores.query(path, "SELECT * FROM events ORDER BY event_id").rows == before
    assert stores.snapshot(path).files == version.files
    assert list(stores.read(path)) == [CODED]
    # and the store can be written to as before
    stores.write(path, [shelling("Rain fell. " + CODED.report.text)])
    assert len(read_corrections(path)) == 1


def test_corrections_kept_at_the_same_time_are_all_there(path):
    add_correction(path, correction("right"))
    many = [correction("place", f"Place {number}") for number in range(12)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda one: add_correction(path, one), many))
    assert {one.new for one in read_corrections(path) if one.field == "place"} == {one.new for one in many}


def test_where_there_is_no_store_nothing_is_kept(tmp_path):
    with pytest.raises(StoreError, match="there is no store here"):
        add_correction(tmp_path / "none", correction("right"))
    assert not (tmp_path / "none").exists()


def test_damaged_corrections_are_told_with_their_place(path):
    add_correction(path, correction("right"))
    for file in (path / "_corrections").glob("*.parquet"):
        file.write_bytes(b"no parquet")
    with pytest.raises(StoreError, match=r"my\.store: (its corrections are damaged|cannot open its corrections)"):
        read_corrections(path)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("category", "COERCE"), ("modes", "aerial|firearms"), ("modes", ""), ("contexts", "military|human_rights"), ("realis", "negated"),
        ("actors", "ARM MIL|?"), ("actors", "? MIL"), ("recipients", "AZE CVL REF"), ("recipients", ""), ("date", "2020"), ("date", "2020-10"),
        ("date", "2020-10-01/2020-10-03"), ("date", "../2020-10"), ("date", ""), ("place", "Shusha"), ("place", ""),
    ],
)  # fmt: skip
def test_a_value_that_fits_its_field_is_taken(field, value):
    made = correction(field, value)
    assert made.new == (value or None)
    assert made.old == coded_value(EVENT, field)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("category", "SHELLING", "'SHELLING' is no category; choose from AGREE"),
        ("category", "", "'' is no category"),
        ("category", "ASSAULT|COERCE", "is no category"),
        ("modes", "by-hand", "'by-hand' is no mode"),
        ("contexts", "weather", "'weather' is no context"),
        ("realis", "perhaps", "'perhaps' is no realis"),
        ("actors", "Armenia", "'Armenia' is no party; write a code and its sectors"),
        ("actors", "ARM  MIL", "is no party"),
        ("actors", "ARM|", "'' is no party"),
        ("recipients", "arm", "is no party"),
        ("date", "yesterday", "'yesterday' is no date"),
        ("date", "2020-02-30", "is no date"),
        ("date", "2020/2021/2022", "is no date"),
        ("date", "/", "is no date"),
        ("place", "x" * (LONGEST + 1), f"may have {LONGEST} characters"),
        ("score", "3", "'score' is no field that can be corrected; choose from category"),
        ("withdrawn", None, "is no field"),
        ("category", "ASSAULT", "category is already ASSAULT; there is nothing to correct"),
        ("contexts", "military", "contexts is already military"),
    ],
)
def test_a_value_that_does_not_is_refused(field, value, said):
    with pytest.raises(StoreError, match=said.replace("|", r"\|")):
        correction(field, value)


def test_a_note_and_a_name_have_their_bounds_too():
    with pytest.raises(StoreError, match="may have"):
        correction("right", note="x" * (LONGEST + 1))


def test_halves_of_characters_are_refused_before_they_are_kept():
    for told in ({"note": "\ud800"}, {"by": "\udfff"}):
        with pytest.raises(StoreError, match="whole characters only"):
            correction("right", **told)
    with pytest.raises(StoreError, match="whole characters only"):
        correction("place", "Gan\udc00ja")


def test_a_correction_is_of_an_event_unless_it_was_missed():
    with pytest.raises(StoreError, match="needs the event it is of"):
        correction("category", "COERCE", event=None)
    with pytest.raises(StoreError, match="needs the event it is of"):
        correction("missed", "{}")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "as JSON"), ("not json", "as JSON"), ("[" * 1900, "as JSON"), ('{"category": "AID", "place": "\\ud800", "start": 0, "end": 4}', "whole characters"), ("[]", "may have the fields"), ("3", "may have the fields"),
        ('{"category": "CONSULT", "start": 0, "end": 4, "score": 1}', "may have the fields"),
        ('{"category": "CONSULT"}', "needs the words that tell it"), ('{"category": "CONSULT", "start": 4, "end": 4}', "needs the words"),
        ('{"category": "CONSULT", "start": true, "end": 4}', "needs the words"), ('{"category": "CONSULT", "start": -1, "end": 4}', "needs the words"),
        ('{"category": "CONSULT", "start": 0.5, "end": 4}', "needs the words"), ('{"start": 0, "end": 4}', "is no category"),
        ('{"category": null, "start": 0, "end": 4}', "is no category"), ('{"category": "TALKS", "start": 0, "end": 4}', "is no category"),
        ('{"category": "CONSULT", "actors": 3, "start": 0, "end": 4}', "actors of a missed event must be text"),
        ('{"category": "CONSULT", "actors": "nobody", "start": 0, "end": 4}', "is no party"),
        ('{"category": "CONSULT", "date": "soon", "start": 0, "end": 4}', "is no date"),
    ],
)  # fmt: skip
def test_a_missed_event_needs_fields_that_fit(value, said):
    with pytest.raises(StoreError, match=said):
        correction_of(RID, None, "missed", value)


def test_a_missed_event_says_what_it_is():
    assert missed_event(missed(actors="ARM GOV", place="Ganja")) == {
        "category": "CONSULT", "actors": "ARM GOV", "place": "Ganja", "start": 0, "end": 4,
    }  # fmt: skip


def at(number, **fields):
    day = {"id": f"c{number}", "report": RID, "at": f"2026-01-{number:02}T00:00:00.000+00:00"}
    return Correction.model_validate(day | {"event": "e1"} | fields)


def test_of_one_event_and_field_the_last_holds():
    first, second = at(1, field="category", new="COERCE"), at(2, field="category", new="THREATEN")
    other = at(3, field="date", new="2020")
    assert in_force([second, other, first]) == [second, other]


def test_right_and_wrong_lift_each_other_and_no_field():
    wrong, right, date = at(1, field="wrong"), at(2, field="right"), at(3, field="date", new="2020")
    assert in_force([wrong, right, date]) == [right, date]
    assert in_force([right, date, at(4, field="wrong")])[-1].field == "wrong"


def test_what_was_taken_back_gives_way_to_what_was_before():
    first, second = at(1, field="category", new="COERCE"), at(2, field="category", new="THREATEN")
    back = withdrawal_of(second, by="Ada")
    assert in_force([first, second, back]) == [first]
    assert (back.field, back.old, back.event, back.by) == ("withdrawn", second.id, "e1", "Ada")


def test_missed_events_all_hold_until_taken_back():
    one = at(1, event=None, field="missed", new="{}")
    two = at(2, event=None, field="missed", new="{}")
    assert in_force([one, two]) == [one, two]
    assert in_force([one, two, withdrawal_of(one)]) == [two]


histories = st.lists(
    st.builds(
        lambda event, field, taken: (event, field, taken),
        st.sampled_from(["e1", "e2"]), st.sampled_from(["category", "date", "right", "wrong"]), st.none() | st.integers(1, 9),
    ),
    max_size=9,
)  # fmt: skip


@settings(deadline=None)
@given(histories)
def test_no_more_than_one_of_an_event_and_field_holds_and_none_that_was_taken_back(told):
    every = [
        at(n, event=e, field="withdrawn", old=f"c{taken}") if taken else at(n, event=e, field=field, new="x")
        for n, (e, field, taken) in enumerate(told, 1)
    ]
    held = in_force(every)
    keys = [(one.event, "verdict" if one.field in ("right", "wrong") else one.field) for one in held]
    assert len(keys) == len(set(keys))
    gone = {one.old for one in every if one.field == "withdrawn"}
    assert not gone & {one.id for one in held}
    assert in_force(held) == held


@settings(deadline=None)
@given(events)
def test_what_the_coder_said_can_be_written_of_any_event(event):
    for field in FIELDS:
        value = coded_value(event, field)
        assert value is None or isinstance(value, str)


def test_what_the_coder_said_of_an_event():
    assert {field: coded_value(EVENT, field) for field in FIELDS} == {
        "category": "ASSAULT", "modes": "heavy-weapons", "contexts": "military", "realis": None, "actors": "ARM MIL",
        "recipients": "AZE CVL", "date": "2020-10-04", "place": "Gəncə",
    }  # fmt: skip


def test_corrections_are_a_table_with_the_fields_of_the_record():
    table = corrections_table([correction("wrong")])
    assert table.column_names == list(Correction.model_fields)
    assert corrections_table([]).num_rows == 0
