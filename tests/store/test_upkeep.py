"""Upkeep: what a store holds, faults that are found, files joined, older layouts brought up to date."""

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake

from polybius import store
from polybius.records import Published
from polybius.store import schema
from polybius.store.rejects import read_rejects, write_rejects
from polybius.store.schema import month_of, store_schema, to_row
from polybius.store.table import open_table
from polybius.store.upkeep import check, compact, info, migrate
from polybius.store.write import write
from tests.made import numbered, shelling
from tests.store.test_write import changed, versioned


@pytest.fixture
def path(tmp_path):
    return tmp_path / "reports.store"


def dated(number, day):
    published = Published(start=day, end=day, precision="day", basis="given") if day else Published()
    return changed(numbered(number), published=published)


def months(path):
    return sorted(str(folder.name) for folder in path.glob("month=*"))


def old_store(path, reports):
    """A store as Polybius made them before months parted the files."""
    fields = [field for field in store_schema() if field.name != "month"]
    rows = [{name: value for name, value in to_row(coded).items() if name != "month"} for coded in reports]
    data = pa.Table.from_pylist(rows, schema=pa.schema(fields))
    write_deltalake(str(path), data, name="polybius", description="Polybius coded reports, schema_version 1")


def test_files_are_parted_by_month_of_publication(path):
    write(path, [dated(1, "2020-10-04"), dated(2, "2020-10-31"), dated(3, "2011-01-02"), dated(4, None)])
    assert months(path) == ["month=2011-01", "month=2020-10", "month=__HIVE_DEFAULT_PARTITION__"]
    assert len(list(store.read(path))) == 4


@pytest.mark.parametrize(
    ("start", "end", "month"),
    [("2020-10-04", "2020-10-04", "2020-10"), ("2020-10", "2020-10", "2020-10"), ("2020", "2020", "2020"), (None,) * 3],
)
def test_the_month_is_as_fine_as_what_is_known(start, end, month):
    assert month_of(Published(start=start, end=end)) == month


def test_a_report_whose_date_becomes_known_moves_to_its_month(path):
    write(path, [dated(1, None)])
    write(path, [dated(1, "2020-10-04")])
    (coded,) = store.read(path)
    assert coded.report.published.start == "2020-10-04"


def test_info_counts(path):
    write(path, [dated(1, "2020-10-04"), dated(2, "2020-11-05")])
    write(path, [versioned(dated(2, "2020-11-05"), polybius="0.2.0")])
    found = info(path)
    assert (found.reports, found.events, found.rejects) == (2, 4, 0)
    assert (found.first, found.last, found.by_month) == ("2020-10-04", "2020-11-05", True)
    assert {(coder.polybius, coder.reports) for coder in found.coders} == {("0.1.0", 1), ("0.2.0", 1)}
    assert found.files == 2
    assert found.size > 1000


def test_compacting_joins_files_and_old_versions_stay(path):
    for number in range(6):
        write(path, [dated(number, "2020-10-04")])
    done = compact(path)
    assert (done.files_before, done.files) == (6, 1)
    assert len(list(store.read(path))) == 6
    assert len(list(store.read(path, 2))) == 2


def test_old_versions_are_forgotten_only_on_demand(path):
    for number in range(3):
        write(path, [dated(number, "2020-10-04")])
    (path / "_links").mkdir()
    (path / "_links" / "index.sqlite").write_text("kept")
    write_rejects(path, [reject("a")])
    assert compact(path, forget=True).removed == 3
    assert len(list(path.glob("month=*/*.parquet"))) == 1
    assert len(list(store.read(path))) == 3
    assert (path / "_links" / "index.sqlite").exists()
    assert len(list(read_rejects(path))) == 1


def test_a_sound_store_has_no_faults(path):
    write(path, [shelling(), dated(1, None), dated(2, "2020-11-05")])
    assert list(check(path)) == []


def test_faults_are_named(path):
    write(path, [dated(1, "2020-10-04"), dated(2, "2020-11-05"), dated(3, "2020-12-05")])
    row = to_row(dated(1, "2020-10-04"))
    table = open_table(path)
    for odd in (row, row | {"report_id": "other"}, row | {"report_id": "third", "month": "1999-01"}):
        write_deltalake(table, pa.Table.from_pylist([odd], schema=store_schema()), mode="append")
    next(path.glob("month=2020-11/*.parquet")).write_bytes(b"garbage")
    next(path.glob("month=2020-12/*.parquet")).unlink()
    faults = "\n".join(check(path))
    assert f"report {row['report_id']} stands in the store more than once" in faults
    assert f"report other has another id in its record, {row['report_id']}" in faults
    assert "report third stands under the month 1999-01" in faults
    assert faults.count("the file is lost or damaged") == 2


def test_an_older_layout_is_read_written_and_migrated(path):
    old_store(path, [dated(1, "2020-10-04"), dated(2, None)])
    assert not info(path).by_month
    write(path, [dated(3, "2020-11-05"), versioned(dated(1, "2020-10-04"), polybius="0.2.0")])
    before = {coded.report.id: coded for coded in store.read(path)}
    assert len(before) == 3
    assert list(check(path)) == []
    assert migrate(path)
    assert {coded.report.id: coded for coded in store.read(path)} == before
    assert info(path).by_month
    assert len(months(path)) == 3
    assert list(check(path)) == []
    assert len(list(store.read(path, 0))) == 2
    assert not migrate(path)
    assert write(path, [dated(4, "2020-10-06")]).new == 1


def test_rows_of_an_older_schema_are_brought_up_as_they_are_read_and_by_migration(path, monkeypatch):
    write(path, [dated(1, "2020-10-04")])
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 2)
    monkeypatch.setattr("polybius.store.upkeep.SCHEMA_VERSION", 2)
    monkeypatch.setattr("polybius.store.table.SCHEMA_VERSION", 2)
    monkeypatch.setattr("polybius.store.upkeep.DESCRIPTION", "Polybius coded reports, schema_version 2")
    # as if the second schema had renamed an outlet
    monkeypatch.setitem(
        schema.UPGRADES, 1, lambda row: row | {"report": row["report"] | {"outlet": row["report"]["outlet"].upper()}}
    )
    (coded,) = store.read(path)
    assert (coded.report.outlet, coded.versions.schema_version) == ("SAMPLE WIRE", 2)
    assert migrate(path)
    assert DeltaTable(str(path)).to_pyarrow_table(columns=["outlet"]).to_pylist() == [{"outlet": "SAMPLE WIRE"}]
    assert not migrate(path)


def reject(source, **more):
    from polybius.records import Reject

    return Reject(source=source, origin="/x", reason="why", at="2020-10-04T00:00:00+00:00", **more)


def test_rejects_are_counted_once_and_taken_out(path):
    from polybius.store.rejects import remove_rejects

    write(path, [shelling()])
    write_rejects(path, [reject("a'b"), reject("c")])
    write_rejects(path, [reject("a'b")])
    assert {(one.source, one.tries) for one in read_rejects(path)} == {("a'b", 2), ("c", 1)}
    remove_rejects(path, [one for one in read_rejects(path) if one.source == "a'b"])
    assert [one.source for one in read_rejects(path)] == ["c"]
