"""What opens, holds or closes a standing relation, and the words that say one is over: the tables behind standing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, cast, get_args

from polybius.codebook import Codebook, load_codebook
from polybius.records import Event, RelationKind
from polybius.tables import DATA, Row, read_table

FOLDER = DATA / "link"
EFFECT_COLUMNS = (
    "category", "mode", "cameo", "trigger", "clause", "unless", "effect", "kind", "subject", "object", "alone",
    "example",
)  # fmt: skip
WORD_COLUMNS = ("use", "where", "words", "note")
EffectName = Literal["opens", "holds", "closes"]
SLOTS = ("actors", "recipients", "parties")
DEMANDS = ("", "state", "body")
USES = ("ended", "ending", "unreal", "negated", "lasting", "bygone")
SIDES = ("before", "first", "start", "inside", "after")
_GAP = r"(?:[\w'’-]+\W+){0,5}?"


@dataclass(frozen=True)
class Slot:
    """Which parties of an event are an end of the relation, and what they must be: "", "state" or "body"."""

    parties: str
    demand: str


@dataclass(frozen=True)
class Effect:
    """One row: the events it fits, and what these do to which relation. A pattern that is None asks for nothing."""

    categories: tuple[str, ...]
    mode: str
    cameo: str
    trigger: re.Pattern[str] | None
    clause: re.Pattern[str] | None
    unless: re.Pattern[str] | None
    effect: EffectName
    kind: RelationKind
    subject: Slot
    object: Slot
    alone: bool

    def fits(self, event: Event, trigger: str, clause: str) -> bool:
        """Whether an event, with the words of its predicate and of its clause, is one of those the row means."""
        return (
            event.category in self.categories
            and (not self.mode or any(mode.name == self.mode for mode in event.modes))
            and (not self.cameo or event.cameo == self.cameo)
            and (self.trigger is None or self.trigger.search(trigger) is not None)
            and (self.clause is None or self.clause.search(clause) is not None)
            and (self.unless is None or self.unless.search(clause) is None)
        )


@dataclass(frozen=True)
class Words:
    """The words beside a relation, by use ("ended") and side ("before"), and the classes for other rows, by name."""

    beside: Mapping[tuple[str, str], re.Pattern[str]]
    classes: Mapping[str, tuple[str, ...]]

    def has(self, use: str, texts: Mapping[str, str]) -> bool:
        """Whether words of a use stand in the texts, given by side."""
        return self.without(use, texts) != texts

    def without(self, use: str, texts: Mapping[str, str]) -> Mapping[str, str]:
        """The texts with the words of a use taken out."""
        return {
            side: pattern.sub("|", text) if (pattern := self.beside.get((use, side))) else text
            for side, text in texts.items()
        }


@cache
def load_words() -> Words:
    """The words that ship with the package."""
    return read_words(FOLDER / "standing_words.csv")


@cache
def load_effects() -> tuple[Effect, ...]:
    """The effects of events that ship with the package, in the order in which they are tried."""
    return read_effects(FOLDER / "standing_effects.csv", load_words(), load_codebook())


def read_words(path: Path) -> Words:
    """The words of a table. Raises DataError with file and line where a row breaks the rules its header states."""
    beside: dict[tuple[str, str], re.Pattern[str]] = {}
    classes: dict[str, tuple[str, ...]] = {}
    rows = list(read_table(path, WORD_COLUMNS))
    for row in rows:
        if row["use"].startswith("@"):
            classes[row["use"][1:]] = row.many("words")
    for row in rows:
        pattern = _pattern(row, "words", classes)
        if pattern is None:
            raise row.fault("has no words")
        if row["use"].startswith("@"):
            continue
        if row["use"] not in USES:
            raise row.fault(f"unknown use {row['use']!r}; choose from {', '.join(USES)}, or @name for a class")
        if row["where"] not in SIDES:
            raise row.fault(f"unknown place {row['where']!r}; choose from {', '.join(SIDES)}")
        key = row["use"], row["where"]
        known = beside.get(key)
        beside[key] = re.compile(f"{known.pattern}|{pattern.pattern}", pattern.flags) if known else pattern
    return Words(beside, classes)


def read_effects(path: Path, words: Words, codebook: Codebook) -> tuple[Effect, ...]:
    """The effects of a table. Raises DataError with file and line where a row breaks the rules its header states."""
    return tuple(_effect(row, words.classes, codebook) for row in read_table(path, EFFECT_COLUMNS))


def _effect(row: Row, classes: Mapping[str, Sequence[str]], codebook: Codebook) -> Effect:
    categories = row.many("category")
    for category in categories:
        if category not in codebook.categories:
            raise row.fault(f"unknown category {category!r}")
        if row["mode"] and row["mode"] not in codebook.categories[category].modes:
            raise row.fault(f"{category} has no mode {row['mode']!r}")
    if not categories:
        raise row.fault("has no category")
    if row["cameo"] and row["cameo"] not in codebook.cameo_by_code:
        raise row.fault(f"unknown CAMEO code {row['cameo']!r}")
    trigger, clause, unless = (_pattern(row, column, classes) for column in ("trigger", "clause", "unless"))
    return Effect(
        categories, row["mode"], row["cameo"], trigger, clause, unless,
        cast(EffectName, _one_of(row, "effect", get_args(EffectName))),
        cast(RelationKind, _one_of(row, "kind", get_args(RelationKind))),
        _slot(row, "subject"), _slot(row, "object"), _one_of(row, "alone", ("yes", "no")) == "yes",
    )  # fmt: skip


def _one_of(row: Row, column: str, known: Sequence[str]) -> str:
    if row[column] not in known:
        raise row.fault(f"unknown {column} {row[column]!r}; choose from {', '.join(known)}")
    return row[column]


def _slot(row: Row, column: str) -> Slot:
    parties, _, demand = row[column].partition(":")
    if parties not in SLOTS or demand not in DEMANDS:
        raise row.fault(f"unknown {column} {row[column]!r}; write {', '.join(SLOTS)}, perhaps with :state or :body")
    return Slot(parties, demand)


def _pattern(row: Row, column: str, classes: Mapping[str, Sequence[str]]) -> re.Pattern[str] | None:
    """What finds any of the alternatives of a cell; None where the cell is empty."""
    alternatives = row.many(column)
    if not alternatives:
        return None
    try:
        return re.compile("|".join(_phrase(phrase, classes) for phrase in alternatives), re.IGNORECASE)
    except KeyError as error:
        raise row.fault(f"unknown class @{error.args[0]} in {column}") from error


def _phrase(phrase: str, classes: Mapping[str, Sequence[str]]) -> str:
    parts = phrase.split()
    written = ""
    for number, part in enumerate(parts):
        if part == "...":
            written += _GAP
            continue
        written += _word(part, classes) + (r"\W+" if number < len(parts) - 1 else "")
    return rf"(?<![\w]){written}(?![\w])"


def _word(word: str, classes: Mapping[str, Sequence[str]]) -> str:
    if word.startswith("@"):
        return "(?:" + "|".join(_phrase(phrase, classes) for phrase in classes[word[1:]]) + ")"
    return r"[\w'’-]*".join(re.escape(piece).replace("'", "['’]") for piece in word.split("*"))
