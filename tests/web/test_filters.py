"""The filter: from an address to SQL with parameters, and back to an address."""

# cases are written in columns here
# ruff: noqa: E501

from dataclasses import fields
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.errors import PolybiusError
from polybius.web.filters import LONGEST, MOST_VALUES, Filter, FilterError, condition_of, filter_of
from polybius.web.page import condition_in
from polybius.web.shelf import open_shelf
from polybius.web.views.events import found_events
from polybius.web.views.reports import found_reports
from polybius.web.views.timeline import bars, listed
from tests.web.conftest import reports

NAMES = [one.name for one in fields(Filter)]
FREE = ["q", "party", "actor", "recipient", "place", "country", "outlet", "says", "report", "happening"]
"""Filters that take any words."""
ATTACKS = [
    "'", "''", "' OR 1=1 --", "x' OR 'x'='x", "'; DROP TABLE events; --", "%", "_", "!", "\\", '"', "$party", "$1", "?",
    "') OR true OR ('", "\x00", "’ OR 1=1", "*", "title:*", "NOT (", "a AND", '"', "[a TO b]", "-", "/.*/", "number:1",
]  # fmt: skip


@pytest.fixture(scope="module")
def shelf(kept):
    shelf = open_shelf(str(kept), None, lambda *_: None)
    yield shelf
    shelf.close()


def events_of(shelf, **wanted):
    return found_events(shelf, Filter(**wanted), limit=1000)[0].to_pylist()


@pytest.mark.parametrize(
    ("wanted", "holds"),
    [
        ({"party": "ARM"}, lambda row: "ARM" in row["actor_codes"] + row["recipient_codes"]),
        ({"actor": "ARM.MIL"}, lambda row: ("ARM", "MIL") in zip(row["actor_codes"].split("|"), row["actor_sectors"].split("|"), strict=True)),
        ({"actor": "ARM,TUR"}, lambda row: {"ARM", "TUR"} & set(row["actor_codes"].split("|"))),
        ({"recipient": "ARM.none"}, lambda row: ("ARM", "") in zip(row["recipient_codes"].split("|"), row["recipient_sectors"].split("|"), strict=True)),
        ({"recipient": "AZE"}, lambda row: "AZE" in row["recipient_codes"].split("|")),
        ({"actor": "armenian-armed-forces"}, lambda row: "armenian-armed-forces" in row["actor_ids"]),
        ({"actor": "armenian F"}, lambda row: "armenian f" in row["actors"].lower()),
        ({"sector": ("GOV",)}, lambda row: "GOV" in row["actor_sectors"] + row["recipient_sectors"]),
        ({"category": ("CONSULT", "REJECT")}, lambda row: row["category"] in ("CONSULT", "REJECT")),
        ({"quad": ("4",)}, lambda row: row["quad"] == 4),
        ({"mode": ("heavy-weapons",)}, lambda row: "heavy-weapons" in row["modes"].split("|")),
        ({"context": ("military",)}, lambda row: "military" in row["contexts"].split("|")),
        ({"place": "barda"}, lambda row: row["place"] == "Barda"),
        ({"country": "aze"}, lambda row: row["place_country"] == "AZE"),
        ({"start": "2020-10-05", "end": "2020-10-06"}, lambda row: "2020-10-05" <= (row["date_start"] or row["published"]) <= "2020-10-06"),
        ({"start": "2020-11"}, lambda row: row["date_start"] >= "2020-11"),
        ({"end": "2020-10-03"}, lambda row: (row["date_start"] or row["published"]) <= "2020-10-03"),
        ({"outlet": "sample"}, lambda row: row["outlet"] == "Sample Wire"),
        ({"says": "report"}, lambda row: row["says_who"] == ""),
        ({"says": "AZE"}, lambda row: "AZE" in row["says_codes"]),
        ({"says": "baku"}, lambda row: row["says_who"] == "Baku"),
        ({"claim": "yes"}, lambda row: row["claim"] is True),
        ({"claim": "no"}, lambda row: row["claim"] is False),
        ({"disputed": "yes"}, lambda row: row["contradictions"] > 0),
        ({"least": "0.7"}, lambda row: row["confidence"] >= 0.7),
    ],
)  # fmt: skip
def test_a_filter_lets_through_what_it_says_and_all_of_it(shelf, wanted, holds):
    rows = events_of(shelf, **wanted)
    assert rows
    every = events_of(shelf)
    assert len(rows) < len(every)
    kept = {row["event_id"] for row in rows}
    assert kept == {row["event_id"] for row in every if _safely(holds, row)}


def _safely(holds, row):
    try:
        return bool(holds(row))
    except TypeError:
        return False


def test_fact_is_what_bears_no_mark(shelf):
    assert len(events_of(shelf, realis=("fact",))) == len([row for row in events_of(shelf) if not row["realis"]])
    assert events_of(shelf, realis=("negated",)) == []


def test_words_find_reports_by_stems_phrases_and_without_words(shelf):
    found = {row["report_id"] for row in events_of(shelf, q="shelling Ganja")}
    assert reports()[0].report.id in found
    assert events_of(shelf, q='"Ganja shelled"') == []
    with_rain = {row["report_id"] for row in events_of(shelf, q="rain")}
    assert reports()[0].report.id in with_rain
    assert reports()[0].report.id not in {row["report_id"] for row in events_of(shelf, q="Ganja -rain")}
    assert events_of(shelf, q="Ganja -rain")


def test_a_report_or_happening_can_be_asked_for_by_its_id(shelf):
    row = events_of(shelf)[0]
    assert {one["report_id"] for one in events_of(shelf, report=row["report_id"])} == {row["report_id"]}
    assert {one["happening_id"] for one in events_of(shelf, happening=row["happening_id"])} == {row["happening_id"]}


@pytest.mark.parametrize("name", FREE)
@pytest.mark.parametrize("text", ATTACKS)
def test_sql_in_a_filter_is_words(shelf, name, text):
    every = len(events_of(shelf))
    try:
        rows = events_of(shelf, **{name: text})
    except PolybiusError:
        rows = []
    expected = every if name == "q" else 0
    assert len(rows) <= expected or all(text.lower() in _words(row, name) for row in rows)
    assert len(events_of(shelf)) == every


def _words(row, name):
    sides = {"party": "actors recipients", "actor": "actors", "recipient": "recipients", "says": "says_who"}
    return " ".join(row[one] or "" for one in sides.get(name, name).split()).lower()


@pytest.mark.parametrize("name", ["sector", "category", "quad", "mode", "context", "realis"])
@pytest.mark.parametrize("text", ATTACKS)
def test_sql_in_a_filter_of_names_is_no_name(name, text):
    with pytest.raises(FilterError, match=f"^{name}: "):
        filter_of([(name, text)] if text.strip() else [(name, "x")])


anything = st.text(max_size=40) | st.sampled_from(ATTACKS)
filters = st.lists(st.tuples(st.sampled_from([*NAMES, "page", "unknown"]), anything), max_size=6)


@settings(max_examples=150, deadline=None)
@given(filters)
def test_any_text_in_any_filter_is_answered_or_refused(shelf, pairs):
    try:
        wanted = filter_of(pairs)
        condition, _ = condition_in(shelf, wanted)
        rows, total, _ = found_events(shelf, wanted, limit=1000)
        assert rows.num_rows == total
        bars(shelf, wanted)
        listed(shelf, wanted, limit=10)
        found_reports(shelf, wanted, limit=10)
    except PolybiusError:
        return
    for value in (value for _, value in wanted.pairs() if len(value) > 3 and not value.isalnum()):
        assert value not in condition.sql


@settings(max_examples=200, deadline=None)
@given(filters)
def test_an_address_leads_back_to_its_filter(pairs):
    try:
        wanted = filter_of(pairs)
    except FilterError:
        return
    assert filter_of(parse_qsl(wanted.url())) == wanted
    assert filter_of(parse_qsl(wanted.url(page=3, sort="score"))) == wanted


def test_an_address_can_be_changed():
    wanted = filter_of([("party", "ARM"), ("category", "ASSAULT"), ("category", "CONSULT"), ("category", "ASSAULT")])
    assert wanted.category == ("ASSAULT", "CONSULT")
    assert wanted.url(party=None, place="Ganja & Barda") == "category=ASSAULT&category=CONSULT&place=Ganja+%26+Barda"


def test_too_much_is_refused_with_its_bounds():
    with pytest.raises(FilterError, match=f"q: has {LONGEST + 1} characters; a filter may have {LONGEST}"):
        filter_of([("q", "x" * (LONGEST + 1))])
    with pytest.raises(FilterError, match=f"category: has more than {MOST_VALUES} values"):
        filter_of([("category", "ASSAULT")] * (MOST_VALUES + 1))


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("start", "yesterday", "start: 'yesterday' is no date; write YYYY-MM-DD, YYYY-MM or YYYY"),
        ("end", "2020-13", "is no date"),
        ("end", "2020-02-30", "is no date"),
        ("least", "high", "least: 'high' is no confidence; write a number from 0 to 1"),
        ("least", "nan", "is no confidence"),
        ("least", "1.1", "is no confidence"),
        ("claim", "perhaps", "claim: write yes or no"),
        ("reading", "mine", "reading: write coded or corrected"),
        ("category", "SHELLING", "category: 'SHELLING' is none; choose from AGREE"),
    ],
)
def test_a_value_that_cannot_be_is_refused_with_what_can(name, value, said):
    with pytest.raises(FilterError, match=said):
        filter_of([(name, value)])


def test_no_filter_is_no_condition():
    assert Filter().is_empty
    assert condition_of(Filter()).sql == "true"
