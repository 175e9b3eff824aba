"""Reading: snapshots, SQL over the views, finding an event, and what is said where it cannot be done."""

import tempfile

import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import HealthCheck, Phase, given, settings

from polybius import store
from polybius.errors import StoreError
from polybius.export.event_rows import EVENT_COLUMNS, event_rows
from polybius.store.corrections import add_correction, correction_of
from tests.made import TEXT, coded_reports, numbered, shelling, without_events

# a store per example: shrinking a failure would take minutes
NO_SHRINK = (Phase.explicit, Phase.generate)


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("read") / "reports.store"
    store.write(path, [shelling(), without_events()])
    store.write(path, [numbered(1)])
    add_correction(path, correction_of(shelling().report.id, shelling().events[0], "right", None))
    return path


def ask(path, sql):
    return store.query(path, sql).rows


def test_every_view_has_rows_and_named_columns(path):
    for view, columns in store.views(path).items():
        answer = store.query(path, f"SELECT * FROM {view}")
        assert answer.columns == columns
        assert answer.rows or view in ("appearances", "rejects", "outside_events"), view


@pytest.mark.parametrize(
    ("sql", "rows"),
    [
        ("SELECT count(*) FROM reports", ((3,),)),
        ("SELECT count(*) FROM reports WHERE events = 0", ((1,),)),
        ("SELECT DISTINCT category, actor_codes, recipient_sectors, says_who, realis FROM events WHERE score < 0",
         (("ASSAULT", "ARM", "CVL", "Azerbaijani officials", ""),)),
        ("SELECT DISTINCT text, actor_id, position FROM event_actors WHERE code = 'ARM' AND sectors = 'MIL'",
         (("Armenian forces", "armenian-armed-forces", 1),)),
        ("SELECT DISTINCT text FROM event_recipients WHERE implicit", (("Azerbaijani officials",),)),
        ("SELECT DISTINCT speakers, cue, certainty FROM attributions", (("Azerbaijani officials", "said", "certain"),)),
        ("SELECT DISTINCT kind, best, party_text, party_code FROM victims", (("dead", 1, "the town of Ganja", "AZE"),)),
        ("SELECT DISTINCT subject_code, kind, object_code, clause FROM relations",
         (("RUS", "alliance", "ARM", "Russia is an ally of Armenia"),)),
        ("SELECT DISTINCT text, value FROM times", (("on Sunday", "2020-10-04"),)),
        ("SELECT DISTINCT name, country FROM places", (("Gəncə", "AZE"),)),
        ("SELECT DISTINCT cue, content FROM statements",
         (("said", "Armenian forces shelled the town of Ganja on Sunday, killing one civilian"),)),
    ],
)  # fmt: skip
def test_views_hold_what_the_records_hold(path, sql, rows):
    assert ask(path, sql) == rows


@given(coded_reports)
@settings(phases=NO_SHRINK, max_examples=8, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_the_events_view_and_the_export_rows_are_the_same(coded):
    reports = [coded, shelling()]
    with tempfile.TemporaryDirectory() as path:
        store.write(path, reports)
        answer = store.query(path, "SELECT * FROM events")
    assert answer.columns == tuple(column.name for column in EVENT_COLUMNS)
    assert sorted(map(repr, answer.rows)) == sorted(repr(tuple(row.values())) for row in event_rows(reports))


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELEC 1", "syntax error"),
        ("SELECT codes FROM events", 'Referenced column "codes" not found'),
        ("SELECT * FROM event", 'Did you mean "events"'),
        ("DROP VIEW events", "must be one SELECT"),
        ("SELECT 1; SELECT 2", "must be one SELECT"),
        ("", "must be one SELECT"),
        ("COPY events TO '/tmp/x.csv'", "must be one SELECT"),
        ("SELECT * FROM read_text('/etc/hostname')", "disabled by configuration"),
        ("SELECT 1/count(*) + CAST('x' AS INT) FROM events", "Could not convert"),
    ],
)
def test_bad_sql_is_one_sentence(path, sql, said):
    with pytest.raises(StoreError, match=said) as caught:
        store.query(path, sql)
    assert "\n" not in str(caught.value)


def test_an_older_version_is_read_beside_the_newest(path):
    assert store.query(path, "SELECT count(*) FROM reports", version=1).rows == ((2,),)
    with pytest.raises(StoreError, match="has no version 99; the newest is 2"):
        store.snapshot(path, 99)


def test_an_event_is_found_by_the_beginning_of_its_id(path):
    event = shelling().events[0]
    assert store.find_event(path, event.id) == (shelling(), event)
    assert store.find_event(path, event.id[:-1] + "2")[1] == shelling().events[1]
    with pytest.raises(StoreError, match="several events start with"):
        store.find_event(path, event.id[:-1])
    for unknown in ("nothing", "", "'; --"):
        with pytest.raises(StoreError, match="holds no event"):
            store.find_event(path, unknown)


def test_what_is_no_store_is_named_with_what_to_do(tmp_path):
    with pytest.raises(StoreError, match="there is no store here; make one with: polybius code"):
        list(store.read(tmp_path / "absent"))
    (tmp_path / "file").write_text("x")
    for other in (tmp_path / "file", tmp_path):
        with pytest.raises(StoreError, match="is no store of Polybius"):
            store.query(other, "SELECT 1")


def test_a_delta_table_of_somebody_else_is_no_store(tmp_path):
    import pyarrow as pa

    write_deltalake(str(tmp_path / "t"), pa.table({"a": [1]}))
    with pytest.raises(StoreError, match="no store of Polybius"):
        store.snapshot(tmp_path / "t")


def test_a_store_of_a_newer_polybius_says_upgrade(tmp_path):
    store.write(tmp_path / "s", [shelling()])
    DeltaTable(str(tmp_path / "s")).alter.set_table_description("Polybius coded reports, schema_version 2")
    with pytest.raises(StoreError, match=r"newer Polybius \(schema 2, this one knows 1\); upgrade"):
        store.snapshot(tmp_path / "s")


def test_text_beyond_the_basic_plane_is_cut_at_code_points(tmp_path):
    text = "🕊🏽🕊🏽 é " + TEXT
    store.write(tmp_path / "s", [shelling(text)])
    assert ask(tmp_path / "s", "SELECT trigger FROM events ORDER BY start") == (("shelled",), ("denied",))


def test_a_store_with_a_lost_file_is_one_sentence(tmp_path):
    store.write(tmp_path / "s", [shelling()])
    for file in (tmp_path / "s").rglob("*.parquet"):
        file.unlink()
    with pytest.raises(StoreError, match="is damaged"):
        list(store.read(tmp_path / "s"))
    with pytest.raises(StoreError):
        store.query(tmp_path / "s", "SELECT count(category) FROM events")
    with pytest.raises(StoreError):
        store.write(tmp_path / "s", [shelling()])
