"""CSV that any reader takes, whatever the reports hold."""

import csv

import pytest
from hypothesis import HealthCheck, given, settings

from polybius.export import export
from polybius.export.event_rows import EVENT_COLUMNS, event_rows
from tests.made import coded_reports, shelling

TEXTS = [column.name for column in EVENT_COLUMNS if column.type is str]


def told(outlet):
    coded = shelling()
    return coded.model_copy(update={"report": coded.report.model_copy(update={"outlet": outlet})})


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def expected(value):
    text = "" if value is None else str(value)
    return ("'" + text if text[:1] in set("=+-@\t\r") else text).replace("\0", "")


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(coded=coded_reports)
def test_every_text_comes_back_from_csv(coded, tmp_path):
    export(tmp_path / "events.csv", [coded])
    rows = rows_of(tmp_path / "events.csv")
    assert [[row[name] for name in TEXTS] for row in rows] == [
        [expected(row[name]) for name in TEXTS] for row in event_rows([coded])
    ]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_what_a_spreadsheet_would_run_is_taken_for_text(start, tmp_path):
    export(tmp_path / "events.csv", [told(f'{start}HYPERLINK("http://x")')])
    assert rows_of(tmp_path / "events.csv")[0]["outlet"] == f'\'{start}HYPERLINK("http://x")'


def test_numbers_below_zero_stay_numbers(tmp_path):
    export(tmp_path / "events.csv", [shelling()])
    assert rows_of(tmp_path / "events.csv")[0]["score"] == "-9.0"


@pytest.mark.parametrize("outlet", ['a "b", c', "two\nlines", "two\r\nlines", "a,b", "=1,2", "nul\0here"])
def test_marks_of_csv_stay_within_their_cell(outlet, tmp_path):
    export(tmp_path / "events.csv", [told(outlet)])
    rows = rows_of(tmp_path / "events.csv")
    assert len(rows) == 2
    assert rows[0]["outlet"] == expected(outlet)
    assert rows[0]["category"] == "ASSAULT"
