"""The ontology: PLOVER's categories, modes, contexts and sectors, and CAMEO with its Goldstein scores.

Read from ``data/codebook``; facts of the PLOVER manual 2.0 and of the published crosswalk and score tables.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from polybius.errors import DataError
from polybius.tables import DATA, read_table

CODEBOOK_VERSION = "plover-2.0/guide-1"
REALIS = ("historical", "future", "hypothetical", "negated")
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
class Codebook:
    """All names an event may bear, with their scores."""

    categories: Mapping[str, Category]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]
    international: Mapping[str, str]
    cameo: tuple[Cameo, ...]

    def score(self, category: str, modes: tuple[str, ...]) -> float:
        """The PLOVER score of an event: with several modes that of the largest absolute score (guide, rule 17)."""
        entry = self.categories[category]
        scores = [entry.modes[m].score for m in modes if m in entry.modes]
        known = [s for s in scores if s is not None]
        return max(known, key=abs) if known else entry.score

    def cameo_for(self, category: str, modes: tuple[str, ...]) -> Cameo | None:
        """The most general CAMEO code of a category and mode by the crosswalk read backwards; None if there is none."""
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
    return Codebook(
        categories={c.name: c for c in categories},
        contexts=_read_names(folder / "contexts.toml", "contexts"),
        sectors=_read_names(folder / "sectors.toml", "sectors"),
        international=_read_names(folder / "sectors.toml", "international"),
        cameo=cameo,
    )
