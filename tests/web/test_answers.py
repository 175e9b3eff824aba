"""Rows as files: what a spreadsheet would run is taken for text, in CSV alone."""

import csv
import io

import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from polybius.web.answers import as_file


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-2", "@SUM(A1)", "\tx", "\rx"])
def test_csv_marks_what_a_spreadsheet_would_run(text):
    table = pa.table({"says": [text, "plain", None], "score": [-2.5, 1.0, None]})
    rows = list(csv.reader(io.StringIO(as_file(table, "rows", "csv").body.decode(), newline="")))
    assert rows[1:] == [["'" + text, "-2.5"], ["plain", "1"], ["", ""]]


def test_parquet_holds_the_texts_as_they_are():
    table = pa.table({"says": ["=1+1", None]})
    assert parquet.read_table(io.BytesIO(as_file(table, "rows", "parquet").body)) == table
