"""Fits the weights of ``polybius/data/link/weights.csv`` on ``evaluation/affairs/dev`` and ``training/affairs``.

Every pair of tellings of one affair is a case, once as hand-coded and once as the coder has them. Within one affair the
parties and days are few, so little there shows what others mean. Hence each telling is also paired with those of its
own happening moved elsewhere, as if another country had done the same on the same day; moved in time, as if the same
had been done again on another day; and turned into a plan of the same. The levels of the features
(``polybius.link.matching``) are the inputs of a logistic regression with an L2 penalty.
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
from polybius.evaluate._triggers import matched
from polybius.evaluate.happenings import gold_coded
from polybius.link.copies import Traits, likeness_of, traits_of
from polybius.link.matching import features
from polybius.link.telling import Side, Telling, tellings
from polybius.link.wording import vocabulary

ROOT = Path(__file__).parent.parent
FOLDERS = (ROOT / "evaluation" / "affairs" / "dev", *sorted((ROOT / "training" / "affairs").glob("*/")))
WEIGHTS = ROOT / "polybius" / "data" / "link" / "weights.csv"
PENALTY = 1.0
"""Inverse of the penalty's strength."""
WHOLE = 0.9
"""Share of the moved tellings that move with all parties and the place, not with the actors alone."""
AS_CODED = 3.0
"""How often a pair as the coder has it counts: what linking meets is coded so."""
REPEATED = 0.2
"""Share of the dated pairs of one happening of which one is moved in time."""
PLANNED = 0.2
"""Share of the pairs of one happening of which one is made a plan of it."""
COUNTRIES = ("CHL", "NOR", "MNG", "ZMB", "NZL", "JAM", "PRT", "LAO")
HEADER = (
    "# What each level of evidence adds to the logarithm of the odds that two tellings are of one event.\n"
    "# Columns: feature,level,weight. Source: fitted by training/fit_linking.py on affairs (dev and training).\n"
    "feature,level,weight\n"
)

Levels = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Case:
    """A pair of tellings: the levels of its features, and whether they are of one happening."""

    affair: str
    levels: Levels
    one: bool
    weight: float = 1.0


@dataclass(frozen=True)
class Known:
    """A telling with the happening it is known to tell."""

    affair: str
    happening: str
    telling: Telling
    traits: Traits
    coded: bool = False


def known_tellings() -> Iterator[list[Known]]:
    """The tellings of each folder: by hand, then as coded where they fit one by hand."""
    coder = load()
    for folder in FOLDERS:
        reports = _lines(folder / "reports.jsonl")
        gold = {one["id"]: one["events"] for one in _lines(folder / "gold.jsonl")}
        by_hand, coded = [], []
        for report in reports:
            machine = coder.code(
                report["text"], published=report["published"], outlet=report["outlet"], title=report["title"]
            )
            traits, wanted = traits_of(machine.report), gold[report["id"]]
            hand = gold_coded(wanted, machine)
            told = {one.event: one for one in (*tellings(hand), *tellings(machine))}
            for one, event in zip(wanted, hand.events, strict=True):
                by_hand.append(Known(report["affair"], one["happening"], told[event.id], traits))
            for one, found in matched(wanted, machine.events):
                if found is not None:
                    coded.append(Known(report["affair"], one["happening"], told[found.id], traits, True))
        yield by_hand
        yield coded


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def cases(known: Iterable[Known], chance: random.Random) -> list[Case]:
    """All pairs of one affair; and those of one happening again, with one of the two moved elsewhere."""
    found = []
    for one, other in itertools.combinations(known, 2):
        if one.affair != other.affair:
            continue
        same = one.happening == other.happening
        weight = AS_CODED if one.coded and other.coded else 1.0
        found.append(Case(one.affair, _levels(one, other), same, weight))
        if same and one.telling.actors and other.telling.actors:
            moved = moved_elsewhere(other, chance, whole=chance.random() < WHOLE)
            found.append(Case(one.affair, _levels(one, moved), one=False, weight=weight))
        if same and one.telling.dated and other.telling.dated and chance.random() < REPEATED:
            found.append(Case(one.affair, _levels(one, moved_in_time(other, chance)), one=False, weight=weight))
        real = not {"future", "hypothetical"} & {*one.telling.realis, *other.telling.realis}
        if same and real and chance.random() < PLANNED:
            planned = replace(other, telling=replace(other.telling, realis=("future",)))
            found.append(Case(one.affair, _levels(one, planned), one=False, weight=weight))
    return found


def moved_in_time(known: Known, chance: random.Random) -> Known:
    """The telling as if the same had been done again, some days earlier or later."""
    assert known.telling.days is not None
    shift = chance.choice((-1, 1)) * chance.choice((2, 3, 4, 6, 9, 14, 21, 40, 200))
    first, last = known.telling.days
    return replace(known, telling=replace(known.telling, days=(first + shift, last + shift)))


def moved_elsewhere(known: Known, chance: random.Random, *, whole: bool) -> Known:
    """The telling as if another country had done it; whole: as if it had happened there, to others."""
    telling, other = known.telling, chance.choice(COUNTRIES)

    def moved(sides: tuple[Side, ...]) -> tuple[Side, ...]:
        return tuple(replace(side, code=other if side.code else None, id=None, words=(), sure=True) for side in sides)

    # its wording would have other names
    words = tuple(word for word in telling.words if word in vocabulary().place)
    changed = replace(telling, actors=moved(telling.actors), words=words)
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
    model = LogisticRegression(C=PENALTY, max_iter=3000).fit(
        inputs, np.array([case.one for case in some]), sample_weight=[case.weight for case in some]
    )
    weights = dict(zip(names, map(float, model.coef_[0]), strict=True))
    # too few pairs lie that far apart to be weighed by themselves
    weights["date", "far apart"] = min(weights["date", "far apart"], weights["date", "weeks apart"])
    # affairs without any date are not among the cases; two tellings without one have nothing in favour of one day
    weights["date", "untold"] = weights["date", "weeks apart if at all"]
    return {("bias", ""): float(model.intercept_[0]), **weights}


def written(weights: dict[tuple[str, str], float]) -> str:
    """The table."""
    return HEADER + "".join(f"{name},{level},{weight:.2f}\n" for (name, level), weight in sorted(weights.items()))


def main(arguments: list[Any]) -> None:
    """Writes the weights; with an affair left out, prints them instead."""
    chance = random.Random(7)
    some = [case for known in known_tellings() for case in cases(known, chance)]
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
