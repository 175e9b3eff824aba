"""How probable it is that category, actors and recipients of an event are all right.

A logistic model over a few features of the candidate (Platt 1999 with more than one score), fitted by
``training/calibrate.py`` on reports and held-out sentences written for the project.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path

from polybius.events.candidates import Candidate
from polybius.events.classifier import MODEL, read_fitted
from polybius.events.parties import is_known
from polybius.events.relevance import log_odds
from polybius.records import Actor

LEAST = 0.03  # events that are less probable are left out: hardly one of them was right on our own reports
FEATURES = (
    "log_odds", "classifier_log_odds", "agrees", "listed", "bare_noun", "actors_known", "recipients_known",
    "no_actor", "no_recipient", "implicit",
)  # fmt: skip


def features_of(
    candidate: Candidate, actors: tuple[Actor, ...], recipients: tuple[Actor, ...]
) -> tuple[float, ...]:  # fmt: skip
    """The features of an event, in the order of ``FEATURES``."""
    judged = candidate.judgement
    own = judged.categories.get(candidate.category, 0.5) if judged is not None else 0.5
    return (
        log_odds(candidate.certainty if candidate.certainty is not None else own),
        log_odds(own),
        float(judged is not None and judged.best == candidate.category),
        float(candidate.listed),
        float(candidate.is_bare_noun),
        float(bool(actors) and all(is_known(a) and a.code for a in actors)),
        float(bool(recipients) and all(is_known(a) and a.code for a in recipients)),
        float(not actors),
        float(not recipients),
        float(any(a.implicit for a in (*actors, *recipients))),
    )


def confidence_of(features: tuple[float, ...]) -> float:
    """The calibrated probability, rounded to three decimals."""
    bias, weights = _calibration()
    total = bias + sum(weight * value for weight, value in zip(weights, features, strict=True))
    return round(1 / (1 + math.exp(-total)), 3)


@cache
def _calibration(path: Path = MODEL / "calibration.json") -> tuple[float, tuple[float, ...]]:
    found = read_fitted(path, FEATURES)
    return float(found["bias"]), tuple(map(float, found["weights"]))
