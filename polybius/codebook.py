"""The ontology: PLOVER's categories, modes, contexts and sectors, and CAMEO with its Goldstein scores.

Read from ``data/codebook``; facts of the PLOVER manual 2.0 and of the published crosswalk and score tables.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from polybius.errors import DataError
from polybius.tables import DATA, read_table

CODEBOOK_VERSION = "plover-2.0/guide-1"
REALIS = ("historical", "future", "hypothetical", "negated")
CAMEO_CUE_COLUMNS = ("category", "mode", "trigger", "clause", "code")
CAMEO_COLUMNS = ("code", "label", "category", "mode", "goldstein", "quad")


@dataclass(frozen=True)
class Mode:
    """How an act was done. score: −10 (conflict) to +10 (cooperation); None where PLOVER gives none."""

    name: str
    definition: str
    score: float | None


@dataclass(frozen=True)
class Category:
    """One of the 16 PLOVER categories.

    quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    score: PLOVER score, −10 to +10 (ACCUSE −3: the manual's +3 is a misprint).
    """

    name: str
    quad: int
    score: float
    recipient_required: bool
    definition: str
    modes: Mapping[str, Mode]


@dataclass(frozen=True)
class Cameo:
    """A CAMEO code: its PLOVER category and mode (None where dropped or split), and its Goldstein score."""

    code: str
    label: str
    category: str | None
    mode: str | None
    goldstein: float | None


@dataclass(frozen=True)
class CameoCue:
    """Words that make a CAMEO code the right one for a category and mode ("" for any); empty sets ask for nothing."""

    category: str
    mode: str
    trigger: frozenset[str]
    clause: frozenset[str]
    code: str


@dataclass(frozen=True)
class Codebook:
    """All names an event may bear, with their scores."""

    categories: Mapping[str, Category]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]
    international: Mapping[str, str]
    cameo: tuple[Cameo, ...]
    cameo_cues: tuple[CameoCue, ...]

    @property
    def cameo_by_code(self) -> Mapping[str, Cameo]:
        """CAMEO's codes by themselves."""
        return _by_code(self.cameo)

    def score(self, category: str, modes: tuple[str, ...]) -> float:
        """The PLOVER score of an event: with several modes that of the largest absolute score (guide, rule 17)."""
        entry = self.categories[category]
        scores = [entry.modes[m].score for m in modes if m in entry.modes]
        known = [s for s in scores if s is not None]
        return max(known, key=abs) if known else entry.score

    def cameo_for(
        self,
        category: str,
        modes: tuple[str, ...],
        trigger: Collection[str] = (),
        clause: Collection[str] = (),
    ) -> Cameo | None:
        """The most specific CAMEO code of an event.

        trigger, clause: lemmas, in lower case, of the predicate with its verb and of the event's clause. The table of
        words comes first; then the most general code of category and mode by the crosswalk read backwards. None where
        neither has one.
        """
        for row in self.cameo_cues:
            if (
                row.category == category
                and (not row.mode or row.mode in modes)
                and (not row.trigger or not row.trigger.isdisjoint(trigger))
                and (not row.clause or not row.clause.isdisjoint(clause))
            ):
                return self.cameo_by_code[row.code]
        for mode in (*modes, None):
            fitting = [c for c in self.cameo if c.category == category and c.mode == mode]
            if fitting:
                return min(fitting, key=lambda c: (len(c.code), c.code))
        return None


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise DataError(path, None, f"is no readable TOML ({error})") from error


def _read_category(path: Path) -> tuple[int, Category]:
    data = _read_toml(path)
    try:
        blocks = data.get("modes", {})
        assert isinstance(blocks, dict)
        modes = {name: Mode(name, block["definition"], block.get("score")) for name, block in blocks.items()}
        category = Category(
            name=str(data["name"]),
            quad=int(str(data["quad"])),
            score=float(str(data["score"])),
            recipient_required=bool(data["recipient_required"]),
            definition=str(data["definition"]),
            modes=modes,
        )
        return int(str(data["order"])), category
    except (KeyError, ValueError, AssertionError) as error:
        raise DataError(
            path, None, f"lacks or misspells {error}; each category needs name, quad, score, order"
        ) from error


def _read_names(path: Path, section: str) -> dict[str, str]:
    names = _read_toml(path).get(section)
    if not isinstance(names, dict):
        raise DataError(path, None, f"has no section [{section}]")
    return names


@cache
def _by_code(cameo: tuple[Cameo, ...]) -> Mapping[str, Cameo]:
    return {entry.code: entry for entry in cameo}


def _read_cues(
    path: Path, categories: Mapping[str, Category], codes: Mapping[str, Cameo]
) -> tuple[CameoCue, ...]:  # fmt: skip
    found = []
    for row in read_table(path, CAMEO_CUE_COLUMNS):
        if row["category"] not in categories:
            raise row.fault(f"unknown category {row['category']!r}")
        if row["mode"] and row["mode"] not in categories[row["category"]].modes:
            raise row.fault(f"{row['category']} has no mode {row['mode']!r}")
        if row["code"] not in codes:
            raise row.fault(f"unknown CAMEO code {row['code']!r}")
        trigger, clause = frozenset(row.many("trigger")), frozenset(row.many("clause"))
        found.append(CameoCue(row["category"], row["mode"], trigger, clause, row["code"]))
    return tuple(found)


@cache
def load_codebook() -> Codebook:
    """Reads the codebook that ships with the package."""
    folder = DATA / "codebook"
    categories = [
        c for _, c in sorted((_read_category(p) for p in (folder / "categories").glob("*.toml")), key=lambda x: x[0])
    ]
    cameo = tuple(
        Cameo(
            r["code"],
            r["label"],
            r["category"] or None,
            r["mode"] or None,
            float(r["goldstein"]) if r["goldstein"] else None,
        )
        for r in read_table(folder / "cameo.csv", CAMEO_COLUMNS)
    )
    by_name = {c.name: c for c in categories}
    return Codebook(
        categories=by_name,
        contexts=_read_names(folder / "contexts.toml", "contexts"),
        sectors=_read_names(folder / "sectors.toml", "sectors"),
        international=_read_names(folder / "sectors.toml", "international"),
        cameo=cameo,
        cameo_cues=_read_cues(folder / "cameo_cues.csv", by_name, _by_code(cameo)),
    )
