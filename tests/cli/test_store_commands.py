"""polybius explain, query, statements, schema and demo."""

import csv
import io
import json

import jsonschema
import pytest

from polybius import store
from polybius.cli import demo_command
from polybius.export import to_json_line
from tests.made import TEXT, shelling


@pytest.fixture
def kept(tmp_path):
    store.write(tmp_path / "kept.store", [shelling()])
    return "kept.store"


def test_explain_shows_the_sentence_the_chain_and_the_reasons(run, kept):
    result = run("explain", shelling().events[0].id, "--store", kept)
    assert result.exit_code == 0
    for shown in (
        "[actor: Armenian forces] [trigger: shelled] [recipient: the town of [place: Ganja]] [time: on Sunday]",
        '1. Azerbaijani officials (AZE GOV), by "said": asserts it',
        "2. the report itself (Sample Wire)",
        "predicate 'shell' is ASSAULT.",
    ):
        assert shown in result.stdout


def test_explain_of_an_unknown_event_is_one_line(run, kept):
    result = run("explain", "nothing", "--store", kept)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert "holds no event nothing" in result.stderr


def test_query_prints_a_table_json_or_csv(run, kept):
    sql = "SELECT category, actor_codes FROM events ORDER BY category"
    table = run("query", sql, "--store", kept).stdout
    assert "category" in table
    assert "ASSAULT" in table
    lines = run("query", sql, "--store", kept, "--json").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [
        {"category": c, "actor_codes": "ARM"} for c in ("ASSAULT", "REJECT")
    ]
    assert list(csv.reader(io.StringIO(run("query", sql, "--store", kept, "--csv").stdout)))[1] == ["ASSAULT", "ARM"]


def test_query_looks_at_old_versions(run, kept):
    result = run("query", "SELECT count(*) AS n FROM reports", "--store", kept, "--version", "0", "--json")
    assert json.loads(result.stdout) == {"n": 0}


@pytest.mark.parametrize(
    ("sql", "folder", "said"),
    [
        ("SELEC", "kept.store", "syntax error"),
        ("DROP VIEW events", "kept.store", "one SELECT"),
        ("SELECT 1", "absent", "no store here"),
    ],
)
def test_query_faults_are_one_line_and_exit_code_2(run, kept, sql, folder, said):
    result = run("query", sql, "--store", folder)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_schema_holds_for_what_json_prints(run):
    schema = json.loads(run("schema").stdout)
    jsonschema.validate(json.loads(to_json_line(shelling())), schema)


def test_statements_show_speaker_cue_and_words(run, tmp_path):
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    table = run("statements", "report.txt")
    assert table.exit_code == 0
    assert "Azerbaijani officials" in table.stdout
    said = json.loads(run("statements", "report.txt", "--json").stdout)
    assert said["words"] == ["Armenian forces shelled the town of Ganja on Sunday, killing one civilian"]
    assert said["kind"] == "indirect"


def test_demo_codes_stores_and_names_an_event_that_can_be_explained(run, tmp_path, monkeypatch):
    samples = tmp_path / "samples.jsonl"
    samples.write_text(json.dumps({"text": TEXT, "published": "2020-10-04"}), encoding="utf-8")
    monkeypatch.setattr(demo_command, "SAMPLES", samples)
    result = run("demo")
    assert result.exit_code == 0
    assert "ASSAULT" in result.stdout
    (hint,) = (line.split() for line in result.stdout.splitlines() if line.strip().startswith("polybius explain"))
    assert run(*hint[1:]).exit_code == 0
