"""Reports grouped into affairs: what goes together, in whatever order it comes, and what an affair is called."""

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.link import _story_groups
from polybius.link._story_names import span_of
from polybius.link._story_words import story_words
from polybius.link.stories import Document, affairs, stories
from polybius.records import Actor, EventDate, EventPlace, Happening, Region
from tests.made import TEXT, shelling
from tests.made import span_of as words_at

DEV = Path(__file__).parents[2] / "evaluation" / "affairs" / "dev" / "reports.jsonl"


@pytest.fixture(scope="module")
def reports():
    return [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]


def document(report):
    return Document(report["id"], f"{report['title']}\n{report['text']}", report["published"])


def affairs_told(reports):
    found = {}
    for one in reports:
        found.setdefault(one["affair"], set()).add(one["id"])
    return {frozenset(part) for part in found.values()}


def test_our_own_affairs_are_told_apart(reports):
    assert {frozenset(part) for part in affairs(map(document, reports))} == affairs_told(reports)


@settings(max_examples=5, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(chance: random.Random):
    documents = [document(json.loads(line)) for line in DEV.read_text(encoding="utf-8").splitlines()]
    before = affairs(documents)
    chance.shuffle(documents)
    assert affairs(documents) == before


@settings(max_examples=5, deadline=None)
@given(st.sets(st.integers(0, 39), min_size=4))
def test_whatever_else_is_there_unlike_affairs_are_never_mixed(numbers):
    reports = [json.loads(line) for line in DEV.read_text(encoding="utf-8").splitlines()]
    some = [reports[number] for number in sorted(numbers)]
    affair = {one["id"]: one["affair"] for one in some}
    assert all(len({affair[key] for key in part}) == 1 for part in affairs(map(document, some)))


def test_many_prints_of_one_report_do_not_leave_their_affair(reports):
    often = [{**reports[0], "id": f"print{number}", "title": f"Version {number}"} for number in range(12)]
    found = {frozenset(part) for part in affairs(map(document, [*reports, *often]))}
    assert found == affairs_told([*reports, *often])


def test_reports_are_in_order_of_publication(reports):
    days = {one["id"]: one["published"] for one in reports}
    found = affairs(map(document, reports))
    for part in found:
        assert [days[key] for key in part] == sorted(days[key] for key in part)
    assert [days[part[0]] for part in found] == sorted(days[part[0]] for part in found)


@pytest.mark.parametrize("texts", [[], [""], ["", "the of and"], ["same words", "same words"]])
def test_every_report_is_in_one_affair(texts):
    documents = [Document(str(number), text) for number, text in enumerate(texts)]
    assert sorted(key for part in affairs(documents) for key in part) == [one.id for one in documents]


def test_too_many_alike_reports_are_compared_in_smaller_sets(reports, monkeypatch):
    monkeypatch.setattr(_story_groups, "LARGEST", 12)
    assert {frozenset(part) for part in affairs(map(document, reports))} == affairs_told(reports)


def test_reports_far_apart_in_time_are_less_alike():
    text = "Rebels of the ELN seized the mayor of Saravena near the bridge."
    near, far = (Document("b", text.replace("seized", "freed"), day) for day in ("2005-09-12", "2035-09-12"))
    first = Document("a", text, "2005-09-11")
    assert len(affairs([first, near])) == 1
    assert len(affairs([first, far])) == 2


def test_rare_words_names_and_numbers_tell_what_a_report_is_about():
    weights = story_words("The government said on Monday that Arauca's 23 rebels didn't march in May.")
    assert weights["arauca"] > weights["rebels"] > weights["government"] > 0
    assert weights["monday"] == weights["23"] == weights["may"] == 7.0
    assert not {"the", "didn", "didn't", "arauca's"} & set(weights)


def test_a_month_is_one_only_with_a_capital_and_repetition_counts_less_than_in_full():
    assert story_words("They may march.")["may"] < story_words("In May")["may"]
    once, twice = story_words("Arauca")["arauca"], story_words("Arauca, Arauca")["arauca"]
    assert once < twice < 2 * once


def test_a_document_is_the_report_without_bylines_and_boilerplate():
    coded = shelling()
    regions = (
        Region(**words_at("BAKU, 4 October"), kind="dateline"),
        Region(**words_at("Rain fell all morning."), kind="byline"),
        Region(**words_at("Yerevan denied it."), kind="body"),
    )
    report = coded.report.model_copy(update={"regions": regions, "title": "Shells"})
    made = Document.of(coded.model_copy(update={"report": report}))
    assert made.text.split("\n") == ["Shells", "BAKU, 4 October", "Yerevan denied it."]
    assert made.published == "2020-10-04"
    assert Document.of(coded).text.endswith(TEXT)


def party(code, **more):
    return Actor(text=code, code=code, **more)


def told(key, reports, start, *, actors=(), recipients=(), place=None, realis=()):
    where = EventPlace(text=place, name=place, precision="near") if place else None
    return Happening(
        id=key, category="ASSAULT", actors=actors, recipients=recipients, place=where, realis=realis,
        date=EventDate(start=start, end=start, precision="day"), reports=reports, events=(key,),
    )  # fmt: skip


TWO = [Document("r1", "Rebels in Arauca", "2005-09-11"), Document("r2", "Rebels in Arauca", "2005-09-23")]


def test_an_affair_is_named_by_its_actors_place_and_dates():
    happenings = [
        told("h2", ("r2",), "2005-09-23", actors=(party("VEN"),), recipients=(party("COL"),)),
        told("h1", ("r1", "r2"), "2005-09-10", actors=(party("COL"),), recipients=(party("VEN"),), place="Apure"),
        told("h0", ("r1",), "1999-01-01", actors=(party("USA"),), realis=("historical",)),
    ]
    (affair,) = stories(TWO, happenings)
    assert affair.name == "Colombia – Venezuela, Apure, 10–23 September 2005"
    assert affair.happenings == ("h0", "h1", "h2")
    assert (affair.id, affair.reports) == ("r1", ("r1", "r2"))
    assert (affair.start, affair.end) == ("2005-09-10", "2005-09-23")


def test_an_affair_without_happenings_has_the_days_of_its_reports():
    (affair,) = stories(TWO, [])
    assert affair.name == "11–23 September 2005"
    (bare,) = stories([Document("r", "Rebels")], [])
    assert bare.name == "unnamed"
    assert bare.start is None


def test_organisations_have_their_own_names_and_little_told_parties_none():
    agency = Actor(text="the agency", code="IGO", id="iaea", name="International Atomic Energy Agency")
    happenings = [told(f"h{number}", ("r1",), "2005-09-10", actors=(agency,)) for number in range(4)]
    happenings.append(told("h9", ("r1",), "2005-09-10", actors=(party("IRN"), Actor(text="somebody"))))
    (affair,) = stories(TWO, happenings)
    assert affair.actors == ("International Atomic Energy Agency",)


def test_a_happening_belongs_where_most_of_its_reports_stand():
    other = Document("r3", "Zimbabwe's teachers strike over pay", "2005-09-12")
    happenings = [told("h1", ("r1", "r2", "r3"), "2005-09-10"), told("h2", ("elsewhere",), "2005-09-10")]
    found = {affair.id: affair.happenings for affair in stories([*TWO, other], happenings)}
    assert found == {"r1": ("h1",), "r3": ()}


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        ("1993-06-05", "1993-06-05", "5 June 1993"),
        ("2005-09-28", "2005-10-03", "28 September – 3 October 2005"),
        ("2013-12-30", "2014-01-02", "30 December 2013 – 2 January 2014"),
    ],
)
def test_spans_of_days_are_written_as_people_do(first, last, shown):
    assert span_of(first, last) == shown
