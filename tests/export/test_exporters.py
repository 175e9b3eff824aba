"""Every export format over the same coded reports."""

import csv
import gzip
import json

import polars
import pyarrow.parquet
import pytest

from polybius import store
from polybius.errors import PolybiusError
from polybius.export import BINARY, EXPORTERS, Selection, Source, export, exporter_for
from polybius.export.event_rows import EVENT_COLUMNS, WORDS
from polybius.records import CodedReport
from tests.made import TEXT, numbered, shelling, without_events

REPORTS = [shelling(), without_events(), numbered(1)]
# of the four events two have no CAMEO code, and the other two are told alike on one day
WRITTEN = dict.fromkeys(EXPORTERS, 4) | {"gdelt": 2, "gdelt-mentions": 2, "icews": 2, "cameo": 1, "petrarch2": 2}
NAMES = [column.name for column in EVENT_COLUMNS]


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_counts_its_events_and_takes_none(name, tmp_path):
    assert export(tmp_path / "events", REPORTS, format=name) == WRITTEN[name]
    assert export(tmp_path / "none", [], format=name) == 0
    assert (tmp_path / "none").exists()


@pytest.mark.parametrize("name", EXPORTERS)
def test_every_format_writes_the_same_from_a_store_as_from_reports(name, tmp_path):
    store.write(tmp_path / "s", REPORTS)
    export(tmp_path / "one", list(store.read(tmp_path / "s")), format=name)
    export(tmp_path / "two", Source(store.snapshot(tmp_path / "s")), format=name)
    if name == "parquet":
        assert pyarrow.parquet.read_table(tmp_path / "one").equals(pyarrow.parquet.read_table(tmp_path / "two"))
    else:
        assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes() != b""


@pytest.mark.parametrize("name", [name for name in EXPORTERS if name not in BINARY])
def test_no_words_of_a_report_go_out_without_texts(name, tmp_path):
    export(tmp_path / "events", REPORTS, format=name, selection=Selection(texts=False))
    written = (tmp_path / "events").read_text(encoding="utf-8").casefold()
    assert "2020" in written
    for words in ("shelled", "town of ganja", "armenian forces", "azerbaijani officials", "killing", "sunday"):
        assert words not in written


def test_no_words_of_a_report_go_into_parquet_without_texts(tmp_path):
    export(tmp_path / "events.parquet", REPORTS, selection=Selection(texts=False))
    row = pyarrow.parquet.read_table(tmp_path / "events.parquet").to_pylist()[0]
    assert [row[name] for name in WORDS] == [None] * len(WORDS)
    assert (row["actor_codes"], row["place"], row["start"]) == ("ARM", "Gəncə", 68)


def test_a_file_named_gz_is_compressed_and_the_same_each_time(tmp_path):
    export(tmp_path / "one.csv.gz", REPORTS)
    export(tmp_path / "two.csv.gz", REPORTS)
    export(tmp_path / "plain.csv", REPORTS)
    assert (tmp_path / "one.csv.gz").read_bytes() == (tmp_path / "two.csv.gz").read_bytes()
    assert gzip.decompress((tmp_path / "one.csv.gz").read_bytes()) == (tmp_path / "plain.csv").read_bytes()


def test_csv_has_a_header_and_a_row_per_event(tmp_path):
    export(tmp_path / "events.csv", REPORTS)
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == NAMES
    assert [row["category"] for row in rows] == ["ASSAULT", "REJECT"] * 2
    assert rows[0]["actor_codes"] == "ARM"
    assert rows[0]["place"] == "Gəncə"
    assert rows[1]["place"] == rows[1]["date_start"] == ""


def test_offsets_slice_the_text_to_the_clause_and_the_trigger(tmp_path):
    export(tmp_path / "events.csv", [shelling()])
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert TEXT[int(row["start"]) : int(row["end"])] == row["clause"]
            assert TEXT[int(row["trigger_start"]) : int(row["trigger_end"])] == row["trigger"]


def test_parquet_and_csv_hold_the_same(tmp_path):
    export(tmp_path / "events.csv", REPORTS)
    export(tmp_path / "events.parquet", REPORTS)
    table = pyarrow.parquet.read_table(tmp_path / "events.parquet")
    assert table.column_names == NAMES
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        for row, typed in zip(csv.DictReader(file), table.to_pylist(), strict=True):
            assert row == {name: "" if value is None else str(value) for name, value in typed.items()}


def test_parquet_keeps_its_types_where_all_values_are_unknown(tmp_path):
    export(tmp_path / "events.parquet", [])
    schema = pyarrow.parquet.read_schema(tmp_path / "events.parquet")
    assert str(schema.field("latitude").type) == "double"
    assert str(schema.field("start").type) == "int64"


def test_json_lines_hold_whole_reports(tmp_path):
    export(tmp_path / "events.jsonl", REPORTS)
    lines = (tmp_path / "events.jsonl").read_text(encoding="utf-8").split("\n")
    assert lines.pop() == ""
    assert [CodedReport.model_validate_json(line) for line in lines] == REPORTS
    assert json.loads(lines[0])["versions"]["schema"] == 1


def test_an_unknown_format_names_those_there_are(tmp_path):
    for path, name in ((tmp_path / "events.xls", None), (tmp_path / "events", None), (tmp_path / "e.csv", "gdelt9")):
        with pytest.raises(PolybiusError, match="csv, parquet, jsonl, plover"):
            exporter_for(path, name)


def test_a_file_that_cannot_be_written_is_one_sentence(tmp_path):
    with pytest.raises(PolybiusError, match="cannot be written"):
        export(tmp_path / "no" / "folder.csv", REPORTS)


def test_frames_have_the_columns_and_types_of_the_rows():
    frame = shelling().to_polars()
    assert frame.columns == NAMES
    assert frame["score"].to_list() == [-9.0, None]
    assert frame.schema["start"] == polars.Int64
    pandas_frame = shelling().to_pandas()
    assert list(pandas_frame.columns) == NAMES
    assert pandas_frame["actor_codes"].tolist() == ["ARM", "ARM"]
    assert str(without_events().to_pandas()["latitude"].dtype) == "double[pyarrow]"


@pytest.mark.parametrize("package", ["polars", "pandas"])
def test_a_frame_without_its_package_says_what_to_install(package, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, package, None)
    with pytest.raises(PolybiusError, match=rf"{package} is not installed; install it with: pip install"):
        getattr(shelling(), f"to_{package}")()
