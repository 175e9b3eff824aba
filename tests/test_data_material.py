"""The data files of deeds: predicates, modes, light verbs, topics, numbers and victims keep their own rules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polybius.tables import DATA, Row, read_table

LEXICONS = DATA / "lexicons"
PREDICATE_COLUMNS = ("lemma", "pos", "needs", "category", "modes", "actor", "recipient", "flags", "note")
MODES = {
    "AGREE": "", "CONSULT": "visit third-party multilateral phone", "SUPPORT": "", "CONCEDE": "",
    "COOPERATE": "", "AID": "",
    "RETREAT": "withdraw release disarm ceasefire access resign", "REQUEST": "assist change yield meet",
    "ACCUSE": "disapprove investigate allege", "REJECT": "assist change yield meet",
    "THREATEN": "restrict arrest relations expel territory violence",
    "PROTEST": "demo riot strike hunger boycott obstruct vandalize", "SANCTION": "convict expel withdraw discontinue",
    "MOBILIZE": "troops weapons police militia",
    "COERCE": "seize restrict censor curfew martial-law arrest deport withhold misinformation cyber",
    "ASSAULT": "abduct beat torture sexual targeted destroy primitive firearms explosives suicide-attack aerial drone"
    " heavy-weapons crowd-control unconventional",
}  # fmt: skip
OWN = ("COOPERATE", "AID", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")
BUILT_IN_CLASSES = {"actor", "country", "place", "person", "government", "military", "number"}
FLAGS = {"reciprocal", "declared", "speech", "political", "victim", "final", "also", "toll"}
CONDITION = re.compile(r"!?[a-z]+|[a-z]+!?=[^=;]+")
SLOTS = re.compile(r"[a-z]+(\|[a-z]+)*")


def rows(name: str, *columns: str) -> list[Row]:
    return list(read_table(LEXICONS / name, columns))


def predicates() -> list[Row]:
    return rows("predicates/material.csv", *PREDICATE_COLUMNS)


def classes_of(path: Path) -> set[str]:
    return {row["class"] for row in read_table(path, ("class", "lemmas", "note"))}


def faults(table: list[Row], broken: list[tuple[Row, str]]) -> list[str]:
    assert table, "the table holds no rows"
    return [str(row.fault(what)) for row, what in broken]


def test_predicates_use_known_categories_modes_flags_and_slots() -> None:
    broken = []
    for row in predicates():
        modes = (MODES | {"NONE": ""}).get(row["category"])
        if modes is None or not set(row.many("modes")) <= set(modes.split()):
            broken.append((row, "unknown category or mode"))
        if row["pos"] not in {"verb", "noun", "adj"} or not set(row.many("flags")) <= FLAGS:
            broken.append((row, "unknown part of speech or flag"))
        if not row.many("lemma") or row["lemma"] != row["lemma"].lower():
            broken.append((row, "lemmas must be given in lower case"))
        if any(row[column] and not SLOTS.fullmatch(row[column]) for column in ("actor", "recipient")):
            broken.append((row, "slots must be words separated by |"))
    assert not faults(predicates(), broken)


def test_predicates_need_well_formed_conditions_on_defined_classes() -> None:
    known = BUILT_IN_CLASSES.union(*(classes_of(path) for path in sorted((LEXICONS / "classes").glob("*.csv"))))
    broken = []
    for row in predicates():
        for condition in filter(None, row["needs"].split(";")):
            if not CONDITION.fullmatch(condition):
                broken.append((row, f"cannot read the condition {condition}"))
            broken += [
                (row, f"unknown class @{name}") for name in re.findall(r"@([\w-]+)", condition) if name not in known
            ]
    assert not faults(predicates(), broken)


def test_no_predicate_is_given_twice_for_the_same_conditions() -> None:
    seen: set[tuple[str, str, str, bool]] = set()
    broken = []
    for row in predicates():
        for lemma in row.many("lemma"):
            key = (lemma, row["pos"], row["needs"], "also" in row.many("flags"))
            if key in seen:
                broken.append((row, f"{lemma} stands twice with the same conditions"))
            seen.add(key)
    assert not faults(predicates(), broken)


def test_a_second_event_on_the_same_words_has_a_first() -> None:
    first = {
        (lemma, row["pos"], row["needs"])
        for row in predicates()
        if "also" not in row.many("flags")
        for lemma in row.many("lemma")
    }
    second = [
        (lemma, row["pos"], row["needs"])
        for row in predicates()
        if "also" in row.many("flags")
        for lemma in row.many("lemma")
    ]
    assert second
    assert [key for key in second if key not in first] == []


@pytest.mark.parametrize("category", OWN)
def test_every_mode_of_deeds_has_predicates_and_cues(category: str) -> None:
    given = {mode for row in predicates() if row["category"] == category for mode in row.many("modes")}
    cued = {
        row["mode"]
        for row in rows("modes.csv", "category", "mode", "cues", "where", "note")
        if row["category"] == category
    }
    assert given == set(MODES[category].split())
    assert cued == set(MODES[category].split())
    assert sum(row["category"] == category for row in predicates()) >= 40


def test_classes_have_one_name_each_across_files() -> None:
    names = [
        row["class"]
        for path in sorted((LEXICONS / "classes").glob("*.csv"))
        for row in read_table(path, ("class", "lemmas", "note"))
    ]
    assert sorted(names) == sorted(set(names))


def test_modes_have_cues_and_no_duplicates() -> None:
    table = rows("modes.csv", "category", "mode", "cues", "where", "note")
    cells = [(row["category"], row["mode"], row["where"], cue) for row in table for cue in row.many("cues")]
    assert len(table) >= 250
    assert len(cells) == len(set(cells))
    assert all(row["mode"] in MODES[row["category"]].split() and row["where"] for row in table)


def test_light_verbs_have_a_known_role() -> None:
    table = rows("light_verbs.csv", "verb", "needs", "role", "note")
    keys = [(verb, row["needs"]) for row in table for verb in row.many("verb")]
    assert len(table) >= 60
    assert {row["role"] for row in table} == {"agent", "patient", "none"}
    assert len(keys) == len(set(keys))


def test_topics_weigh_many_words_of_many_fields() -> None:
    table = rows("topics.csv", "topic", "cues", "weight", "note")
    cells = [(row["topic"], cue) for row in table for cue in row.many("cues")]
    assert len({row["topic"] for row in table}) >= 16
    assert "politics" in {row["topic"] for row in table}
    assert len({cue for _, cue in cells}) >= 900
    assert len(cells) == len(set(cells))
    assert {row["weight"] for row in table} <= {"1", "2", "3"}


def test_number_words_give_ordered_bounds() -> None:
    table = rows("numbers.csv", "word", "low", "best", "high", "note")
    assert len({row["word"] for row in table}) == len(table)
    for row in table:
        bounds = [int(row[column]) for column in ("low", "best", "high") if row[column].isdigit()]
        assert bounds == sorted(bounds), row.fault("low, best and high must not fall")
        assert all(re.fullmatch(r"\d*|N([+-]1)?|Nx\d\.\d", row[column]) for column in ("low", "best", "high")), (
            row.fault("odd bound")
        )


def test_victim_words_have_a_known_kind() -> None:
    table = rows("victims.csv", "lemmas", "pos", "kind", "needs", "note")
    keys = [(lemma, row["pos"], row["kind"], row["needs"]) for row in table for lemma in row.many("lemmas")]
    assert {row["kind"] for row in table} == {"dead", "injured", "missing", "captured", "displaced"}
    assert len(keys) == len(set(keys))
