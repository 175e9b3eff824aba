"""Fits the weights of ``polybius/data/link/weights.csv`` on the affairs of ``evaluation/affairs/dev``.

Every pair of tellings of one affair is a case, once as hand-coded and once as the coder has them. Within one affair the
parties are few, so nothing there shows what other parties mean. Hence each telling is also paired with those of its
own happening moved elsewhere: as if another country had done the same on the same day, or had suffered it too. The
levels of the features (``polybius.link.matching``) are the inputs of a logistic regression with an L2 penalty.
usage: python training/fit_linking.py [AFFAIR_LEFT_OUT]   (needs scikit-learn)
"""

from __future__ import annotations

import itertools
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from polybius.coder import load
from polybius.evaluate._gold_tellings import coded_by_hand
from polybius.evaluate._triggers import matched
from polybius.link.copies import Traits, likeness_of, traits_of
from polybius.link.matching import features
from polybius.link.telling import Side, Telling, telling_of

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "evaluation" / "affairs" / "dev"
WEIGHTS = ROOT / "polybius" / "data" / "link" / "weights.csv"
PENALTY = 0.2
"""Inverse of the penalty's strength."""
WHOLE = 0.9
"""Share of the moved tellings that move with all parties and the place, not with the actors alone."""
COUNTRIES = ("CHL", "NOR", "MNG", "ZMB", "NZL", "JAM", "PRT", "LAO")
# no affair of the set tells of plans or demands, so what parts them from deeds is set by hand
BY_HAND = {("reality", "real"): 0.0, ("reality", "one unreal"): -3.0, ("reality", "both unreal"): 0.5}
HEADER = (
    "# What each level of evidence adds to the logarithm of the odds that two tellings are of one event.\n"
    "# Columns: feature,level,weight. Source: fitted by training/fit_linking.py on evaluation/affairs/dev.\n"
    "feature,level,weight\n"
)

Levels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """A pair of tellings: the levels of its features, and whether they are of one happening."""

    affair: str
    levels: Levels
    one: bool


@dataclass(frozen=True)
class Known:
    """A telling with the happening it is known to tell."""

    affair: str
    happening: str
    telling: Telling
    traits: Traits


def known_tellings() -> Iterator[list[Known]]:
    """The tellings of all reports: by hand, then as coded where they fit one by hand."""
    reports = [json.loads(line) for line in (FOLDER / "reports.jsonl").read_text(encoding="utf-8").splitlines()]
    gold = {
        one["id"]: one["events"] for one in map(json.loads, (FOLDER / "gold.jsonl").read_text("utf-8").splitlines())
    }
    coder, by_hand, coded = load(), [], []
    for report in reports:
        machine = coder.code(
            report["text"], published=report["published"], outlet=report["outlet"], title=report["title"]
        )
        traits, wanted = traits_of(machine.report), gold[report["id"]]
        for one, event in zip(wanted, coded_by_hand(machine.report, wanted).events, strict=True):
            by_hand.append(Known(report["affair"], one["happening"], telling_of(event, machine.report), traits))
        for one, found in matched(wanted, machine.events):
            if found is not None:
                coded.append(Known(report["affair"], one["happening"], telling_of(found, machine.report), traits))
    yield by_hand
    yield coded


def cases(tellings: Iterable[Known], chance: random.Random) -> list[Case]:
    """All pairs of one affair; and those of one happening again, with one of the two moved elsewhere."""
    found = []
    for one, other in itertools.combinations(tellings, 2):
        if one.affair != other.affair:
            continue
        same = one.happening == other.happening
        found.append(Case(one.affair, _levels(one, other), same))
        if same and one.telling.actors and other.telling.actors:
            moved = moved_elsewhere(other, chance, whole=chance.random() < WHOLE)
            found.append(Case(one.affair, _levels(one, moved), one=False))
    return found


def moved_elsewhere(known: Known, chance: random.Random, *, whole: bool) -> Known:
    """The telling as if another country had done it; whole: as if it had happened there, to others."""
    telling, other = known.telling, chance.choice(COUNTRIES)

    def moved(sides: tuple[Side, ...]) -> tuple[Side, ...]:
        return tuple(replace(side, code=other if side.code else None, id=None, words=()) for side in sides)

    changed = replace(telling, actors=moved(telling.actors))
    if whole:
        spot = telling.spot and replace(telling.spot, country=other, name=None, geonames_id=None, latitude=None)
        changed = replace(changed, recipients=moved(telling.recipients), spot=spot)
    return replace(known, telling=changed)


def _levels(one: Known, other: Known) -> Levels:
    return tuple(features(one.telling, other.telling, likeness_of(one.traits, other.traits)))


def fitted(some: list[Case]) -> dict[tuple[str, str], float]:
    """The weights of all levels, and the bias."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({level for case in some for level in case.levels})
    place = {name: number for number, name in enumerate(names)}
    inputs = np.zeros((len(some), len(names)), dtype=np.float32)
    for row, case in enumerate(some):
        inputs[row, [place[level] for level in case.levels]] = 1
    model = LogisticRegression(C=PENALTY, max_iter=3000).fit(inputs, np.array([case.one for case in some]))
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    return {("bias", ""): float(model.intercept_[0]), **weights, **BY_HAND}


def written(weights: dict[tuple[str, str], float]) -> str:
    """The table."""
    return HEADER + "".join(f"{name},{level},{weight:.2f}\n" for (name, level), weight in sorted(weights.items()))


def main(arguments: list[Any]) -> None:
    """Writes the weights; with an affair left out, prints them instead."""
    chance = random.Random(7)
    some = [case for tellings in known_tellings() for case in cases(tellings, chance)]
    left_out = arguments[0] if arguments else None
    kept = [case for case in some if left_out != case.affair]
    table = written(fitted(kept))
    if left_out:
        print(table)
    else:
        WEIGHTS.write_text(table, encoding="utf-8")
        print(len(kept), "pairs,", Counter(case.one for case in kept)[True], "of one happening", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])
