"""Ingest: each report once, what cannot be coded with its reason, and nothing lost where it stops."""

import gzip
import json
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from polybius import store
from polybius.corpus import Limits, Recipe, ingest
from polybius.corpus.ingest import Ingest, Source, sources_of
from polybius.corpus.lock import StoreBusy, sole_ingest
from polybius.errors import StoreError
from polybius.read.given import Given
from polybius.read.sources import expand
from polybius.records import Appearance
from polybius.store.rejects import read_rejects
from polybius.store.table import open_or_create
from tests.corpus.news import GERMAN, row, text, write_lines
from tests.corpus.stand_in import FACTORY

RECIPE = Recipe(factory=FACTORY)
PROGRAM = [sys.executable, "-c", "from polybius.cli import app; app()", "ingest"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.store"


def run(sources, path, **more):
    return ingest(sources, path, recipe=more.pop("recipe", RECIPE), **more)


def rows_of(path):
    return {coded.report.text: coded for coded in store.read(path)}


def counts(tally):
    return (tally.coded, tally.repeated, tally.foreign, tally.rejected, tally.passed)


def test_files_of_several_kinds_go_into_one_store(tmp_path, path):
    write_lines(tmp_path / "a.jsonl", [row(1), row(2)])
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(f'text\n"{text(3)}"\n'.encode()))
    (tmp_path / "deep" / "below").mkdir(parents=True)
    (tmp_path / "deep" / "below" / "c.txt").write_text(text(4))
    (tmp_path / "deep" / "picture.jpg").write_bytes(b"\xff\xd8\xff")
    pq.write_table(pa.table({"body": [text(5)], "day": [20201003]}), tmp_path / "d.parquet")
    tally = run([tmp_path / "a.jsonl", tmp_path / "b.csv.gz", tmp_path / "deep"], path)
    assert counts(tally) == (4, 0, 0, 0, 0)
    given = Given(columns={"text": "body", "published": "day"})
    assert run([tmp_path / "d.parquet"], path, given=given).coded == 1
    rows = rows_of(path)
    assert sorted(rows) == sorted(map(text, (1, 2, 3, 4, 5)))
    assert rows[text(5)].report.published.start == "2020-10-03"


def test_what_the_store_holds_is_not_coded_again(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", [row(number) for number in range(20)])
    run([lines], path)
    version = store.snapshot(path)
    assert counts(run([lines], path)) == (0, 20, 0, 0, 0)
    assert store.snapshot(path).files == version.files


def test_a_newer_coder_codes_all_anew(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", [row(number) for number in range(6)])
    run([lines], path)
    newer = Recipe(factory="tests.corpus.stand_in:newer")
    assert run([lines], path, recipe=newer).coded == 6
    assert all(coded.actors == () for coded in store.read(path))
    # and an older one leaves its work alone
    assert counts(run([lines], path)) == (0, 6, 0, 0, 0)


@pytest.mark.parametrize("workers", [1, 3])
def test_copies_are_one_report_in_the_order_they_were_read(tmp_path, path, workers):
    rows = []
    for number in range(12):
        rows += [row(number), row(number + 500), row(number, url=f"https://copy.example/{number}", outlet="Herald")]
    tally = run([write_lines(tmp_path / "a.jsonl", rows)], path, workers=workers)
    assert counts(tally) == (24, 12, 0, 0, 0)
    stored = rows_of(path)[text(3)].report
    assert stored.url == "https://example.org/3"
    assert stored.appearances == (Appearance(url="https://copy.example/3", outlet="Herald"),)


def test_a_copy_seen_in_a_later_run_is_an_appearance(tmp_path, path):
    run([write_lines(tmp_path / "a.jsonl", [row(1)])], path)
    tally = run([write_lines(tmp_path / "b.jsonl", [row(1, url="https://copy.example/1")])], path)
    assert counts(tally) == (0, 1, 0, 0, 0)
    assert len(rows_of(path)[text(1)].report.appearances) == 1


def test_a_date_that_becomes_known_has_the_report_coded_again(tmp_path, path):
    run([write_lines(tmp_path / "a.jsonl", [row(1, published=None)])], path)
    tally = run([write_lines(tmp_path / "b.jsonl", [row(1)])], path)
    assert tally.coded == 1
    assert rows_of(path)[text(1)].report.published.basis == "given"


def test_faults_are_kept_with_their_reasons_and_passed_by(tmp_path, path):
    rows = [row(1), "{cut off", row(2, text=f"{text(2)} STUMBLE"), row(3, text=f"{GERMAN} {GERMAN}"), row(4)]
    lines = write_lines(tmp_path / "a.jsonl", rows)
    assert counts(run([lines], path)) == (2, 0, 1, 2, 0)
    broken, stumbled = sorted(read_rejects(path), key=lambda reject: reject.source)
    assert broken.source == f"{lines}:2"
    assert "no valid JSON" in broken.reason
    assert (stumbled.source, stumbled.url) == (f"{lines}:3", "https://example.org/2")
    assert "ValueError: stumbled over a word" in stumbled.reason
    assert stumbled.report is not None
    assert counts(run([lines], path)) == (0, 2, 1, 0, 2)
    assert {reject.tries for reject in read_rejects(path)} == {1}


def test_the_view_of_rejects_can_be_asked(tmp_path, path):
    run([write_lines(tmp_path / "a.jsonl", ["{cut off"])], path)
    rows = store.query(path, "SELECT reason, tries, tried_at > '2020' FROM rejects").rows
    assert len(rows) == 1
    assert rows[0][1:] == (1, True)


def test_rejects_are_tried_again_on_demand_and_go_when_they_are_mended(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", ["{cut off", row(1), row(2, text=f"{text(2)} STUMBLE")])
    run([lines], path)
    tally = run([], path, retry=True)
    assert counts(tally) == (0, 1, 0, 2, 0)
    assert {reject.tries for reject in read_rejects(path)} == {2}
    write_lines(lines, [row(3), row(1), row(2, text=f"{text(2)} STUMBLE")])
    tally = run([], path, retry=True)
    assert tally.coded == 1
    assert [(one.source, one.tries) for one in read_rejects(path)] == [(f"{lines}:3", 3)]


def test_a_file_that_is_mended_leaves_no_reject_behind(tmp_path, path):
    whole = gzip.compress("\n".join(json.dumps(row(number)) for number in range(50)).encode())
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(whole[:-30])
    assert run([file], path).rejected == 1
    file.write_bytes(whole)
    run([file], path)
    assert len(rows_of(path)) == 50
    assert list(read_rejects(path)) == []


def test_rejects_of_a_file_that_is_gone_stay(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", ["{cut off"])
    run([lines], path)
    lines.unlink()
    run([], path, retry=True)
    assert {one.source for one in read_rejects(path)} == {f"{lines}:1", str(lines)}


def test_limits_cut_off_and_the_rest_is_coded(tmp_path, path):
    rows = [row(1), row(2, text=f"{text(2)} HANG"), row(3), row(4, text=f"{text(4)} CRASH"), row(5)]
    tally = run([write_lines(tmp_path / "a.jsonl", rows)], path, limits=Limits(seconds=4.0))
    assert counts(tally) == (3, 0, 0, 2, 0)
    assert sorted(one.reason.split(" (")[0] for one in read_rejects(path)) == [
        "it ends the process that codes it",
        "it takes longer than 4 seconds",
    ]


def test_a_copy_of_what_cannot_be_coded_is_rejected_as_well(tmp_path, path):
    bad = f"{text(2)} STUMBLE"
    lines = write_lines(tmp_path / "a.jsonl", [row(2, text=bad), row(2, text=bad, url="https://copy.example")])
    assert counts(run([lines], path)) == (0, 0, 0, 2, 0)


def test_a_column_map_naming_a_missing_column_is_a_reject_that_says_so(tmp_path, path):
    (tmp_path / "a.csv").write_text(f'body,day\n"{text(1)}",2020-10-03\n')
    tally = run([tmp_path / "a.csv"], path, given=Given(columns={"text": "body", "published": "date"}))
    assert counts(tally) == (0, 0, 0, 1, 0)
    (reject,) = read_rejects(path)
    assert reject.reason == "it has no column date; found body, day"


def test_a_stop_keeps_what_is_done_and_the_next_run_goes_on(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", [row(number) for number in range(300)])
    stop = threading.Event()
    settings = Ingest(str(path), RECIPE, stop=stop, show=lambda tally: stop.set() if tally.read == 40 else None)
    first = settings.run(sources_of(expand([lines]), Given()))
    assert 40 <= first.read < 300
    assert len(rows_of(path)) == first.coded
    run([lines], path)
    assert len(rows_of(path)) == 300


def test_a_second_ingest_waits_or_says_so(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", [row(1)])
    settings = Ingest(str(path), RECIPE, wait=False)
    open_or_create(path)
    with sole_ingest(str(path)):
        with pytest.raises(StoreBusy, match="another ingest is at work"):
            settings.run([Source(str(lines))])
        waiting = []
        second = threading.Thread(
            target=replace(settings, wait=True, on_wait=lambda: waiting.append(True)).run, args=([Source(str(lines))],)
        )
        second.start()
        time.sleep(0.5)
        assert waiting == [True]
        assert rows_of(path) == {}
    second.join(60)
    assert list(rows_of(path)) == [text(1)]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_store_that_may_not_be_written_is_one_sentence(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", [row(1)])
    run([lines], path)
    path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        with pytest.raises(StoreError, match="check your rights"):
            run([lines], path)
    finally:
        path.chmod(stat.S_IRWXU)


def test_a_full_disk_stops_cleanly_and_leaves_the_store_whole(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", [row(number) for number in range(120)])
    # no file may grow beyond a size, as where the disk is full
    open_or_create(path)
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
        "from polybius.cli import app; app()"
    )
    options = [str(lines), "--store", str(path), "--coder", FACTORY, "--batch", "50"]
    command = [sys.executable, "-c", limited, "ingest", *options]
    full = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    assert full.returncode == 2
    assert "cannot write to the store" in full.stderr
    assert "File too large" in full.stderr
    assert "Traceback" not in full.stderr
    assert rows_of(path) == {}
    run([lines], path)
    assert len(rows_of(path)) == 120


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_in_good_order(tmp_path, path, number):
    lines = write_lines(tmp_path / "a.jsonl", [row(number, text=f"{text(number)} SLOW") for number in range(200)])
    options = [str(lines), "--store", str(path), "--coder", FACTORY, "--batch", "5"]
    running = subprocess.Popen([*PROGRAM, *options], env=ENVIRONMENT, stderr=subprocess.PIPE, text=True)
    for _ in range(300):
        time.sleep(0.1)
        if len(list((path / "_delta_log").glob("*.json"))) > 2:
            break
    running.send_signal(number)
    _, said = running.communicate(timeout=30)
    assert running.returncode == 128 + number
    assert "what was done is kept" in said
    assert 5 <= len(rows_of(path)) < 200


def test_nothing_readable_is_exit_code_2_and_some_rejected_is_1(tmp_path, path):
    lines = write_lines(tmp_path / "a.jsonl", ["{cut off"])

    def code(*sources):
        options = [*map(str, sources), "--store", str(path), "--coder", FACTORY]
        return subprocess.run([*PROGRAM, *options], env=ENVIRONMENT, capture_output=True, text=True, check=False)

    first = code(lines)
    assert first.returncode == 2
    assert f"{lines}:1: it is no valid JSON" in first.stderr
    assert "1 rejected" in first.stderr
    write_lines(tmp_path / "b.jsonl", [row(1), "{cut off"])
    assert code(tmp_path / "b.jsonl").returncode == 1
    assert code(tmp_path / "b.jsonl").returncode == 0


def test_standard_input_is_a_source(tmp_path, path):
    options = ["-", "--store", str(path), "--coder", FACTORY]
    packed = gzip.compress("\n".join(json.dumps(row(number)) for number in range(3)).encode())
    subprocess.run([*PROGRAM, *options], env=ENVIRONMENT, input=packed, capture_output=True, check=True)
    assert len(rows_of(path)) == 3
