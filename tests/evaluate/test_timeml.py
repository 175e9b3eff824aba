"""The measure for time expressions: what TimeML files are read as, what counts as found."""

from __future__ import annotations

import pytest

from polybius.errors import ReadError
from polybius.evaluate.times import Gold, Miss, evaluate_times, plain_value, read_timeml

FILE = """<?xml version="1.0" ?>
<TimeML><DCT><TIMEX3 tid="t0" type="TIME" value="2020-10-03T10:00">now</TIMEX3></DCT>
<TEXT>Troops <EVENT>crossed</EVENT> the river <TIMEX3 value="2020-W7">this week</TIMEX3> and
<TIMEX3 value="1991">1991</TIMEX3> &amp; <TIMEX3 value="P2D">two days</TIMEX3>.</TEXT></TimeML>"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one.tml").write_text(FILE, encoding="utf-8")
    return tmp_path


def test_text_offsets_and_publication_day_are_read(folder):
    read = read_timeml(folder / "one.tml")
    assert read.published == "2020-10-03"
    assert [read.text[gold.start : gold.end] for gold in read.times] == ["this week", "1991", "two days"]


def test_all_right_is_one_everywhere(folder):
    gold = read_timeml(folder / "one.tml").times
    scores = evaluate_times(folder, lambda text, published: gold)
    assert (scores["strict_f1"], scores["relaxed_f1"], scores["value_f1"]) == (1, 1, 1)


def test_overlap_is_relaxed_only_and_a_wrong_value_counts_against_value(folder):
    week, year, _ = read_timeml(folder / "one.tml").times
    found = [Gold(week.start - 4, week.end, "2020-W07"), Gold(year.start, year.end, "1990"), Gold(0, 6, "P1D")]
    misses: list[Miss] = []
    scores = evaluate_times(folder, lambda text, published: found, misses)
    assert scores["strict_f1"] == pytest.approx(1 / 3)
    assert scores["relaxed_f1"] == pytest.approx(2 / 3)
    assert scores["value_f1"] == pytest.approx(1 / 3)
    assert scores["value_accuracy"] == pytest.approx(1 / 2)
    assert {miss.kind for miss in misses} == {"span", "value", "missed", "spurious"}


def test_nothing_found_is_zero(folder):
    assert evaluate_times(folder, lambda text, published: [])["relaxed_f1"] == 0


@pytest.mark.parametrize(("a", "b"), [("1998-10-XX", "1998-10"), ("2000-W7", "2000-W07"), ("1949-XX", "1949")])
def test_values_are_compared_in_one_spelling(a, b):
    assert plain_value(a) == plain_value(b)


def test_files_that_cannot_be_read_are_named(tmp_path):
    with pytest.raises(ReadError, match="holds no"):
        evaluate_times(tmp_path, lambda text, published: [])
    (tmp_path / "bad.tml").write_text("<TimeML>", encoding="utf-8")
    with pytest.raises(ReadError, match=r"bad\.tml"):
        evaluate_times(tmp_path, lambda text, published: [])


def test_the_search_of_dateparser_is_measured_beside(monkeypatch):
    import datetime
    import importlib
    from types import SimpleNamespace

    from polybius.errors import PolybiusError
    from polybius.evaluate.dateparser_search import search_times

    seen = []

    def search_dates(text, languages, settings):
        seen.append(settings)
        return [("on Monday", datetime.datetime(2004, 3, 8, 5)), ("no words of it", datetime.datetime(2004, 1, 1))]

    monkeypatch.setattr(importlib, "import_module", lambda name: SimpleNamespace(search_dates=search_dates))
    (found,) = search_times("They met on Monday.", "2004-03-10")
    assert (found.start, found.end, found.value) == (9, 18, "2004-03-08")
    assert seen[0]["RELATIVE_BASE"] == datetime.datetime(2004, 3, 10)

    def absent(name):
        raise ImportError

    monkeypatch.setattr(importlib, "import_module", absent)
    with pytest.raises(PolybiusError, match="pip install dateparser"):
        search_times("They met on Monday.", "")
