"""The codebook holds PLOVER's names and scores, and the crosswalk to CAMEO works backwards."""

import json

import pytest

from polybius.codebook import _read_cues, load_codebook
from polybius.errors import DataError
from polybius.tables import read_table


def test_names_and_scores_are_those_of_the_reference(shared):
    reference = json.loads((shared / "codebook" / "plover.json").read_text(encoding="utf-8"))
    book = load_codebook()
    assert list(book.categories) == list(reference["categories"])
    for name, entry in reference["categories"].items():
        category = book.categories[name]
        assert category.quad == entry["quad_code"]
        assert category.score == entry.get("score_suggested", entry["score"])
        assert set(category.modes) == set(entry["modes"])
    assert set(book.contexts) == set(reference["contexts"])
    assert set(book.sectors) == set(reference["sectors"])
    assert set(book.international) == set(reference["international_actors"])


def test_counts_of_the_manual():
    book = load_codebook()
    assert len(book.categories) == 16
    assert sum(len(c.modes) for c in book.categories.values()) == 67
    assert len(book.contexts) == 37
    assert len(book.sectors) == 25


def test_accuse_scores_minus_three():
    assert load_codebook().score("ACCUSE", ()) == -3


def test_several_modes_score_the_largest():
    assert load_codebook().score("ASSAULT", ("beat", "heavy-weapons")) == -9.5


def test_mode_without_score_falls_back_on_the_category():
    assert load_codebook().score("PROTEST", ("vandalize",)) == -5


@pytest.mark.parametrize("category", list(load_codebook().categories))
def test_every_category_reaches_cameo(category):
    cameo = load_codebook().cameo_for(category, ())
    assert cameo is not None
    assert cameo.goldstein is not None


def test_table_fault_names_file_and_line(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("# words\nword,note\nraid,ok\nraid,too,many\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"words\.csv:4: has 3 values where 2 are needed"):
        list(read_table(path, ("word", "note")))


def test_table_with_a_wrong_header_is_refused(tmp_path):
    path = tmp_path / "words.csv"
    path.write_text("wort,note\n", encoding="utf-8")
    with pytest.raises(DataError, match="header must be word,note"):
        list(read_table(path, ("word", "note")))


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("REQUESTS,,,,020", "unknown category"),
        ("REQUEST,arrest,,,020", "no mode"),
        ("REQUEST,,,,999", "unknown CAMEO code"),
    ],
)
def test_a_wrong_row_of_cameo_words_is_named(tmp_path, row, fault):
    path = tmp_path / "cues.csv"
    path.write_text(f"# words\ncategory,mode,trigger,clause,code\n{row}\n", encoding="utf-8")
    codebook = load_codebook()
    with pytest.raises(DataError, match=rf"cues\.csv:3: .*{fault}"):
        _read_cues(path, codebook.categories, codebook.cameo_by_code)


def test_cameo_words_come_before_the_crosswalk():
    codebook = load_codebook()
    assert codebook.cameo_for("REQUEST", ("yield",), {"urge"}, {"release", "hostage"}).code == "0253"
    assert codebook.cameo_for("REQUEST", ("yield",), {"demand"}, {"release", "hostage"}).code == "1053"
    assert codebook.cameo_for("MOBILIZE", ("militia",), {"gather"}, ()).category == "MOBILIZE"
