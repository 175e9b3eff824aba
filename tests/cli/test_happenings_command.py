"""``polybius link``, ``happenings`` and ``explain`` with two events, over a real store."""

import json

import pytest

from polybius.store import write
from tests.link.news import News, Told, party

DAY = "2020-10-04"
SHELLED = Told("Armenian forces [shelled] Ganja", day=DAY, place="Ganja", dead=3)
TOLD = Told(
    "Armenian guns [shelled] Ganja", day=DAY, place="Ganja", dead=9, by=[party("AZE GOV", "Baku")], claim=True
)  # fmt: skip
MET = Told("Turkish ministers [met] Georgian leaders", "CONSULT", "TUR GOV", "GEO GOV", "2020-11-01", "Tbilisi")


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "my.store"
    write(path, [News("Reuters", DAY, [SHELLED]).coded, News("TASS", "2020-10-05", [TOLD, MET]).coded])
    return path


def test_link_says_what_the_store_holds(run, store):
    result = run("link", "--store", str(store))
    assert result.exit_code == 0
    assert "2 reports, 3 events: 2 happenings, 1 told by several reports, 1 with contradictions" in result.stdout
    assert run("link", "--store", str(store), "--anew").exit_code == 0


def test_happenings_come_by_date_with_their_tellers_and_disputes(run, store):
    result = run("happenings", "--store", str(store))
    assert result.exit_code == 0
    assert result.stdout.index("ASSAULT") < result.stdout.index("CONSULT")
    assert "2 tellings in 2 reports, 2 independent tellers: Reuters, TASS" in result.stdout
    assert "dead: 3 (Reuters) / 9 (Baku)" in result.stdout
    assert result.stdout.rstrip().endswith("2 happenings")


@pytest.mark.parametrize(
    ("options", "categories"),
    [
        (["--actor", "TUR"], ["CONSULT"]), (["--category", "assault"], ["ASSAULT"]),
        (["--from", "2020-11"], ["CONSULT"]), (["--to", "2020-10"], ["ASSAULT"]),
        (["--disputed"], ["ASSAULT"]), (["--one-sided"], []),
    ],
)  # fmt: skip
def test_happenings_can_be_chosen(run, store, options, categories):
    result = run("happenings", "--store", str(store), "--json", *options)
    assert [json.loads(line)["category"] for line in result.stdout.splitlines()] == categories


def test_one_happening_is_shown_with_all_tellings_side_by_side(run, store):
    listed = run("happenings", "--store", str(store), "--category", "ASSAULT", "--json")
    happening = json.loads(listed.stdout)
    result = run("happenings", happening["events"][1], "--store", str(store))
    assert result.exit_code == 0
    assert "Reuters" in result.stdout
    assert "Armenian forces shelled Ganja" in result.stdout
    assert "by Baku" in result.stdout


def test_an_event_that_is_not_there_is_told_in_one_line(run, store):
    result = run("happenings", "nothing", "--store", str(store))
    assert result.exit_code == 2
    assert "holds no happening or event nothing" in result.stderr


def test_explain_tells_what_joins_two_events_and_what_parts_two(run, store):
    events = [News("Reuters", DAY, [SHELLED]).coded.events[0], *News("TASS", "2020-10-05", [TOLD, MET]).coded.events]
    joined = run("explain", events[0].id, events[1].id, "--store", str(store))
    assert joined.exit_code == 0
    assert "One happening" in joined.stdout
    assert "date: same day" in joined.stdout
    parted = run("explain", events[0].id, events[2].id, "--store", str(store))
    assert "Two happenings" in parted.stdout
    assert "category: different" in parted.stdout
