"""The link index of a store: kept in step with it, and asked in SQL."""

import pytest

from polybius.errors import StoreError
from polybius.link import connect, connect_for_series, happenings, linked, query
from polybius.link.of_store import index_path, unlinked
from polybius.link.series import Selection, Window, count, reports_in
from polybius.records import Report
from polybius.store import write
from tests.link.news import News, Told

FIRST = News(
    "Reuters", "2020-10-04", [Told("Armenian forces [shelled] Ganja", day="2020-10-04", place="Ganja", dead=3)]
)
SECOND = News("TASS", "2020-10-05", [Told("Armenian guns [shelled] Ganja", day="2020-10-04", place="Ganja", dead=9)])


@pytest.fixture
def store(tmp_path):
    path = tmp_path / "my.store"
    write(path, [FIRST.coded])
    return path


def test_what_is_new_in_the_store_is_linked_and_the_rest_left_alone(store):
    assert len(list(happenings(store))) == 1
    assert unlinked(store) == []
    write(store, [SECOND.coded])
    assert unlinked(store) == [SECOND.coded.report.id]
    seen = []
    with linked(store, progress=seen.append) as index:
        (happening,) = index.happenings()
    assert happening.support.independent == 2
    assert seen == [1]


def test_a_report_coded_anew_replaces_itself(store):
    list(happenings(store))
    versions = FIRST.coded.versions.model_copy(update={"polybius": "2"})
    write(store, [FIRST.coded.model_copy(update={"versions": versions, "events": ()})])
    assert list(happenings(store)) == []


def test_one_text_under_two_addresses_is_one_report(store):
    report: Report = FIRST.coded.report.model_copy(update={"outlet": "Le Monde", "url": "https://example.org/2"})
    write(store, [FIRST.coded.model_copy(update={"report": report})])
    (happening,) = happenings(store)
    assert len(happening.events) == 1
    assert happening.support.independent == 1


def test_the_index_stands_in_the_folder_of_the_store_unless_another_is_named(store, tmp_path):
    list(happenings(store))
    assert index_path(store).exists()
    list(happenings(store, index=tmp_path / "other.sqlite"))
    assert (tmp_path / "other.sqlite").exists()


def test_a_store_at_an_address_needs_a_file_for_its_links():
    with pytest.raises(StoreError, match="--links FILE"):
        index_path("s3://bucket/my.store")


def test_happenings_can_be_asked_for_in_sql_beside_the_events(store):
    write(store, [SECOND.coded])
    answer = query(
        store,
        "SELECT h.events, h.independent, h.contradictions, count(DISTINCT e.event_id) FROM happenings h "
        "JOIN happening_events m USING (happening_id) JOIN events e USING (event_id) GROUP BY ALL",
    )
    assert answer.rows == ((2, 2, 1, 2),)
    values = query(store, "SELECT value, teller FROM contradictions WHERE field = 'dead' ORDER BY position").rows
    assert values == (("3", "Reuters"), ("9", "TASS"))
    parties = query(store, "SELECT role, code FROM happening_parties ORDER BY role").rows
    assert parties == (("actor", "ARM"), ("recipient", "AZE"))
    tellers = query(store, "SELECT teller, ownership, stance FROM happening_tellers ORDER BY position").rows
    assert tellers == (("Reuters", "private", "asserts"), ("TASS", "state-run", "asserts"))


def test_a_query_that_names_no_happenings_links_nothing(store):
    assert query(store, "SELECT count(*) FROM events").rows == ((1,),)
    assert not index_path(store).exists()


def test_happenings_of_an_older_version_are_refused_in_one_line(store):
    write(store, [SECOND.coded])
    with pytest.raises(StoreError, match="leave --version out"):
        connect(store, 1)


def test_a_connection_can_only_read(store):
    with connect(store) as connection, pytest.raises(Exception, match=r"disabled|configuration"):
        connection.execute("SELECT * FROM read_csv('/etc/passwd')")


def test_no_store_is_told_as_such(tmp_path):
    with pytest.raises(StoreError, match="there is no store here"):
        linked(tmp_path / "none")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    "asked",
    [
        ("ARM", "AZE"),
        ("AZE", "ARM"),
        ("ARM.MIL", "AZE.CVL"),
        ("ARM.none", "AZE"),
        ("ARM", None),
        ("GEO,ARM", "AZE,RUS"),
        ("ARM", "ARM"),
        ("RUS", "TUR"),
        ("ARM.GOV", "TUR"),
    ],
)
def test_what_is_read_for_a_series_gives_the_same_series(store, asked):
    more = News(
        "Post",
        "2020-11-02",
        [
            Told("Georgia [shelled] Ganja", actor="GEO MIL", day="2020-11-01", place="Ganja"),
            Told("Russian envoys [met]", category="CONSULT", actor="RUS GOV", recipient="ARM GOV", day="2020-11"),
            Told("Armenia [met] itself", category="CONSULT", actor="ARM", recipient="ARM GOV", day="2020-11-01"),
        ],
    )
    again = FIRST.coded.report.model_copy(update={"outlet": "Le Monde", "url": "https://example.org/2"})
    write(store, [SECOND.coded, more.coded, FIRST.coded.model_copy(update={"report": again})])
    selection = Selection(actor=asked[0], recipient=asked[1], step="week")
    with connect(store) as whole, connect_for_series(store, [one for one in selection.parties if one]) as part:
        expected, found = count(whole, selection), count(part, selection)
        assert found.table.equals(expected.table)
        assert (found.left_out, found.unnamed) == (expected.left_out, expected.unnamed)
        window = Window(step="month", start="2020")
        assert reports_in(part, window).table.equals(reports_in(whole, window).table)
        assert len(part.execute("SELECT * FROM happenings").fetchall()) <= 5


def test_a_series_of_an_older_version_is_refused(store):
    write(store, [SECOND.coded])
    with pytest.raises(StoreError, match="newest version"):
        connect_for_series(store, [], 1)
