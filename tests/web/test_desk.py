"""The state of a server: the snapshot that is open, newer data, corrections and the coder."""

import threading
import time

import pytest

from polybius import store as stores
from polybius.errors import PolybiusError, StoreError
from polybius.store.corrections import correction_of
from polybius.web import desk as desks
from polybius.web.desk import LONGEST_TEXT, MOST_WAITING, Busy, Desk, NotReady
from tests.made import TEXT, FakeCoder, numbered, shelling

EVENT = shelling().events[0]


@pytest.fixture
def desk(changing):
    made = Desk(str(changing))
    made.open()
    made.wait(60)
    made._coder = FakeCoder()
    yield made
    made.shelf.close()


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_before_the_first_snapshot_it_says_what_it_does(changing):
    desk = Desk(str(changing))
    with pytest.raises(NotReady, match="opening the store"):
        _ = desk.shelf
    assert desk.newer() is None


def test_newer_data_are_told_and_shown_when_asked_for(desk, changing, monkeypatch):
    monkeypatch.setattr(desks, "LOOK_EVERY", 0.0)
    first = desk.shelf
    assert desk.newer() is None
    stores.write(changing, [numbered(500)])
    assert desk.newer() == first.version + 1
    assert first.report(numbered(500).report.id) is None
    desk.open()
    until(lambda: desk.shelf is not first)
    until(lambda: desk.work is None)
    assert desk.shelf.report(numbered(500).report.id) == numbered(500)
    assert desk.newer() is None


def test_the_store_is_not_looked_at_all_the_time(desk, changing, monkeypatch):
    desk.newer()
    monkeypatch.setattr(desks, "newest_version", lambda store: pytest.fail("looked again"))
    assert desk.newer() is None


def test_a_store_that_went_away_leaves_the_old_snapshot(desk, changing, monkeypatch):
    monkeypatch.setattr(desks, "LOOK_EVERY", 0.0)
    changing.rename(changing.with_name("elsewhere"))
    assert desk.newer() is None
    desk.open()
    until(lambda: desk.work is not None and desk.work.failed)
    assert "there is no store here" in desk.work.failed
    assert str(changing.parent) not in desk.work.failed
    assert desk.shelf.one("SELECT count(*) AS n FROM events")["n"] > 0
    changing.with_name("elsewhere").rename(changing)
    desk.open()
    until(lambda: desk.work is None)


def test_an_unforeseen_fault_while_opening_is_told_without_its_text(changing, monkeypatch):
    def broken(*_):
        raise RuntimeError(f"at {changing}")

    monkeypatch.setattr(desks, "open_shelf", broken)
    desk = Desk(str(changing))
    desk.open()
    with pytest.raises(NotReady, match="the server's log says why"):
        desk.wait(10)


def test_a_correction_is_kept_and_shown_at_once(desk, changing):
    desk.correct(correction_of(EVENT.id.split("-")[0], EVENT, "category", "COERCE", by="Ada"))
    asked = "SELECT category FROM corrected_events WHERE event_id = $id"
    assert desk.shelf.one(asked, {"id": EVENT.id}) == {"category": "COERCE"}
    assert [one.by for one in desk.corrections()] == ["Ada"]
    again = Desk(str(changing))
    again.open()
    assert again.wait(60).one(asked, {"id": EVENT.id}) == {"category": "COERCE"}
    again.shelf.close()


def test_of_corrections_made_at_once_none_is_lost(desk):
    report = EVENT.id.split("-")[0]
    made = [
        correction_of(report, None, "missed", f'{{"category": "CONSULT", "start": {n}, "end": {n + 4}}}')
        for n in range(12)
    ]
    threads = [threading.Thread(target=desk.correct, args=(one,)) for one in made]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert {row["event_id"] for row in desk.shelf.rows("SELECT event_id FROM missed")} == {one.id for one in made}


def test_a_correction_made_while_newer_data_are_opened_is_in_them(desk, changing, monkeypatch):
    real, go = desks.open_shelf, threading.Event()

    def slow(*given):
        made = real(*given)
        go.wait(30)
        return made

    monkeypatch.setattr(desks, "open_shelf", slow)
    first = desk.shelf
    desk.open()
    desk.correct(correction_of(EVENT.id.split("-")[0], EVENT, "wrong", None))
    go.set()
    until(lambda: desk.shelf is not first)
    assert desk.shelf.one("SELECT count(*) AS n FROM corrections WHERE field = 'wrong'") == {"n": 1}


def test_a_correction_that_cannot_be_kept_is_told(desk, changing):
    changing.rename(changing.with_name("elsewhere"))
    with pytest.raises(StoreError, match="there is no store here"):
        desk.correct(correction_of(EVENT.id.split("-")[0], EVENT, "wrong", None))


def test_a_text_is_coded(desk):
    coded = desk.code(TEXT, title=None, published="2020-10-04", outlet=None)
    assert [event.category for event in coded.events] == ["ASSAULT", "REJECT"]
    assert coded.report.published.start == "2020-10-04"


@pytest.mark.parametrize(
    ("text", "published", "said"),
    [
        ("", None, "there is no text to code"),
        (" \n ", None, "there is no text to code"),
        ("x" * (LONGEST_TEXT + 1), None, r"this text has 100,001 characters; 100,000 can be coded here at once"),
        (TEXT, "soon", "soon"),
    ],
)
def test_a_text_that_cannot_be_coded_is_refused(desk, text, published, said):
    with pytest.raises(PolybiusError, match=said):
        desk.code(text, title=None, published=published, outlet=None)


def test_only_so_many_wait_for_the_coder(desk):
    go = threading.Event()

    class Slow(FakeCoder):
        def pipe(self, reports):
            go.wait(30)
            return super().pipe(reports)

    desk._coder = Slow()
    threads = [
        threading.Thread(target=desk.code, args=(TEXT,), kwargs={"title": None, "published": None, "outlet": None})
        for _ in range(MOST_WAITING)
    ]
    for one in threads:
        one.start()
    until(lambda: desk._seats._value == 0)
    with pytest.raises(Busy, match="try again"):
        desk.code(TEXT, title=None, published=None, outlet=None)
    go.set()
    for one in threads:
        one.join()
    assert desk.code(TEXT, title=None, published=None, outlet=None).events


def test_visitors_are_told_the_name_of_the_store_and_not_where_it_is():
    desk = Desk("/home/ada/data/my.store/")
    assert desk.name == "my.store"
    assert desk.plain("/home/ada/data/my.store/_corrections: cannot be read") == "my.store/_corrections: cannot be read"
    assert Desk("s3://bucket/my.store").name == "my.store"
