"""polybius story, and polybius evaluate happenings, stories and mentions."""

import json

import pytest

from polybius import store
from polybius.records import Report
from tests.made import numbered, shelling, without_events


@pytest.fixture
def kept(tmp_path):
    first, second = shelling(), numbered(2)
    later = Report(**{**second.report.model_dump(), "title": "Shells again", "published": {"start": "2020-10-06"}})
    other = without_events("Teachers in Zimbabwe strike over pay.")
    store.write(tmp_path / "kept.store", [first, second.model_copy(update={"report": later}), other])
    return "kept.store"


def test_affairs_are_shown_with_reports_and_happenings(run, kept):
    result = run("story", "--store", kept)
    assert result.exit_code == 0
    assert "Armenia" in result.stdout.splitlines()[0]
    assert "2 reports" in result.stdout
    assert "2020-10-06  Sample Wire: Shells again" in result.stdout
    assert "ASSAULT  ARM MIL (Armenian forces) → AZE CVL (the town of Ganja)" in result.stdout
    assert "undated  outlet unknown: Teachers in Zimbabwe strike over pay." in result.stdout
    assert result.stdout.endswith("2 affairs\n")


def test_affairs_as_json(run, kept):
    found = [json.loads(line) for line in run("story", "--store", kept, "--json").stdout.splitlines()]
    assert len(found) == 2
    affair = next(one for one in found if one["happenings"])
    assert [one["published"] for one in affair["reports"]] == ["2020-10-04", "2020-10-06"]
    assert {one["category"] for one in affair["happenings"]} == {"ASSAULT", "REJECT"}


@pytest.mark.parametrize(
    ("options", "reports"),
    [
        (["--from", "2020-10-05"], 1),
        (["--to", "2020-10"], 2),
        (["--to", "2020-10-04"], 1),
        (["--actor", "ARM"], 2),
    ],
)
def test_affairs_are_chosen_by_day_and_party(run, kept, options, reports):
    (line,) = run("story", "--store", kept, "--json", *options).stdout.splitlines()
    assert len(json.loads(line)["reports"]) == reports


def test_no_such_affair_is_one_line(run, kept):
    result = run("story", "--store", kept, "--actor", "FRA")
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) == 1


def test_stories_are_measured(run, tmp_path):
    reports = [{"id": str(number), "affair": "a", "text": "Rebels shelled Ganja"} for number in range(2)]
    (tmp_path / "reports.jsonl").write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    figures = json.loads(run("evaluate", "stories", "reports.jsonl", "--json").stdout)
    assert figures["b_cubed"]["f1"] == 1.0
    assert "b_cubed f1" in run("evaluate", "stories", "reports.jsonl").stdout


def test_happenings_are_measured(run, tmp_path):
    for name in ("reports", "gold", "happenings"):
        (tmp_path / f"{name}.jsonl").write_text("", encoding="utf-8")
    figures = json.loads(run("evaluate", "happenings", ".", "--errors", "--json").stdout)
    assert figures["tellings"] == 0


def test_mentions_of_a_file_that_is_none_are_one_line(run, tmp_path):
    result = run("evaluate", "mentions", "absent.txt", "absent.json")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
