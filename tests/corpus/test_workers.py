"""Workers: every task is answered once, whatever a report does to the process that codes it."""

import time

import pytest

from polybius.corpus import Limits, Recipe, Workers
from polybius.corpus._serving import Failure, Task
from polybius.corpus.workers import MEGABYTE
from polybius.errors import PolybiusError
from polybius.read.draft import Draft
from polybius.read.failure import ReadFailure
from polybius.read.given import Given
from polybius.records import CodedReport, Report
from tests.corpus.news import GERMAN, text
from tests.corpus.stand_in import FACTORY, VERSIONS


def draft(words):
    return Draft(words, "x", Given())


def answers(tasks, *, count=2, limits=None):
    """The answers to texts or tasks by their place."""
    given = {}
    with Workers(Recipe(factory=FACTORY), count, limits or Limits()) as workers:
        for number, task in enumerate(tasks):
            workers.submit(number, task if isinstance(task, Task) else Task(draft(task)))
        ends = time.monotonic() + 60
        while len(given) < len(tasks):
            assert time.monotonic() < ends
            for number, answer in workers.collect():
                assert number not in given
                given[number] = answer
    return [given[number] for number in range(len(tasks))]


def test_all_are_answered_by_their_numbers():
    found = answers([text(number) for number in range(50)])
    assert [one.report.text for one in found] == [text(number) for number in range(50)]


def test_versions_are_those_of_the_coder():
    with Workers(Recipe(factory=FACTORY)) as workers:
        assert workers.versions == VERSIONS


def test_a_report_that_hangs_is_cut_off_and_the_others_are_coded():
    texts = [text(0), f"{text(1)} HANG", *map(text, range(2, 8))]
    found = answers(texts, limits=Limits(seconds=4.0))
    assert found[1] == Failure("it takes longer than 4 seconds")
    assert all(isinstance(one, CodedReport) for place, one in enumerate(found) if place != 1)


def test_a_report_that_eats_memory_is_cut_off():
    found = answers([text(0), f"{text(1)} BLOAT", text(2)], limits=Limits(memory=500 * MEGABYTE))
    assert found[1] == Failure("it takes more than 500 MB of memory")
    assert isinstance(found[0], CodedReport)
    assert isinstance(found[2], CodedReport)


def test_a_report_that_ends_its_process_is_tried_twice():
    found = answers([text(0), f"{text(1)} CRASH", text(2)])
    assert found[1] == Failure("it ends the process that codes it (exit code 9)")
    assert isinstance(found[2], CodedReport)


def test_a_report_the_coder_stumbles_over_is_answered_with_the_reason():
    (found,) = answers([f"{text(1)} STUMBLE"], count=1)
    assert found == Failure("it cannot be coded (ValueError: stumbled over a word)")


def test_what_is_no_report_is_answered_as_by_the_reader():
    (found,) = answers([GERMAN], count=1)
    assert isinstance(found, ReadFailure)
    assert found.kind == "language"


def test_a_draft_can_be_made_a_report_without_being_coded():
    (found,) = answers([Task(draft(text(1)), code=False)], count=1)
    assert isinstance(found, Report)


def test_a_large_text_goes_there_and_back():
    (found,) = answers(["The minister spoke to the press. " * 30_000], count=1)
    assert len(found.report.text) == 33 * 30_000


@pytest.mark.parametrize(("factory", "said"), [("missing", "pip install x"), ("dying", "its process ends")])
def test_a_coder_that_cannot_be_loaded_is_one_sentence(factory, said):
    with (
        Workers(Recipe(factory=f"tests.corpus.stand_in:{factory}")) as workers,
        pytest.raises(PolybiusError, match=said),
    ):
        assert workers.versions
