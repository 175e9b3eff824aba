"""Killed at any moment and started again, an ingest leaves the very rows of one that ran through."""

import gzip
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from polybius import store
from tests.corpus.news import GERMAN, row, text, write_lines
from tests.corpus.stand_in import FACTORY
from tests.corpus.stored import rejects_of, rows_of

PROGRAM = [sys.executable, "-c", "from polybius.cli import app; app()", "ingest"]
ROOT = Path(__file__).parents[2]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(ROOT)}
REPORTS = 2_000
KILLS = 10


@pytest.fixture
def corpus(tmp_path):
    """Some 2,000 reports in three forms: packed lines with copies and faults among them, a table, a folder of texts."""
    rows = [row(number) for number in range(REPORTS - 400)]
    for number in range(0, len(rows), 40):
        # a copy elsewhere, before and after its like; a broken line; a text in German; one that cannot be coded
        rows.insert(number, row(number + 20, url=f"https://example.net/{number}", outlet="Herald"))
        rows.insert(number + 7, '{"text": "cut off')
        rows.insert(number + 11, {"text": f"{GERMAN} Nummer {number}."})
        rows.insert(number + 13, {"text": f"{text(number)} STUMBLE"})
    with gzip.open(tmp_path / "news.jsonl.gz", "wt") as lines:
        lines.writelines((one if isinstance(one, str) else json.dumps(one)) + "\n" for one in rows)
    lines = [f'"{text(number)}",2011-05-06' for number in range(REPORTS - 400, REPORTS - 100)]
    (tmp_path / "table.csv").write_text("\n".join(["text,published", *lines, lines[0]]))
    (tmp_path / "texts").mkdir()
    for number in range(REPORTS - 100, REPORTS):
        (tmp_path / "texts" / f"{number}.txt").write_text(text(number))
    return ["news.jsonl.gz", "table.csv", "texts"]


def test_killed_at_ten_moments_it_ends_as_if_undisturbed(tmp_path, corpus):
    options = ["--workers", "2", "--coder", FACTORY, "--batch", "50"]
    whole = _run([*corpus, "--store", "whole", *options], tmp_path)
    assert whole.returncode == 1, whole.stderr
    chance, kept = random.Random(7), []
    for turn in range(KILLS):
        run = _start([*corpus, "--store", "broken", *options], tmp_path)
        # half are killed whenever it is, most of them while they start; half some time after they have stored something
        if turn % 2:
            _wait_for_growth(tmp_path / "broken")
            time.sleep(chance.uniform(0.0, 0.8))
        else:
            time.sleep(chance.uniform(0.3, 3.0))
        run.kill()
        run.wait()
        kept.append(len(rows_of(tmp_path / "broken")) if (tmp_path / "broken" / "_delta_log").exists() else 0)
    assert kept == sorted(kept)
    assert 0 < kept[-1] < REPORTS
    last = _run([*corpus, "--store", "broken", *options], tmp_path)
    assert last.returncode in (0, 1), last.stderr
    assert len(list(store.read(tmp_path / "broken"))) == REPORTS
    assert rows_of(tmp_path / "broken") == rows_of(tmp_path / "whole")
    assert rejects_of(tmp_path / "broken") == rejects_of(tmp_path / "whole")


@pytest.mark.model
def test_the_real_coder_killed_midway_ends_as_if_undisturbed(tmp_path):
    write_lines(tmp_path / "news.jsonl", [row(number) for number in range(60)])
    options = ["news.jsonl", "--workers", "1", "--batch", "5", "--store"]
    assert _run([*options, "whole"], tmp_path).returncode == 0
    for _ in range(2):
        run = _start([*options, "broken"], tmp_path)
        _wait_for_growth(tmp_path / "broken")
        run.kill()
        run.wait()
    assert 0 < len(rows_of(tmp_path / "broken")) < 60
    assert _run([*options, "broken"], tmp_path).returncode == 0
    assert rows_of(tmp_path / "broken") == rows_of(tmp_path / "whole")
    assert any(coded.events for coded in rows_of(tmp_path / "whole").values())


def _wait_for_growth(path):
    """Waits until the store has one more commit than now, two minutes at most."""
    log = path / "_delta_log"
    before = len(list(log.glob("*.json"))) if log.exists() else 0
    for _ in range(1200):
        time.sleep(0.1)
        if log.exists() and len(list(log.glob("*.json"))) > max(before, 1):
            return
    raise AssertionError("nothing was stored")


def _run(options, folder):
    return subprocess.run(
        [*PROGRAM, *options], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )


def _start(options, folder):
    return subprocess.Popen([*PROGRAM, *options], cwd=folder, env=ENVIRONMENT, stderr=subprocess.DEVNULL)
