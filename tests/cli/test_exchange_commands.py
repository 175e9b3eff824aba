"""polybius export, import, compare and rebuild."""

import json

import pytest

from polybius import store
from polybius.cli.options import FORMATS
from polybius.export import BINARY, EXPORTERS
from polybius.read.make_report import make_report
from tests.made import TEXT, shelling


@pytest.fixture
def kept(tmp_path):
    made = shelling()
    made = made.model_copy(update={"report": made.report.model_copy(update={"id": make_report(TEXT).id})})
    store.write(tmp_path / "kept.store", [made])
    return "kept.store"


def test_the_help_names_every_format():
    assert set(FORMATS.replace(" or ", ", ").split(", ")) == set(EXPORTERS)


@pytest.mark.parametrize("format", [name for name in EXPORTERS if name not in BINARY])
def test_every_format_of_text_goes_to_a_file_and_to_standard_output(run, kept, tmp_path, format):
    assert run("export", "--store", kept, "--format", format, "--out", "out").exit_code == 0
    shown = run("export", "--store", kept, "--format", format)
    assert shown.exit_code == 0
    assert shown.stdout_bytes == (tmp_path / "out").read_bytes()


def test_what_is_left_out_is_said_on_stderr(run, kept):
    result = run("export", "--store", kept, "--format", "icews", "--out", "out.tab")
    assert result.stderr.splitlines() == [
        "1 event written to out.tab",
        "left out, as the format cannot hold them: 1 without a CAMEO code",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--format", "xml"), "no export format 'xml'"),
        (("--format", "parquet"), "needs a file"),
        (("--format", "csv", "--out", "no/folder/x.csv"), "there is no folder"),
        (("--format", "csv", "--from", "May"), "no date"),
        (("--format", "csv", "--category", "WAR"), "'WAR' is no category"),
        (("--format", "csv", "--happenings"), "leave --happenings out"),
    ],
)
def test_wrong_use_of_export_is_exit_code_2(run, kept, arguments, said):
    result = run("export", "--store", kept, *arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.split())


def test_an_export_is_taken_in_once_and_compared(run, kept):
    assert run("export", "--store", kept, "--format", "gdelt", "--out", "g.CSV").exit_code == 0
    first = run("import", "g.CSV", "--store", kept)
    assert (first.exit_code, first.stdout) == (
        0, "kept.store: events read: 1 of gdelt; 1 new, 0 replaced, 0 unchanged; 0 rows not taken in\n",
    )  # fmt: skip
    assert "0 new, 0 replaced, 1 unchanged" in run("import", "g.CSV", "--store", kept).stdout
    shown = run("compare", "--store", kept, "--with", "gdelt")
    assert shown.exit_code == 0
    assert "ARM → AZE" in shown.stdout
    assert "found among ours: 1 of 1 (100%) events of gdelt" in shown.stdout
    told = json.loads(run("compare", "--store", kept, "--with", "gdelt", "--json").stdout)
    assert (told["recall"], told["dyads"][0]["ours"]) == (1.0, 1)
    rows = run("compare", "--store", kept, "--with", "gdelt", "--csv").stdout.splitlines()
    assert rows == ["actor,recipient,step,ours,gdelt", "ARM,AZE,2020-09-28,1,1"]


def test_import_names_what_cannot_be_read_and_takes_in_the_rest(run, kept, tmp_path):
    run("export", "--store", kept, "--format", "gdelt", "--out", "g.CSV")
    with (tmp_path / "g.CSV").open("a", encoding="utf-8") as file:
        file.write("1\t2\n")
    result = run("import", "g.CSV", "absent.CSV", "--store", kept)
    assert result.exit_code == 1
    assert result.stderr.splitlines() == [
        "g.CSV:2: it has 2 fields where 61 are needed",
        "absent.CSV: there is no such file; check the path",
    ]
    assert run("import", "absent.CSV", "--store", kept).exit_code == 2


def test_a_shared_file_is_made_whole_by_who_holds_the_texts(run, kept, tmp_path):
    run("export", "--store", kept, "--format", "jsonl", "--no-text", "--out", "shared.jsonl.gz")
    (tmp_path / "held.txt").write_text(TEXT, encoding="utf-8")
    result = run("rebuild", "shared.jsonl.gz", "--texts", "held.txt", "--store", "whole.store")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("whole.store: 1 of 1 records made whole (1 new)")
    (back,) = store.read(tmp_path / "whole.store")
    assert back.report.text == TEXT
    assert back.events[0].actors[0].text == "Armenian forces"
    (tmp_path / "other.txt").write_text("Nobody shelled anything.", encoding="utf-8")
    assert run("rebuild", "shared.jsonl.gz", "--texts", "other.txt", "--store", "none.store").exit_code == 2
