"""polybius corrections and polybius evaluate corrections."""

import json

import pytest

from polybius import store
from polybius.store.corrections import add_correction, correction_of
from tests.made import shelling


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "kept.store"
    store.write(path, [shelling()])
    coded = shelling()
    add_correction(path, correction_of(coded.report.id, coded.events[0], "place", "Barda", by="Ada", note="see map"))
    return "kept.store"


def test_corrections_are_listed(run, kept):
    result = run("corrections", "--store", kept)
    assert result.exit_code == 0
    for word in ("Ada", "place", "Barda", "see map", "1 correction"):
        assert word in result.stdout


def test_corrections_are_written_as_examples(run, kept, tmp_path):
    result = run("corrections", "--store", kept, "--out", "learn.jsonl")
    assert "1 example written to learn.jsonl" in result.stderr
    (line,) = (tmp_path / "learn.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["corrected"]["place"] == "Barda"
    assert run("corrections", "--store", kept, "--json").stdout.splitlines() == [line]


def test_a_file_that_cannot_be_written_is_one_line(run, kept):
    result = run("corrections", "--store", kept, "--out", "no/such/folder.jsonl")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_evaluate_corrections_shows_precision_by_category(run, kept):
    result = run("evaluate", "corrections", kept)
    assert result.exit_code == 0
    assert "ASSAULT" in result.stdout
    assert "place: 1 corrected" in result.stdout
    assert json.loads(run("evaluate", "corrections", kept, "--json").stdout)["checked"] == 1


def test_a_folder_without_a_store_is_one_line(run):
    for command in (("corrections", "--store", "none"), ("evaluate", "corrections", "none")):
        result = run(*command)
        assert result.exit_code == 2
        assert "there is no store here" in result.stderr
