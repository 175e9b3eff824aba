"""Measures whether the confidence of events says how often they are right, over reports coded by hand.

An emitted event is right where it meets a gold event (``evaluate/gold.py``: clause, category and actors) and its
recipients meet as well; those that meet an optional gold event are left out. The expected calibration error is the
mean gap between confidence and share right over ten equal bins, weighted by their events (Naeini et al. 2015).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from polybius.evaluate.gold import judged_events, read_gold
from polybius.records import CodedReport

BINS = 10


def evaluate_confidence(directory: str | Path, coder: Any) -> dict[str, Any]:
    """Codes the gold reports and compares confidence with the share right."""
    reports, _ = read_gold(directory)
    coded = [coder.code(one["text"], published=one["published"], outlet=one["outlet"]) for one in reports]
    return {"measure": "confidence", **reliability(outcomes(directory, coded))}


def outcomes(directory: str | Path, coded: Iterable[CodedReport]) -> list[tuple[float, bool]]:
    """For each emitted event with a confidence: that, and whether the event is right."""
    return [
        (event.confidence, right)
        for event, right in judged_events(directory, coded)
        if event.confidence is not None and right is not None
    ]


def reliability(pairs: Sequence[tuple[float, bool]]) -> dict[str, Any]:
    """Expected calibration error, Brier score and the diagram's bins."""
    bins = []
    error = 0.0
    for number in range(BINS):
        inside = [p for p in pairs if number <= p[0] * BINS < number + 1 or (number == BINS - 1 and p[0] == 1.0)]
        if not inside:
            continue
        mean = sum(c for c, _ in inside) / len(inside)
        share = sum(r for _, r in inside) / len(inside)
        error += abs(mean - share) * len(inside) / len(pairs)
        figures = {"mean_confidence": round(mean, 4), "share_right": round(share, 4)}
        bins.append({"from": number / BINS, "events": len(inside), **figures})
    return {
        "events": len(pairs),
        "share_right": round(sum(r for _, r in pairs) / max(len(pairs), 1), 4),
        "expected_calibration_error": round(error, 4),
        "brier": round(sum((c - r) ** 2 for c, r in pairs) / max(len(pairs), 1), 4),
        "bins": bins,
    }
