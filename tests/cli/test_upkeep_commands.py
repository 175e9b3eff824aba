"""polybius store and polybius diff."""

import json

import pytest

from polybius import store
from polybius.corpus.lock import sole_ingest
from tests.made import numbered
from tests.store.test_write import versioned


@pytest.fixture
def kept(tmp_path):
    path = tmp_path / "kept.store"
    for number in range(3):
        store.write(path, [numbered(number)])
    return "kept.store"


def test_info_says_what_there_is(run, kept):
    said = run("store", "info", kept).stdout
    assert "3 reports, 6 events, 0 rejects" in said
    assert "published from 2020-10-04 to 2020-10-04" in said
    assert json.loads(run("store", "info", kept, "--json").stdout)["reports"] == 3


def test_check_is_exit_code_1_where_there_are_faults(run, kept, tmp_path):
    assert run("store", "check", kept).stdout == "kept.store: sound\n"
    next((tmp_path / kept).rglob("*.parquet")).write_bytes(b"garbage")
    result = run("store", "check", kept)
    assert result.exit_code == 1
    assert result.stdout == "kept.store: 1 fault\n"
    assert "lost or damaged" in result.stderr


def test_compact_joins_and_forgets_on_demand(run, kept):
    assert "3 files" in run("store", "compact", kept).stdout
    assert "files of older versions removed" in run("store", "compact", kept, "--forget-old-versions").stdout
    assert "3 reports" in run("store", "info", kept).stdout


def test_a_store_an_ingest_is_at_work_on_is_not_compacted(run, kept):
    with sole_ingest(kept):
        result = run("store", "compact", kept)
    assert result.exit_code == 2
    assert "another ingest is at work" in result.stderr


def test_a_new_store_needs_no_migration(run, kept):
    assert "already" in run("store", "migrate", kept).stdout


@pytest.mark.parametrize("command", [["store", "info"], ["store", "compact"], ["store", "migrate"], ["store", "check"]])
def test_no_store_is_one_line(run, command):
    result = run(*command, "absent")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_diff_shows_summary_counts_and_events(run, kept, tmp_path):
    changed = versioned(numbered(0), polybius="0.2.0")
    assault, reject = changed.events
    aid = assault.model_copy(update={"category": "AID"})
    store.write(tmp_path / kept, [changed.model_copy(update={"events": (aid, reject)})])
    said = run("diff", kept, "--from", 3).stdout
    assert "3 reports in both versions, 1 coded anew" in said
    assert "0 events came, 0 went, 1 changed" in said
    assert "category: ASSAULT → AID" in said
    lines = run("diff", kept, "--from", 3, "--to", 4, "--json").stdout.splitlines()
    assert json.loads(lines[0])["fields"] == {"category": ["ASSAULT", "AID"]}
    assert run("diff", kept, "--from", 30).exit_code == 2
