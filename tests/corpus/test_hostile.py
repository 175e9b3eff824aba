"""A thousand hostile files: nothing crashes, and each of them is accounted for."""

import random

import pytest

from polybius import store
from polybius.corpus import Limits, Recipe, ingest
from polybius.corpus.workers import MEGABYTE
from polybius.store.rejects import read_rejects
from tests.corpus.hostile import SOUND, TROUBLE, mutated
from tests.corpus.stand_in import FACTORY

FILES = 1_000
LIMITS = Limits(seconds=15.0, memory=700 * MEGABYTE)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """The folder, the counts, the store and what each file should give."""
    folder = tmp_path_factory.mktemp("hostile") / "news"
    folder.mkdir()
    chance = random.Random(11)
    expected = {}
    for name, (data, outcome) in TROUBLE.items():
        (folder / name).write_bytes(data)
        expected[str(folder / name)] = outcome
    for number in range(FILES - len(TROUBLE)):
        suffix = sorted(SOUND)[number % len(SOUND)]
        file = folder / f"{number}{suffix}"
        file.write_bytes(mutated(SOUND[suffix](number), chance))
        expected[str(file)] = "any"
    path = folder.parent / "store"
    tally = ingest(folder, path, recipe=Recipe(factory=FACTORY), workers=2, limits=LIMITS)
    return folder, tally, path, expected


def test_every_file_gives_something(outcome):
    _, tally, path, expected = outcome
    assert len(expected) == FILES
    assert tally.read >= FILES
    rejected = {reject.origin for reject in read_rejects(path)}
    for file, outcome_of_file in expected.items():
        if outcome_of_file == "reject":
            assert file in rejected, file
    # a file either has a reject, or all it holds was coded, known or foreign: what was read adds up
    assert tally.coded == len(list(store.read(path)))
    assert tally.rejected == len(list(read_rejects(path)))
    assert tally.read == tally.coded + tally.repeated + tally.foreign + tally.rejected + tally.passed


def test_what_is_sound_after_all_is_coded(outcome):
    _, tally, path, _ = outcome
    texts = "\n".join(coded.report.text for coded in store.read(path))
    for number in (7001, 7002, 7008, 7009, 7010):
        assert f"in note {number}." in texts
    assert "note 7000. Part 5." in texts
    assert tally.foreign >= 1


def test_every_reason_is_a_sentence(outcome):
    *_, path, _ = outcome
    for reject in read_rejects(path):
        assert reject.reason
        assert "\n" not in reject.reason
        assert "Traceback" not in reject.reason
        assert len(reject.reason) < 400, reject.reason


def test_the_store_is_sound(outcome):
    from polybius.store.upkeep import check

    *_, path, _ = outcome
    assert list(check(path)) == []


def test_a_second_run_has_nothing_left_to_do(outcome):
    folder, tally, path, _ = outcome
    before = {(reject.source, reject.reason) for reject in read_rejects(path)}
    again = ingest(folder, path, recipe=Recipe(factory=FACTORY), workers=2, limits=LIMITS)
    assert {(reject.source, reject.reason) for reject in read_rejects(path)} == before
    assert (again.coded, again.rejected) == (0, 0)
    assert again.read == tally.read
