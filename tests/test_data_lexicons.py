"""The lexicon tables: every row has known columns, categories, modes, slots and classes, and says a thing only once."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from polybius.codebook import load_codebook
from polybius.tables import DATA, Row, read_table

LEXICONS = DATA / "lexicons"
PREDICATE_COLUMNS = ("lemma", "pos", "needs", "category", "modes", "actor", "recipient", "flags", "note")
STANDING_COLUMNS = ("lemma", "pos", "needs", "kind", "subject", "object", "note")
CLASS_COLUMNS = ("class", "lemmas", "note")
CONTENT_COLUMNS = ("lemmas", "pos", "request", "threat", "note")
AUXILIARY_COLUMNS = ("lemma", "pos", "effect", "note")
CONTEXT_COLUMNS = ("context", "cues", "note")
KINDS = {
    "alliance", "defence-pact", "membership", "leadership", "founding", "mediation", "occupation", "sovereignty",
    "recognition", "diplomatic-ties", "friendly", "strained", "sanctions", "cease-fire", "war",
}  # fmt: skip
SLOTS = {
    "subj", "obj", "iobj", "xsubj", "xobj", "xcomp", "ccomp", "mod", "prt", "mark", "attr", "desc", "oprd", "poss",
    "demonym", "appos", "head", "none",
}  # fmt: skip
PREPOSITIONS = {
    "about", "above", "across", "after", "against", "ahead", "along", "alongside", "amid", "among", "around",
    "as", "at", "before", "behind", "below", "beneath", "beside", "between", "beyond", "by", "despite", "down",
    "during", "following", "for", "from", "in", "inside", "into", "like", "near", "of", "off", "on", "onto",
    "out", "outside", "over", "past", "since", "through", "throughout", "to", "toward", "towards", "under",
    "until", "up", "upon", "via", "with", "within", "without",
}  # fmt: skip
DYNAMIC = {"actor", "country", "place", "person", "government", "military", "number"}
FLAGS = {"reciprocal", "declared", "speech", "political", "victim", "final", "also", "directed", "toll"}
EFFECTS = {"same", "ended", "negated", "planned", "wished", "able", "tried"}
NEED = re.compile(r"(?P<absent>!?)(?P<slot>[a-z]+)(?:!?=(?P<values>[^=;]+))?")

PREDICATE_FILES = sorted((LEXICONS / "predicates").glob("*.csv"))
CLASS_FILES = sorted((LEXICONS / "classes").glob("*.csv"))


def known_classes() -> set[str]:
    """Names of the word classes of all files, with those the matcher makes itself."""
    return DYNAMIC | {row["class"].removeprefix("@") for path in CLASS_FILES for row in read_table(path, CLASS_COLUMNS)}


def faults_of_needs(row: Row, classes: set[str]) -> list[str]:
    """What is wrong with a row's conditions."""
    faults = []
    for part in (p.strip() for p in row["needs"].split(";") if p.strip()):
        match = NEED.fullmatch(part)
        if match is None or (match["absent"] and match["values"]):
            faults.append(f"{row.path}:{row.line}: {part!r} is no condition")
            continue
        if match["slot"] not in SLOTS | PREPOSITIONS:
            faults.append(f"{row.path}:{row.line}: {match['slot']!r} is no slot")
        for value in (match["values"] or "").split("/"):
            if "|" in value:
                faults.append(f"{row.path}:{row.line}: values are joined by /, not |: {part!r}")
            if value.startswith("@") and value[1:] not in classes:
                faults.append(f"{row.path}:{row.line}: class {value} is defined nowhere")
    return faults


def repeated(rows: list[Row]) -> list[str]:
    """Lemmas listed twice with the same part of speech and conditions; a row flagged ``also`` adds to another."""
    seen: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        if "also" in row.values.get("flags", "").split("|"):
            continue
        needs = ";".join(sorted(part.strip() for part in row["needs"].split(";")))
        seen.update((lemma, row["pos"], needs) for lemma in row.many("lemma"))
    return sorted(" ".join(key) for key, count in seen.items() if count > 1)


@pytest.mark.parametrize("path", PREDICATE_FILES, ids=lambda p: p.name)
def test_predicates_name_known_categories_modes_slots_flags_and_classes(path: Path) -> None:
    codebook, classes, faults = load_codebook(), known_classes(), []
    for row in read_table(path, PREDICATE_COLUMNS):
        faults += faults_of_needs(row, classes)
        if not row.many("lemma") or row["pos"] not in {"verb", "noun", "adj"}:
            faults.append(f"{row.path}:{row.line}: lemma or part of speech")
        if row["category"] != "NONE" and row["category"] not in codebook.categories:
            faults.append(f"{row.path}:{row.line}: category {row['category']!r}")
            continue
        allowed = {"content"} if row["category"] in {"REQUEST", "REJECT", "THREATEN"} else set()
        if row["category"] != "NONE":
            allowed |= set(codebook.categories[row["category"]].modes)
        if set(row.many("modes")) - allowed:
            faults.append(f"{row.path}:{row.line}: modes {row['modes']!r}")
        if set(row.many("flags")) - FLAGS:
            faults.append(f"{row.path}:{row.line}: flags {row['flags']!r}")
        if (set(row.many("actor")) | set(row.many("recipient"))) - SLOTS - PREPOSITIONS:
            faults.append(f"{row.path}:{row.line}: actor or recipient slot")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("path", PREDICATE_FILES, ids=lambda p: p.name)
def test_no_predicate_is_listed_twice_with_the_same_conditions(path: Path) -> None:
    assert repeated(list(read_table(path, PREDICATE_COLUMNS))) == []


def test_no_class_is_defined_twice() -> None:
    names = Counter(row["class"] for path in CLASS_FILES for row in read_table(path, CLASS_COLUMNS))
    assert [name for name, count in names.items() if count > 1] == []


def test_every_class_has_lemmas_and_a_note() -> None:
    rows = [row for path in CLASS_FILES for row in read_table(path, CLASS_COLUMNS)]
    assert all(row.many("lemmas") and row["note"] for row in rows)


def test_standing_relations_name_known_kinds_and_slots() -> None:
    classes, faults = known_classes(), []
    rows = list(read_table(LEXICONS / "standing.csv", STANDING_COLUMNS))
    for row in rows:
        faults += faults_of_needs(row, classes)
        if row["kind"] not in KINDS:
            faults.append(f"{row.path}:{row.line}: kind {row['kind']!r}")
        if not row["subject"] or not row["object"]:
            faults.append(f"{row.path}:{row.line}: subject and object are needed")
        if (set(row.many("subject")) | set(row.many("object"))) - SLOTS - PREPOSITIONS:
            faults.append(f"{row.path}:{row.line}: subject or object slot")
    assert not faults, "\n".join(faults)
    assert {row["kind"] for row in rows} == KINDS


def test_standing_relations_are_listed_once() -> None:
    assert repeated(list(read_table(LEXICONS / "standing.csv", STANDING_COLUMNS))) == []


def test_contents_name_known_modes_and_each_word_once() -> None:
    codebook = load_codebook()
    request, threat = (set(codebook.categories[name].modes) | {""} for name in ("REQUEST", "THREATEN"))
    rows = list(read_table(LEXICONS / "contents.csv", CONTENT_COLUMNS))
    assert [row.line for row in rows if row["request"] not in request or row["threat"] not in threat] == []
    assert [row.line for row in rows if row["pos"] not in {"verb", "noun", "adj"}] == []
    words = Counter((word, row["pos"]) for row in rows for word in row.many("lemmas"))
    assert [word for word, count in words.items() if count > 1] == []


def test_auxiliaries_name_known_effects_and_each_word_once() -> None:
    rows = list(read_table(LEXICONS / "auxiliaries.csv", AUXILIARY_COLUMNS))
    assert [row.line for row in rows if row["effect"] not in EFFECTS or row["pos"] not in {"verb", "noun", "adj"}] == []
    words = Counter((word, row["pos"]) for row in rows for word in row.many("lemma"))
    assert [word for word, count in words.items() if count > 1] == []


def test_every_context_has_at_least_twelve_cues() -> None:
    cues: Counter[str] = Counter()
    for row in read_table(LEXICONS / "contexts.csv", CONTEXT_COLUMNS):
        cues[row["context"]] += len(set(row.many("cues")))
    assert set(cues) == set(load_codebook().contexts)
    assert {context for context, count in cues.items() if count < 12} == set()
