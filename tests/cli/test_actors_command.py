"""``polybius actors``: what a name stands for on a date, lists of the user's own, and the check of lists."""

import json

import pytest

HEADER = "id,name,aliases,code,sectors,kind,start,end,iso,wikidata,source\n"


@pytest.fixture
def own(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        HEADER + "sand-fox-brigade,Sand Fox Brigade,Sand Foxes,MLI,REB,armed-group,2012,,,,own\n"
        "nato,NATO,Atlantic pact,IGO,MIL,organisation,,,,,own\n",
        encoding="utf-8",
    )
    return path


def test_a_name_is_shown_with_its_term_and_where_it_stands(run):
    result = run("actors", "Sergei Lavrov", "--on", "2020-10-03")
    assert result.exit_code == 0
    assert "RUS" in result.stdout
    assert "covers 2020-10-03" in result.stdout
    assert "persons.csv:" in result.stdout


def test_out_of_office_is_said(run):
    one = json.loads(run("actors", "Tony Blair", "--on", "2015-01-01", "--json").stdout)
    assert (one["code"], one["sectors"]) == ("GBR", ["ELI"])
    assert "out of office on 2015-01-01" in one["why"]


def test_a_name_nobody_bears_is_exit_code_1_with_advice(run):
    result = run("actors", "Zorgon")
    assert result.exit_code == 1
    assert "--actors" in result.stderr


def test_own_lists_add_names_and_overrule_those_of_the_package(run, own):
    found = json.loads(run("actors", "Sand Foxes", "--actors", own, "--json").stdout)
    assert (found["code"], found["sectors"]) == ("MLI", ["REB"])
    nato = json.loads(run("actors", "NATO", "--actors", own, "--json").stdout)
    assert nato["sectors"] == ["MIL"]
    assert str(own) in nato["source"]


def test_the_last_of_several_lists_wins(run, own, tmp_path):
    other = tmp_path / "other.csv"
    other.write_text(HEADER + "foxes,Sand Foxes,,NER,PRM,armed-group,,,,,own\n", encoding="utf-8")
    assert json.loads(run("actors", "Sand Foxes", "--actors", own, "--actors", other, "--json").stdout)["code"] == "NER"
    assert json.loads(run("actors", "Sand Foxes", "--actors", other, "--actors", own, "--json").stdout)["code"] == "MLI"


@pytest.mark.parametrize(
    ("row", "line", "said"),
    [
        ("x,X,,MLI,XYZ,party,,,,,own", 2, "sector 'XYZ' is unknown"),
        ("x,X,,MLX,PTY,party,,,,,own", 2, "code 'MLX' is unknown"),
        ("x,X,,MLI,PTY,club,,,,,own", 2, "kind 'club' is unknown"),
        ("x,X,,MLI,PTY,party,2020-13,,,,own", 2, "start '2020-13' is no date"),
        ("x,X,,MLI,PTY,party,2021-02-30,,,,own", 2, "start '2021-02-30' is no date"),
        ("x,X,,MLI,PTY,party,2020,2019,,,own", 2, "after its end"),
        ("X Y,X,,MLI,PTY,party,,,,,own", 2, "id 'X Y' must be"),
        ("x,,,MLI,PTY,party,,,,,own", 2, "needs a name"),
        ("x,X,,MLI,PTY,party,,,,12,own", 2, "wikidata '12'"),
        ("x,X,,MLI,PTY,party,,,,,own\nx,X,,MLI,PTY,party,,,,,own", 3, "repeats the id x of line 2"),
        ("x,X,,MLI,PTY,party,,,,,own\ny,X,,NER,PTY,party,,,,,own", 3, "another code than line 2"),
        ("x,X,,MLI,PTY", 2, "has 5 values where 11 are needed"),
    ],
)
def test_each_fault_of_a_list_is_one_line_with_file_and_line(run, tmp_path, row, line, said):
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + row + "\n", encoding="utf-8")
    result = run("actors", "--check", path)
    assert result.exit_code == 2
    assert result.stdout == ""
    faults = result.stderr.strip().splitlines()
    assert any(f"bad.csv:{line}: " in fault and said in fault for fault in faults), faults


def test_all_faults_are_told_at_once_and_nothing_is_loaded_by_halves(run, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text(HEADER + "a,A,,XXX,PTY,party,,,,,own\nb,B\nc,C,,MLI,NOPE,party,,,,,own\n", encoding="utf-8")
    result = run("actors", "A", "--actors", path)
    assert result.exit_code == 2
    assert [line.split(": ")[1].split(":")[-1] for line in result.stderr.strip().splitlines()] == ["2", "3", "4"]


def test_a_missing_column_is_named(run, tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("id,name,code\nx,X,MLI\n", encoding="utf-8")
    result = run("actors", "--check", path)
    assert result.exit_code == 2
    assert "header must be id,name,aliases" in result.stderr


def test_a_sound_list_is_said_to_be_sound(run, own):
    result = run("actors", "--check", own)
    assert result.exit_code == 0
    assert "own.csv: sound" in result.stdout


@pytest.mark.parametrize("arguments", [(), ("NATO", "--check", "x.csv"), ("NATO", "--on", "2020-13-01")])
def test_wrong_use_is_exit_code_2(run, arguments):
    assert run("actors", *arguments).exit_code == 2


@pytest.mark.model
def test_own_actors_are_found_in_reports_and_named_in_the_versions(own):
    import polybius

    text = "The Sand Foxes attacked a Malian army post near Gao on Monday, killing three soldiers, the government said."
    plain, with_own = polybius.load(), polybius.load(actors=[own])
    assert {a.id for a in with_own.code(text).actors} >= {"sand-fox-brigade"}
    assert with_own.code(text).events[0].actors[0].code == "MLI"
    assert "sand-fox-brigade" not in {a.id for a in plain.code(text).actors}
    assert with_own.versions.pipeline.startswith(plain.versions.pipeline + "/actors-")
