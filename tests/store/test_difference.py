"""What a newer coder changes: events that come, go and change, and the counts they move."""

import pytest

from polybius.errors import StoreError
from polybius.store.difference import changes, difference
from polybius.store.table import open_table
from polybius.store.write import write
from tests.made import numbered
from tests.store.test_write import versioned


@pytest.fixture
def path(tmp_path):
    """Five reports, then all of them coded anew and one more: a category changed, an event lost."""
    path = tmp_path / "reports.store"
    write(path, [numbered(number) for number in range(5)])
    newer = [versioned(numbered(number), polybius="0.2.0") for number in range(6)]
    assault, reject = newer[0].events
    threat = assault.model_copy(update={"category": "THREATEN", "quad": 3})
    newer[0] = newer[0].model_copy(update={"events": (threat, reject)})
    newer[1] = newer[1].model_copy(update={"events": newer[1].events[1:]})
    write(path, newer)
    return path


def test_what_came_went_and_changed_is_counted(path):
    newest = open_table(path).version()
    found = difference(path, newest - 1, newest)
    assert (found.shared, found.recoded, found.only_before, found.only_after) == (5, 5, 0, 1)
    assert (found.came, found.went, found.changed, found.same) == (0, 1, 1, 8)
    assert {(count.key[0], count.before, count.after) for count in found.categories} == {
        ("ASSAULT", 5, 3),
        ("THREATEN", 0, 1),
    }
    assert [(count.key, count.before, count.after) for count in found.series] == [
        (("ARM", "AZE", "2020-10", "4"), 5, 3),
        (("ARM", "AZE", "2020-10", "3"), 0, 1),
    ]


def test_the_other_way_round_events_come(path):
    newest = open_table(path).version()
    found = difference(path, newest, newest - 1)
    assert (found.came, found.went, found.only_before) == (1, 0, 1)


def test_changed_events_tell_their_fields(path):
    newest = open_table(path).version()
    found = {one.kind: one for one in changes(path, newest - 1, newest)}
    assert found["changed"].fields == {"category": ("ASSAULT", "THREATEN")}
    assert found["changed"].clause.startswith("Armenian forces shelled")
    assert found["went"].fields == {}


def test_a_version_is_equal_to_itself(path):
    newest = open_table(path).version()
    found = difference(path, newest, newest)
    assert (found.came, found.went, found.changed, found.same, found.series) == (0, 0, 0, 11, ())
    assert list(changes(path, newest, newest)) == []


def test_a_version_that_is_not_there_is_named(path):
    with pytest.raises(StoreError, match="has no version 99; there are 0 to"):
        difference(path, 0, 99)
