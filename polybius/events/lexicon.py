"""The event lexicons: predicates with their conditions, word classes, contents, modes, light verbs, auxiliaries.

Formats are told in the header of each file under ``data/lexicons``. A fault in a table is a DataError naming file
and line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import cast, get_args

from polybius.codebook import load_codebook
from polybius.records import RelationKind
from polybius.tables import DATA, Row, read_table

LEXICONS = DATA / "lexicons"
PREDICATE_COLUMNS = ("lemma", "pos", "needs", "category", "modes", "actor", "recipient", "flags", "note")
STANDING_COLUMNS = ("lemma", "pos", "needs", "kind", "subject", "object", "note")
CLASS_COLUMNS = ("class", "lemmas", "note")
CONTENT_COLUMNS = ("lemmas", "pos", "request", "threat", "note")
MODE_COLUMNS = ("category", "mode", "cues", "where", "note")
LIGHT_COLUMNS = ("verb", "needs", "role", "note")
AUXILIARY_COLUMNS = ("lemma", "pos", "effect", "note")
CONTEXT_COLUMNS = ("context", "cues", "note")

FLAGS = frozenset({"reciprocal", "declared", "speech", "political", "victim", "final", "also", "directed", "toll"})
EFFECTS = frozenset({"same", "ended", "negated", "planned", "wished", "able", "tried"})
DYNAMIC_CLASSES = frozenset({"@actor", "@country", "@place", "@person", "@government", "@military", "@number"})
# none: the subject is a place, a time or a cause ("the town saw clashes"); the act merely occurs
LIGHT_ROLES = {"agent": "agent", "patient": "patient", "none": "occur"}
POS = frozenset({"verb", "noun", "adj"})
NONE = "NONE"


@dataclass(frozen=True)
class Need:
    """One condition on a predicate's surroundings: a slot filled (or not), by one of some words or classes (or not)."""

    slot: str
    words: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()  # dynamic classes only; static ones are spelled out in words
    absent: bool = False  # the slot must be empty
    other: bool = False  # if filled, then by none of words and classes

    @property
    def restricts(self) -> bool:
        """Whether it asks for particular fillers."""
        return bool(self.words or self.classes)


@dataclass(frozen=True)
class Pattern:
    """A word or phrase and the conditions under which a row of a table applies to it.

    words: lower-case lemmas; for verbs the verb comes first, for nouns and adjectives the head comes last.
    """

    words: tuple[str, ...]
    pos: str
    needs: tuple[Need, ...]
    order: int

    @property
    def head(self) -> str:
        """The lemma the pattern is looked up by."""
        return self.words[0] if self.pos == "verb" else self.words[-1]

    @property
    def weight(self) -> int:
        """How specific the pattern is: more words and more conditions weigh more."""
        return 2 * (len(self.words) - 1) + sum(2 if need.restricts else 1 for need in self.needs)


@dataclass(frozen=True)
class Predicate:
    """A sense of a word: the PLOVER category it tells (NONE: must not be coded) and where its parties stand."""

    pattern: Pattern
    category: str
    modes: tuple[str, ...]
    actor: tuple[str, ...]
    recipient: tuple[str, ...]
    flags: frozenset[str]
    origin: str  # file:line, for the reasons


@dataclass(frozen=True)
class Standing:
    """A word that tells a standing relation (guide, rule 21)."""

    pattern: Pattern
    kind: RelationKind
    subject: tuple[str, ...]
    object: tuple[str, ...]
    origin: str


@dataclass(frozen=True)
class ModeCue:
    """Words that show a mode of a category when they stand in a given part of the event's clause."""

    category: str
    mode: str
    words: tuple[str, ...]
    where: str


@dataclass(frozen=True)
class LightVerb:
    """A verb that lends only grammar to the event noun in its object. role: agent, patient or occur."""

    words: tuple[str, ...]
    needs: tuple[Need, ...]
    role: str


@dataclass(frozen=True)
class EventLexicon:
    """All tables the events stage works with."""

    predicates: Mapping[tuple[str, str], tuple[Predicate, ...]]  # by (pos, head lemma)
    standing: Mapping[tuple[str, str], tuple[Standing, ...]]
    contents: Mapping[tuple[str, str], tuple[str | None, str | None]]  # (pos, lemma) -> (request mode, threat mode)
    modes: Mapping[str, tuple[ModeCue, ...]]  # by category
    light_verbs: Mapping[str, tuple[LightVerb, ...]]  # by first lemma
    auxiliaries: Mapping[tuple[str, str], str]  # (pos, lemma) -> effect
    classes: Mapping[str, frozenset[str]] = field(default_factory=dict)


def alternatives(text: str) -> tuple[tuple[str, ...], ...]:
    """The alternatives of a lemma cell, each as words: ``"cease-fire|call off"`` → (cease, fire), (call, off)."""
    return tuple(tuple(part.lower().replace("-", " ").split()) for part in text.split("|") if part.strip())


def _read_classes() -> dict[str, frozenset[str]]:
    classes: dict[str, set[str]] = {}
    for path in _files("classes"):
        for row in read_table(path, CLASS_COLUMNS):
            name = "@" + row["class"].removeprefix("@")
            classes.setdefault(name, set()).update(" ".join(words) for words in alternatives(row["lemmas"]))
    return {name: frozenset(words) for name, words in classes.items()}


def _files(folder: str) -> list[Path]:
    return sorted((LEXICONS / folder).glob("*.csv"))


def parse_needs(row: Row, classes: Mapping[str, frozenset[str]]) -> tuple[Need, ...]:
    """The conditions of a ``needs`` cell: ``obj=@troops;from`` or ``!obj`` or ``obj!=problem/issue``."""
    return tuple(_parse_need(part.strip(), row, classes) for part in row["needs"].split(";") if part.strip())


def _parse_need(part: str, row: Row, classes: Mapping[str, frozenset[str]]) -> Need:
    if part.startswith("!"):
        return Need(part[1:].strip(), absent=True)
    other = "!=" in part
    slot, _, values = part.partition("!=" if other else "=")
    words: set[str] = set()
    dynamic: set[str] = set()
    for value in (v.strip().lower() for v in values.split("/") if v.strip()):
        if value in DYNAMIC_CLASSES:
            dynamic.add(value)
        elif value.startswith("@"):
            if value not in classes:
                raise row.fault(f"class {value} is defined in no file of data/lexicons/classes")
            words |= classes[value]
        else:
            words.add(value.replace("-", " "))
    return Need(slot.strip(), frozenset(words), frozenset(dynamic), other=other)


def _patterns(row: Row, order: int, classes: Mapping[str, frozenset[str]]) -> Iterator[Pattern]:
    if row["pos"] not in POS:
        raise row.fault(f"pos must be one of {', '.join(sorted(POS))}; found {row['pos']!r}")
    needs = parse_needs(row, classes)
    for words in alternatives(row["lemma"]):
        yield Pattern(words, row["pos"], needs, order)


def _read_predicates(classes: Mapping[str, frozenset[str]]) -> Iterator[Predicate]:
    codebook = load_codebook()
    order = 0
    for path in _files("predicates"):
        for row in read_table(path, PREDICATE_COLUMNS):
            category, modes, flags = row["category"], row.many("modes"), frozenset(row.many("flags"))
            if category != NONE and category not in codebook.categories:
                raise row.fault(f"{category!r} is no PLOVER category (nor NONE)")
            for mode in modes:
                if mode != "content" and (category == NONE or mode not in codebook.categories[category].modes):
                    raise row.fault(f"{mode!r} is no mode of {category}")
            if flags - FLAGS:
                raise row.fault(f"unknown flag {', '.join(sorted(flags - FLAGS))}; known: {', '.join(sorted(FLAGS))}")
            for pattern in _patterns(row, order, classes):
                order += 1
                yield Predicate(
                    pattern, category, modes, row.many("actor"), row.many("recipient"), flags,
                    f"{path.name}:{row.line}",
                )  # fmt: skip


def _read_standing(classes: Mapping[str, frozenset[str]]) -> Iterator[Standing]:
    path = LEXICONS / "standing.csv"
    for order, row in enumerate(read_table(path, STANDING_COLUMNS)):
        for pattern in _patterns(row, order, classes):
            origin = f"{path.name}:{row.line}"
            yield Standing(pattern, _kind(row), row.many("subject"), row.many("object"), origin)


def _kind(row: Row) -> RelationKind:
    if row["kind"] not in get_args(RelationKind):
        raise row.fault(f"{row['kind']!r} is no kind of standing relation; known: {', '.join(get_args(RelationKind))}")
    return cast(RelationKind, row["kind"])


def _read_light_verbs(classes: Mapping[str, frozenset[str]]) -> Iterator[LightVerb]:
    for row in read_table(LEXICONS / "light_verbs.csv", LIGHT_COLUMNS):
        if row["role"] not in LIGHT_ROLES:
            raise row.fault(f"role must be one of {', '.join(LIGHT_ROLES)}; found {row['role']!r}")
        needs = parse_needs(row, classes)
        for words in alternatives(row["verb"]):
            yield LightVerb(words, needs, LIGHT_ROLES[row["role"]])


def _read_modes() -> Iterator[ModeCue]:
    codebook = load_codebook()
    for row in read_table(LEXICONS / "modes.csv", MODE_COLUMNS):
        category = codebook.categories.get(row["category"])
        if category is None or row["mode"] not in category.modes:
            raise row.fault(f"{row['category']} {row['mode']} is no PLOVER mode")
        for words in alternatives(row["cues"]):
            yield ModeCue(row["category"], row["mode"], words, row["where"] or "clause")


def _read_contents() -> Iterator[tuple[tuple[str, str], tuple[str | None, str | None]]]:
    for row in read_table(LEXICONS / "contents.csv", CONTENT_COLUMNS):
        for words in alternatives(row["lemmas"]):
            yield (row["pos"], " ".join(words)), (row["request"] or None, row["threat"] or None)


def _read_auxiliaries() -> Iterator[tuple[tuple[str, str], str]]:
    for row in read_table(LEXICONS / "auxiliaries.csv", AUXILIARY_COLUMNS):
        if row["effect"] not in EFFECTS:
            raise row.fault(f"effect must be one of {', '.join(sorted(EFFECTS))}; found {row['effect']!r}")
        for words in alternatives(row["lemma"]):
            yield (row["pos"], " ".join(words)), row["effect"]


@cache
def load_lexicon() -> EventLexicon:
    """Reads and checks the event lexicons that ship with the package."""
    classes = _read_classes()
    predicates: dict[tuple[str, str], list[Predicate]] = {}
    for predicate in _read_predicates(classes):
        predicates.setdefault((predicate.pattern.pos, predicate.pattern.head), []).append(predicate)
    standing: dict[tuple[str, str], list[Standing]] = {}
    for relation in _read_standing(classes):
        standing.setdefault((relation.pattern.pos, relation.pattern.head), []).append(relation)
    modes: dict[str, list[ModeCue]] = {}
    for cue in _read_modes():
        modes.setdefault(cue.category, []).append(cue)
    light: dict[str, list[LightVerb]] = {}
    for verb in _read_light_verbs(classes):
        light.setdefault(verb.words[0], []).append(verb)
    return EventLexicon(
        predicates={key: tuple(rows) for key, rows in predicates.items()},
        standing={key: tuple(rows) for key, rows in standing.items()},
        contents=dict(_read_contents()),
        modes={key: tuple(rows) for key, rows in modes.items()},
        light_verbs={key: tuple(rows) for key, rows in light.items()},
        auxiliaries=dict(_read_auxiliaries()),
        classes=classes,
    )
