"""polybius standing prints the standing relations of a store."""

import json
from typing import get_args

import pytest

from polybius import store
from polybius.records import Actor, RelationKind, Standing
from tests.made import shelling, without_events

TEXT = "Armenian forces withdrew. Russia was an ally of Armenia until 2024."


@pytest.fixture
def kept(tmp_path):
    """A store in which one report tells of an alliance and a later one of its end."""
    later = shelling(f"{shelling().report.text} {TEXT}", 2)
    (relation,) = later.relations
    published = later.report.published.model_copy(update={"start": "2024-03-01", "end": "2024-03-01"})
    ended = later.model_copy(
        update={
            "report": later.report.model_copy(update={"published": published}),
            "relations": (relation.model_copy(update={"until": "2024-02"}),),
        }
    )
    store.write(tmp_path / "kept.store", [shelling(), ended])
    return "kept.store"


def test_a_table_shows_ends_interval_and_number_of_reports(run, kept):
    result = run("standing", "--store", kept)
    assert result.exit_code == 0
    for shown in ("alliance", "Armenia (ARM)", "Russia (RUS)", "by 2020-10-04", "2024-02", "2024-03-01", "2 reports"):
        assert shown in result.stdout


def test_an_end_without_a_day_is_shown_as_told_by(run, tmp_path):
    coded = shelling()
    text = coded.report.text.replace("is an ally", "is no longer an ally")
    start = text.index("an ally of Armenia")
    relation = coded.relations[0].model_copy(
        update={
            "start": start, "end": start + 18, "object": Actor(text="Armenia", code="ARM", id="armenia"),
        }
    )  # fmt: skip
    changed = {"report": coded.report.model_copy(update={"text": text}), "relations": (relation,), "events": ()}
    store.write(tmp_path / "ended.store", [coded.model_copy(update=changed)])
    (row,) = (line for line in run("standing", "--store", "ended.store").stdout.splitlines() if "alliance" in line)
    assert row.count("by 2020-10-04") == 2


def test_json_prints_the_records_with_their_evidence(run, kept):
    (line,) = run("standing", "ARM", "Moscow", "--store", kept, "--json").stdout.splitlines()
    one = Standing.model_validate(json.loads(line))
    assert (one.kind, one.until, [evidence.effect for evidence in one.evidence]) == (
        "alliance", "2024-02", ["holds", "closes"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (["Armenia"], True),
        (["ARM", "Russia"], True),
        (["ARM", "Turkey"], False),
        (["--kind", "alliance"], True),
        (["--kind", "war"], False),
        (["--on", "2021"], True),
        (["--on", "2020-10-03"], False),
        (["--on", "2025"], False),
    ],
)
def test_parties_kind_and_day_narrow_it_down(run, kept, asked, found):
    result = run("standing", *asked, "--store", kept)
    assert result.exit_code == (0 if found else 1)
    assert ("alliance" in result.stdout) == found
    assert found or len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--kind", "wars", "--store", "kept.store"], "'wars' is no kind of standing relation"),
        (["--on", "soon", "--store", "kept.store"], "'soon' is no date"),
        (["--store", "absent"], "no store here"),
    ],
)
def test_wrong_use_is_one_sentence_and_exit_code_2(run, kept, asked, said):
    result = run("standing", *asked)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_store_without_relations_has_none(run, tmp_path):
    store.write(tmp_path / "bare.store", [without_events()])
    result = run("standing", "--store", "bare.store")
    assert result.exit_code == 1
    assert "tells of no such standing relation" in result.stderr


def test_help_names_every_kind(run):
    told = " ".join(run("standing", "--help").stdout.split()).replace("- ", "-")
    assert [kind for kind in get_args(RelationKind) if kind not in told] == []
