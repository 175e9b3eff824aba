"""Events of other sets in a store: each once, replaced where it has changed, and beside the reports, not among them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from polybius import store
from polybius.errors import StoreError
from polybius.store.outside import COLUMNS, Imported, OutsideEvent, write_outside
from tests.made import shelling


def event(number, source="gdelt", **fields):
    day = fields.pop("day", "2020-10-04")
    return OutsideEvent(event_id=f"{source}:{number}", source=source, date_start=day, date_end=day, **fields)


def stored(path, columns="event_id"):
    return store.query(path, f"SELECT {columns} FROM outside_events ORDER BY event_id").rows


def test_events_taken_in_twice_are_there_once(tmp_path):
    some = [event(number) for number in range(5)]
    assert write_outside(tmp_path / "s", some, batch=2) == Imported(new=5)
    assert write_outside(tmp_path / "s", some, batch=3) == Imported(unchanged=5)
    assert len(stored(tmp_path / "s")) == 5


def test_where_an_event_was_read_makes_no_other_event_of_it(tmp_path):
    write_outside(tmp_path / "s", [event(1, file="a", line=1)])
    assert write_outside(tmp_path / "s", [event(1, file="b", line=9)]) == Imported(unchanged=1)


def test_a_changed_event_replaces_the_old_one_also_in_another_year(tmp_path):
    write_outside(tmp_path / "s", [event("AZE1", "acled", dead=1), event("AZE2", "acled")])
    came = [event("AZE1", "acled", dead=4, day="2021-01-02"), event("AZE3", "acled")]
    assert write_outside(tmp_path / "s", came) == Imported(new=1, replaced=1)
    assert stored(tmp_path / "s", "event_id, dead") == (("acled:AZE1", 4), ("acled:AZE2", None), ("acled:AZE3", None))


def test_of_one_id_in_a_batch_the_last_counts(tmp_path):
    assert write_outside(tmp_path / "s", [event(1, dead=1), event(1, dead=2)]) == Imported(new=1, unchanged=1)
    assert stored(tmp_path / "s", "dead") == ((2,),)


def test_reports_and_events_of_others_do_not_mix(tmp_path):
    store.write(tmp_path / "s", [shelling()])
    write_outside(tmp_path / "s", [event(1, actor_codes="ARM")])
    assert list(store.read(tmp_path / "s")) == [shelling()]
    assert len(store.query(tmp_path / "s", "SELECT * FROM events").rows) == 2
    assert store.query(tmp_path / "s", "SELECT * FROM outside_events").columns == COLUMNS


def test_a_store_without_such_events_has_an_empty_view(tmp_path):
    store.write(tmp_path / "s", [shelling()])
    found = store.query(tmp_path / "s", "SELECT * FROM outside_events")
    assert (found.columns, found.rows) == (COLUMNS, ())
    assert store.outside_dataset(tmp_path / "s") is None


def test_two_who_take_in_the_same_at_once_double_nothing(tmp_path):
    store.write(tmp_path / "s", [shelling()])
    write_outside(tmp_path / "s", [event("first")])
    some = [event(number) for number in range(60)]
    with ThreadPoolExecutor(2) as both:
        told = list(both.map(lambda _: write_outside(tmp_path / "s", some, batch=20), range(2)))
    assert sum(one.new for one in told) == 60
    assert len(stored(tmp_path / "s")) == 61


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match="no store of Polybius"):
        write_outside(tmp_path, [event(1)])
    assert not (tmp_path / "_outside").exists()
