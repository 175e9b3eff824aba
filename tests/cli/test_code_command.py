"""polybius code: what goes to stdout, what to stderr, and which exit code comes out."""

import csv
import json

import pyarrow.parquet
import pytest

from polybius import store
from polybius.cli import coding
from polybius.errors import ModelError
from polybius.records import CodedReport, Published
from polybius.store.write import BATCH
from tests.made import TEXT, FakeCoder

EMPTY = "Rain fell all morning over the quiet valley and the farmers went home early."


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_a_table_of_events_is_printed(run, report):
    result = run("code", report, "--published", "2020-10-04", "--outlet", "Daily Test", env={"COLUMNS": "250"})
    assert result.exit_code == 0
    for shown in (
        "ASSAULT / heavy-weapons",
        "ARM MIL",
        "AZE CVL",
        "Gəncə",
        "Azerbaijani officials",
        "2020-10-04",
        "Daily Test",
    ):
        assert shown in result.stdout
    assert result.stderr == "1 report coded, 2 events\n"


def test_json_prints_one_report_a_line_and_nothing_else(run, report):
    result = run("code", report, report, "--json", "--published", "2020-10-04")
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    assert CodedReport.model_validate_json(lines[0]).report.published.start == "2020-10-04"


def test_without_a_date_stderr_says_what_was_worked_with(run, report):
    result = run("code", report, "--outlet", "Daily Test")
    assert "Daily Test: publication date unknown" in result.stderr
    assert "--published" in result.stderr
    assert "publication date" not in run("code", report, "--published", "2020-10-04").stderr


def test_a_publication_date_to_come_is_said_so(run, report):
    result = run("code", report, "--published", "9999-12-31")
    assert result.exit_code == 0
    assert "9999-12-31, lies in the future" in result.stderr


@pytest.mark.parametrize("given", ["2020-02-30", "0000-01-01", "soon", "03/10/2020"])
def test_a_publication_date_that_is_none_is_wrong_use(run, report, given):
    result = run("code", report, "--published", given)
    assert result.exit_code == 2
    assert "is no date" in result.stderr


def test_many_undated_reports_are_counted(run, tmp_path):
    rows = [json.dumps({"text": f"{TEXT} Report {number}."}) for number in range(14)]
    (tmp_path / "many.jsonl").write_text("\n".join(rows), encoding="utf-8")
    result = run("code", "many.jsonl", "--json")
    assert len(result.stdout.splitlines()) == 14
    assert "… and 4 more reports without a given publication date" in result.stderr


def test_a_report_without_events_says_so_and_is_no_failure(run, tmp_path):
    (tmp_path / "rain.txt").write_text(EMPTY, encoding="utf-8")
    result = run("code", "rain.txt", "--title", "Rain", "--published", "2020-10-04")
    assert result.exit_code == 0
    assert result.stdout == "Rain: no political event found.\n"
    assert "1 without a political event" in result.stderr


def test_some_inputs_failing_is_exit_code_1_and_the_rest_is_coded(run, report):
    result = run("code", report, "absent.txt", "--json")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert [line for line in result.stderr.splitlines() if line.startswith("absent.txt: ")]
    assert "1 input not coded" in result.stderr.splitlines()[-1]


def test_nothing_readable_is_exit_code_2(run, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    result = run("code", "empty.txt", "binary.txt", "absent.txt")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "3 inputs not coded" in result.stderr


def test_one_bad_line_of_many_is_named(run, tmp_path):
    good = json.dumps({"text": TEXT, "published": "2020-10-04"})
    (tmp_path / "reports.jsonl").write_text(f"{good}\n{{broken\n{good}", encoding="utf-8")
    result = run("code", "reports.jsonl", "--json")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 2
    assert "reports.jsonl:2: " in result.stderr


def test_standard_input_is_a_report(run):
    result = run("code", "-", "--json", input=TEXT)
    assert json.loads(result.stdout)["report"]["text"] == TEXT


def test_globs_are_expanded(run, tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT + name, encoding="utf-8")
    assert len(run("code", "*.txt", "--json").stdout.splitlines()) == 2


def test_plover_goes_to_stdout(run, report):
    result = run("code", report, "--format", "plover")
    assert [json.loads(line)["event"] for line in result.stdout.splitlines()] == [["ASSAULT"], ["REJECT"]]


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
def test_out_writes_by_suffix(run, report, tmp_path, suffix):
    result = run("code", report, "--out", f"events.{suffix}")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert f"2 events written to events.{suffix}" in result.stderr
    path = tmp_path / f"events.{suffix}"
    if suffix == "parquet":
        assert pyarrow.parquet.read_table(path).num_rows == 2
    elif suffix == "csv":
        assert len(list(csv.reader(path.open(encoding="utf-8")))) == 3
    else:
        assert CodedReport.model_validate_json(path.read_text(encoding="utf-8")).events


def test_store_keeps_the_reports_and_a_second_run_changes_nothing(run, report, tmp_path):
    assert "kept.store: 1 new" in run("code", report, "--store", "kept.store", "--json").stderr
    assert "kept.store: 1 unchanged" in run("code", report, "--store", "kept.store", "--json").stderr
    assert len(list(store.read(tmp_path / "kept.store"))) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--published", "last week"], "is no date"),
        (["--published", "2020-02-30"], "is no date"),
        (["--published", "20201004"], "is no date"),
        (["--json", "--format", "plover"], "exclude each other"),
        (["--format", "parquet"], "needs a file"),
        (["--format", "xml"], "no export format 'xml'"),
        (["--out", "events.xls"], "no export format 'xls'"),
        (["--out", "nowhere/events.csv"], "there is no folder nowhere"),
        (["--store", "report.txt"], "is no store of Polybius"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_use_is_exit_code_2_before_any_coding(run, report, arguments, said):
    result = run("code", report, *arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_no_files_is_wrong_use(run):
    assert run("code").exit_code == 2


def test_control_characters_of_a_report_do_not_reach_the_screen(run, tmp_path):
    (tmp_path / "odd.jsonl").write_text(json.dumps({"text": TEXT, "title": "a\x1b[31m\x07b"}), encoding="utf-8")
    result = run("code", "odd.jsonl")
    assert "\x1b" not in result.stdout + result.stderr
    assert "\x07" not in result.stdout + result.stderr


def test_a_table_file_without_rows_is_nothing_to_read(run, tmp_path):
    (tmp_path / "empty.csv").write_text("text,title\n", encoding="utf-8")
    result = run("code", "empty.csv")
    assert result.exit_code == 2
    assert result.stderr == "0 reports coded, 0 events\n"


class BreakingCoder(FakeCoder):
    """Codes one report and then finds its model gone."""

    def pipe(self, reports):
        for count, report in enumerate(reports):
            if count:
                raise ModelError("the model broke")
            yield self.code_report(report)


def test_what_was_coded_before_a_fault_is_kept_and_counted(run, report, tmp_path, monkeypatch):
    monkeypatch.setattr(coding, "load_coder", lambda model, actors=None: BreakingCoder())
    result = run("code", report, report, "--store", "kept.store", "--published", "2020-10-04")
    assert result.exit_code == 2
    assert result.stderr.splitlines() == [
        "kept.store: 1 new",
        "1 report coded, 2 events",
        "polybius: the model broke",
    ]
    assert len(list(store.read(tmp_path / "kept.store"))) == 1


class DatingCoder(FakeCoder):
    """Infers a publication date."""

    def pipe(self, reports):
        for coded in super().pipe(reports):
            published = Published(
                start="2020-09", end="2020-10", basis="inferred", reasons=("27 September was a Sunday.",)
            )
            yield coded.model_copy(update={"report": coded.report.model_copy(update={"published": published})})


def test_an_inferred_date_is_told_with_its_reason(run, report, monkeypatch):
    monkeypatch.setattr(coding, "load_coder", lambda model, actors=None: DatingCoder())
    said = "worked with publication date 2020-09 to 2020-10 (inferred: 27 September was a Sunday)"
    assert run("code", report).stderr.splitlines()[0].endswith(said)


def test_more_reports_than_a_batch_are_all_stored(run, tmp_path):
    rows = [json.dumps({"text": f"{TEXT} Report {number}."}) for number in range(BATCH + 3)]
    (tmp_path / "many.jsonl").write_text("\n".join(rows), encoding="utf-8")
    assert f"kept.store: {BATCH + 3} new" in run("code", "many.jsonl", "--json", "--store", "kept.store").stderr
    assert len(list(store.read(tmp_path / "kept.store"))) == BATCH + 3


def test_a_text_in_another_language_is_named_and_counted(run, report, tmp_path):
    german = (
        "Die Truppen haben am Sonntag die Stadt beschossen, und der Minister hat die Angriffe nicht bestätigt. " * 4
    )
    (tmp_path / "german.txt").write_text(german, encoding="utf-8")
    result = run("code", report, "german.txt", "--json", "--published", "2020-10-04")
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert result.stderr.splitlines()[-1] == "1 report coded, 2 events; 1 input not coded, 1 of them for their language"


def test_profile_says_on_stderr_where_the_time_went(run, report):
    result = run("code", report, "--json", "--published", "2020-10-04", "--profile")
    assert [line.split() for line in result.stderr.splitlines()[:3]] == [
        ["parse", "3.00", "s", "75%"],
        ["events", "1.00", "s", "25%"],
        ["together", "4.00", "s", "100%"],
    ]
    assert len(result.stdout.splitlines()) == 1
