"""The tables of standing relations: every row is sound, and is the one that fits its own example."""

from __future__ import annotations

import re

import pytest

from polybius.codebook import load_codebook
from polybius.errors import DataError
from polybius.link._standing_words import (
    EFFECT_COLUMNS,
    FOLDER,
    WORD_COLUMNS,
    Effect,
    load_effects,
    load_words,
    read_effects,
    read_words,
)
from polybius.records import Event, Named, Span
from polybius.tables import read_table

ROWS = list(zip(read_table(FOLDER / "standing_effects.csv", EFFECT_COLUMNS), load_effects(), strict=True))


def fits(effect: Effect, like: Effect, example: str) -> bool:
    """Whether a row fits an event of the category, mode and code another asks for, told in the words of an example."""
    trigger = re.search(r"\[(.+?)\]", example)
    assert trigger, "the example names its predicate in brackets"
    modes = (Named(name=like.mode),) if like.mode else ()
    event = Event(
        id="", category=like.categories[0], modes=modes, cameo=like.cameo or None,
        trigger=Span(start=0, end=0), start=0, end=0,
    )  # fmt: skip
    return effect.fits(event, trigger[1], re.sub(r"[\[\]]", "", example))


@pytest.mark.parametrize(("row", "effect"), ROWS, ids=lambda value: str(getattr(value, "line", "")))
def test_a_row_is_the_first_of_its_kind_to_fit_its_example(row, effect):
    same_kind = [one for one in load_effects() if one.kind == effect.kind]
    assert next(one for one in same_kind if fits(one, effect, row["example"])) is effect


def test_words_are_used_and_said_once():
    rows = list(read_table(FOLDER / "standing_words.csv", WORD_COLUMNS))
    effects = (FOLDER / "standing_effects.csv").read_text(encoding="utf-8")
    for row in rows:
        assert not row["use"].startswith("@") or row["use"] in effects, f"{row['use']} is used nowhere"
        assert len(set(row.many("words"))) == len(row.many("words")), row.line


def test_a_star_stands_for_letters_and_dots_for_words_between():
    words = load_words()
    for text, has in (("the treaty lapsed", True), ("is not really any longer", True), ("unlifted", False)):
        assert words.has("ended", {"before": text, "after": text}) == has
    assert words.without("negated", {"inside": "it isn't so"}) == {"inside": "it | so"}


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("over,before,ended,", "unknown use 'over'"),
        ("ended,beside,ended,", "unknown place 'beside'"),
        ("ended,before,,", "has no words"),
        ("ended,before,@never,", "unknown class @never"),
    ],
)
def test_a_fault_in_the_words_is_named_with_its_line(tmp_path, row, fault):
    path = tmp_path / "words.csv"
    path.write_text(f"# words\nuse,where,words,note\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"words\.csv:3: .*{fault}"):
        read_words(path)


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        ("WAR,,,a,,,opens,war,parties,parties,yes,", "unknown category 'WAR'"),
        (",,,a,,,opens,war,parties,parties,yes,", "has no category"),
        ("AGREE,expel,,a,,,opens,war,parties,parties,yes,", "AGREE has no mode 'expel'"),
        ("AGREE,,999,a,,,opens,war,parties,parties,yes,", "unknown CAMEO code '999'"),
        ("AGREE,,,a,,,begins,war,parties,parties,yes,", "unknown effect 'begins'"),
        ("AGREE,,,a,,,opens,wars,parties,parties,yes,", "unknown kind 'wars'"),
        ("AGREE,,,a,,,opens,war,somebody,parties,yes,", "unknown subject 'somebody'"),
        ("AGREE,,,a,,,opens,war,parties,parties:king,yes,", "unknown object 'parties:king'"),
        ("AGREE,,,a,,,opens,war,parties,parties,perhaps,", "unknown alone 'perhaps'"),
        ("AGREE,,,@b,,,opens,war,parties,parties,yes,", "unknown class @b in trigger"),
    ],
)
def test_a_fault_in_the_effects_is_named_with_its_line(tmp_path, row, fault):
    path = tmp_path / "effects.csv"
    path.write_text(f"# effects\n{','.join(EFFECT_COLUMNS)}\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=rf"effects\.csv:3: .*{fault}"):
        read_effects(path, load_words(), load_codebook())
