"""polybius series: what is wrong with its arguments, said in one line, and what it prints."""

from datetime import date

import pyarrow as pa
import pytest

from polybius.cli.series_command import left_out_line, series_table
from polybius.codebook import load_codebook
from polybius.link.series import QUADS, LeftOut, Selection, Series


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ARMY",), "polybius: 'ARMY' names no party; write a code (ARM)"),
        (("ARM", "AZE.ARMY"), "polybius: 'AZE.ARMY': 'ARMY' is no sector; choose from"),
        (("ARM", "--by", "fortnight"), "polybius: 'fortnight' is no step; choose from day, week, month, quarter, year"),
        (("ARM", "--category", "FIGHT"), "polybius: 'FIGHT' is no category; choose from "),
        (("ARM", "--also", "past"), "polybius: 'past' is no realis; choose from historical"),
        (("ARM", "--from", "2020-13"), "polybius: '2020-13' is no date; write YYYY-MM-DD, YYYY-MM or YYYY"),
        (("ARM", "--to", "today"), "polybius: 'today' is no date"),
        (("ARM", "--from", "2021", "--to", "2020"), "polybius: the period from 2021 to 2020 ends before it begins"),
        (("--exposure", "--by", "hour"), "polybius: 'hour' is no step"),
        (("ARM",), "nowhere: there is no store here"),
        (("ARM", "AZE", "--exposure"), "nowhere: there is no store here"),
    ],
)
def test_faults_are_one_line(run, arguments, said):
    result = run("series", *arguments, "--store", "nowhere")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a party, such as ARM or wagner-group, or give --exposure"),
        (("ARM", "--json", "--csv"), "--json and --csv exclude each other"),
        (("ARM", "--tellers", "-1"), "--tellers"),
        (("ARM", "--confidence", "2"), "--confidence"),
    ],
)
def test_wrong_use_is_told(run, arguments, said):
    result = run("series", *arguments, "--store", "nowhere")
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_last_line_tells_what_is_left_out_and_why():
    weekly = Selection(actor="ARM", step="week", realis=("future",), independent=2)
    assert left_out_line(LeftOut(), weekly) == "left out: nothing"
    assert left_out_line(LeftOut(1, 2, 3, 4, 5, 6), weekly) == (
        "left out: 3 undated, 4 dated more coarsely than by one week, 5 before or after the period, "
        "1 historical or hypothetical or negated, 2 with fewer than 2 independent tellers, "
        "6 reports published nobody knows when"
    )


def test_the_table_names_the_categories_that_occur_and_steps_without_reports():
    from rich.console import Console

    zeros = dict.fromkeys((*load_codebook().categories, *QUADS, "goldstein_mean", "outlets"), 0)
    busy = {"step_start": date(2020, 9, 27), "events": 3, "score_mean": -6.5, "one_sided": 1 / 3, "reports": 1}
    empty = {"step_start": date(2020, 9, 27), "events": 0, "score_mean": None, "one_sided": None, "reports": 0}
    rows = [zeros | busy | {"ASSAULT": 2, "ACCUSE": 1}, zeros | empty]
    console = Console(width=120, record=True)
    console.print(series_table(Series(pa.Table.from_pylist(rows), LeftOut()), Selection(actor="ARM")))
    title, *lines = console.export_text().splitlines()
    assert title.strip() == "→ ARM to anybody, ← anybody to ARM"
    busy_line, empty_line = (" ".join(line.split()) for line in lines if "2020" in line)
    assert busy_line == "2020-09-27 → 3 0 0 0 0 -6.50 0 33% 1 0 ACCUSE 1, ASSAULT 2"
    assert empty_line == "2020-09-27 ← 0 0 0 0 0 0 0 0 no reports"
