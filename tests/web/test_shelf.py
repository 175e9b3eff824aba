"""A snapshot of a store: it stays while others write, and shows what readers corrected."""

# cases are written in columns here
# ruff: noqa: E501

import threading
import time

import pytest

from polybius import store as stores
from polybius.codebook import load_codebook
from polybius.errors import PolybiusError, StoreError
from polybius.store.corrections import correction_of, in_force, withdrawal_of
from polybius.web import shelf as shelves
from polybius.web.filters import Filter
from polybius.web.shelf import TooSlow, open_shelf
from polybius.web.views.events import found_events
from tests.made import TEXT, numbered, shelling
from tests.web.conftest import reports

CODED = shelling()
EVENT = CODED.events[0]
RID = CODED.report.id


@pytest.fixture(scope="module")
def opened(kept):
    opened = open_shelf(str(kept), None, lambda *_: None)
    yield opened
    opened.close()


@pytest.fixture
def shelf(opened):
    """The snapshot without corrections."""
    opened.take_in([])
    return opened


def corrected(shelf, event_id=EVENT.id):
    return shelf.one("SELECT * FROM corrected_events WHERE event_id = $id", {"id": event_id})


def take(shelf, *told):
    shelf.take_in(in_force([correction_of(RID, EVENT, field, new) for field, new in told]))


def test_the_snapshot_holds_what_the_store_holds(shelf, kept):
    columns = ", ".join(f'"{name}"' for name in stores.views(kept)["events"])
    asked = f"SELECT {columns} FROM events ORDER BY event_id"
    assert [tuple(row.values()) for row in shelf.rows(asked)] == list(stores.query(kept, asked).rows)
    assert shelf.report(RID) == CODED
    assert shelf.report("no such") is None


def test_it_says_how_far_it_is(changing):
    told = []
    open_shelf(str(changing), None, lambda *one: told.append(one)).close()
    number = len(reports())
    assert told[0] == ("linking reports", 0, number)
    assert ("linking reports", number, number) in told
    assert ("reading events", 0, number) in told


def test_it_stays_as_it_is_while_others_write(changing):
    shelf = open_shelf(str(changing), None, lambda *_: None)
    before = shelf.rows("SELECT * FROM events ORDER BY event_id")
    version = shelf.version
    stop = threading.Event()

    def write():
        number = 1000
        while not stop.is_set():
            stores.write(changing, [numbered(number)])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        until = time.monotonic() + 2
        while time.monotonic() < until:
            assert shelf.rows("SELECT * FROM events ORDER BY event_id") == before
            assert shelf.report(RID) == CODED
            assert shelf.happening(EVENT.id) is not None
    finally:
        stop.set()
        writer.join()
    assert shelf.version == version
    assert shelves.newest_version(str(changing)) > version
    shelf.close()


def test_many_threads_can_ask_at_once(shelf):
    found = []

    def ask():
        for _ in range(5):
            found.append(shelf.one("SELECT count(*) AS n FROM events")["n"])

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(found) == 80
    assert len(set(found)) == 1


def test_without_corrections_both_readings_are_the_same(shelf):
    columns = ", ".join(f'"{one}"' for one in shelf.ask("SELECT * FROM events LIMIT 0").column_names)
    order = f"SELECT {columns} FROM {{}} ORDER BY event_id"
    assert shelf.rows(order.format("corrected_events")) == shelf.rows(order.format("events"))


@pytest.mark.parametrize(
    ("field", "new", "columns"),
    [
        ("modes", "aerial|drone", {"modes": "aerial|drone"}),
        ("modes", "", {"modes": ""}),
        ("contexts", "legal", {"contexts": "legal"}),
        ("realis", "negated|future", {"realis": "negated|future"}),
        ("date", "2020-10-01/2020-10-03", {"date_start": "2020-10-01", "date_end": "2020-10-03", "date_precision": None, "date_basis": None}),
        ("date", "2020-10", {"date_start": "2020-10", "date_end": "2020-10", "date_precision": "month"}),
        ("date", "../2020-10-05", {"date_start": None, "date_end": "2020-10-05"}),
        ("date", "", {"date_start": None, "date_end": None, "date_precision": None}),
        ("place", "Shusha", {"place": "Shusha", "place_country": None, "latitude": None, "longitude": None, "geonames_id": None}),
        ("place", "", {"place": None, "place_precision": None}),
        ("actors", "RUS GOV", {"actor_codes": "RUS", "actor_sectors": "GOV", "actors": "Armenian forces", "actor_ids": ""}),
        ("actors", "ARM MIL|? REB|TUR", {"actor_codes": "ARM||TUR", "actor_sectors": "MIL|REB|", "actors": "||", "actor_ids": "||"}),
        ("actors", "?", {"actor_codes": "", "actor_sectors": "", "actors": "Armenian forces"}),
        ("recipients", "AZE CVL REF", {"recipient_codes": "AZE", "recipient_sectors": "CVL REF", "recipients": "the town of Ganja"}),
        ("recipients", "", {"recipient_codes": "", "recipient_sectors": ""}),
    ],
)  # fmt: skip
def test_a_corrected_field_is_shown_and_the_others_are_the_coders(shelf, field, new, columns):
    coded = corrected(shelf)
    take(shelf, (field, new))
    row = corrected(shelf)
    assert {name: row[name] for name in columns} == columns
    with_it = {
        "modes": ("quad", "score", "cameo", "goldstein"),
        "date": ("date_start", "date_end", "date_precision", "date_basis"),
        "place": ("place_country", "place_precision", "latitude", "longitude", "geonames_id"),
        "actors": ("actors", "actor_ids"),
        "recipients": ("recipients", "recipient_ids"),
    }
    rest = row.keys() - columns.keys() - set(with_it.get(field, ()))
    assert {name: row[name] for name in rest} == {name: coded[name] for name in rest}
    assert shelf.one("SELECT * FROM events WHERE event_id = $id", {"id": EVENT.id}) == coded


def test_quad_and_scores_follow_the_corrected_category_by_the_codebook(shelf):
    take(shelf, ("category", "THREATEN"))
    row, book = corrected(shelf), load_codebook()
    assert (row["category"], row["quad"]) == ("THREATEN", book.categories["THREATEN"].quad)
    # its mode is none of the new category's, so the category's own score holds
    assert row["score"] == book.categories["THREATEN"].score
    cameo = book.cameo_for("THREATEN", ("heavy-weapons",))
    assert (row["cameo"], row["goldstein"]) == (cameo.code, cameo.goldstein)


def test_the_score_follows_corrected_modes(shelf):
    take(shelf, ("modes", "beat"))
    assert corrected(shelf)["score"] == load_codebook().score("ASSAULT", ("beat",))
    take(shelf, ("category", "PROTEST"), ("modes", "riot"))
    assert corrected(shelf)["score"] == load_codebook().score("PROTEST", ("riot",))


def test_an_event_marked_wrong_is_left_out_and_one_marked_right_is_not(shelf):
    take(shelf, ("wrong", None), ("category", "COERCE"))
    assert corrected(shelf) == {}
    take(shelf, ("right", None))
    assert corrected(shelf)["category"] == "ASSAULT"


def test_what_is_taken_back_is_as_coded_again(shelf):
    coded = corrected(shelf)
    one = correction_of(RID, EVENT, "category", "COERCE")
    shelf.take_in(in_force([one]))
    assert corrected(shelf) != coded
    shelf.take_in(in_force([one, withdrawal_of(one)]))
    assert corrected(shelf) == coded


def test_a_missed_event_is_a_row_of_the_corrected_reading(shelf):
    start = TEXT.index("Rain")
    added = correction_of(
        RID, None, "missed",
        f'{{"category": "CONSULT", "actors": "RUS GOV|? NGO", "recipients": "ARM", "date": "2020-10", "place": "Baku", "start": {start}, "end": {start + 9}}}',
    )  # fmt: skip
    every = shelf.one("SELECT count(*) AS n FROM corrected_events")["n"]
    shelf.take_in([added])
    assert shelf.one("SELECT count(*) AS n FROM corrected_events")["n"] == every + 1
    row = corrected(shelf, added.id)
    told = {
        "report_id": RID, "outlet": "Sample Wire", "published": "2020-10-04", "category": "CONSULT", "quad": 1, "clause": "Rain fell",
        "actor_codes": "RUS|", "actor_sectors": "GOV|NGO", "recipient_codes": "ARM", "recipient_sectors": "", "date_start": "2020-10",
        "date_end": "2020-10", "place": "Baku", "realis": "", "says_who": "", "claim": False, "contradictions": 0, "confidence": None,
    }  # fmt: skip
    assert {name: row[name] for name in told} == told
    assert row["score"] == load_codebook().score("CONSULT", ())
    for wanted in (
        {"party": "RUS.GOV"},
        {"recipient": "ARM"},
        {"place": "baku"},
        {"end": "2020-10-31", "quad": ("1",)},
    ):
        rows = found_events(shelf, Filter(reading="corrected", **wanted), limit=1000)[0].to_pylist()
        assert added.id in {one["event_id"] for one in rows}
        assert added.id not in {
            one["event_id"] for one in found_events(shelf, Filter(**wanted), limit=1000)[0].to_pylist()
        }


def test_a_missed_event_of_a_report_that_is_not_there_is_passed_by(shelf):
    shelf.take_in([correction_of("gone", None, "missed", '{"category": "CONSULT", "start": 0, "end": 4}')])
    assert shelf.one("SELECT count(*) AS n FROM missed")["n"] == 0


def test_the_filter_of_parties_follows_what_was_corrected(shelf):
    def ids(**wanted):
        return {row["event_id"] for row in found_events(shelf, Filter(**wanted), limit=1000)[0].to_pylist()}

    take(shelf, ("actors", "RUS GOV|TUR"))
    assert EVENT.id in ids(reading="corrected", actor="TUR") & ids(reading="corrected", actor="RUS.GOV")
    assert EVENT.id not in ids(reading="corrected", actor="ARM")
    # its actor is not the Armenian army any more, by whatever name
    assert EVENT.id not in ids(reading="corrected", actor="armenian-armed-forces")
    assert EVENT.id not in ids(reading="corrected", actor="Armenian forces")
    assert EVENT.id in ids(actor="armenian-armed-forces") & ids(reading="corrected", recipient="Ganja")


def test_wrong_sql_is_told_in_a_sentence(shelf):
    with pytest.raises(StoreError, match=r"^the SQL cannot be run: .*nothing"):
        shelf.select("SELECT nothing FROM events")


def test_a_question_that_takes_too_long_is_broken_off(shelf, monkeypatch):
    monkeypatch.setattr(shelves, "SECONDS", 0.3)
    begun = time.monotonic()
    with pytest.raises(TooSlow, match=r"longer than 0\.3 seconds"):
        shelf.select("SELECT count(*) FROM range(1000000000000)")
    with pytest.raises(TooSlow, match=r"longer than 0\.3 seconds"):
        shelf.ask("SELECT count(*) FROM range(1000000000000)")
    assert time.monotonic() - begun < 5
    assert shelf.select("SELECT 1").rows == ((1,),)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM range(100000000)",
        "SELECT repeat('x', 1000000) FROM range(100000)",
        "SELECT repeat('x', 4000000000)",
        "SELECT range(4000000000)",
        "SELECT string_agg(repeat('x', 100000), '') FROM range(1000000)",
    ],
)
def test_an_answer_that_takes_too_much_memory_is_refused(shelf, sql, monkeypatch):
    monkeypatch.setattr(shelves, "LARGEST_ANSWER", stores.Bounds(rows=100_000, characters=50_000_000))
    monkeypatch.setattr(shelf._memory, "size", 400 << 20)
    with pytest.raises(PolybiusError):
        shelf.select(sql)
    assert shelf.select("SELECT 1").rows == ((1,),)


def test_only_so_many_questions_of_visitors_are_answered_at_once(shelf, monkeypatch):
    monkeypatch.setattr(shelves, "SECONDS", 0.5)
    faults = []

    def ask():
        try:
            shelf.select("SELECT count(*) FROM range(1000000000000)")
        except PolybiusError as error:
            faults.append(str(error))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for one in threads:
        one.start()
    # the pages are answered meanwhile
    assert shelf.one("SELECT count(*) AS n FROM events")["n"] > 0
    for one in threads:
        one.join()
    assert len(faults) == 4
