"""Intervals by resampling: how much of a figure, or of a difference of two figures on the same rows, may be chance.

Percentile bootstrap over rows (Efron and Tibshirani 1993, ch. 13), with a fixed seed, so that figures can be repeated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

ROUNDS = 1000
SEED = 1

Rows = NDArray[np.int64]


def interval(size: int, figure: Callable[[Rows], float], rounds: int = ROUNDS) -> tuple[float, float]:
    """The 95 % interval of a figure of ``size`` rows; ``figure`` gets the row numbers of a sample."""
    values = _samples(size, figure, rounds)
    return float(np.quantile(values, 0.025)), float(np.quantile(values, 0.975))


def paired(
    size: int, ours: Callable[[Rows], float], theirs: Callable[[Rows], float], rounds: int = ROUNDS
) -> dict[str, Any]:  # fmt: skip
    """The difference of two figures on the same samples: its 95 % interval, and the share of samples not above 0."""
    gaps = _samples(size, lambda rows: ours(rows) - theirs(rows), rounds)
    whole = np.arange(size)
    return {
        "difference": round(ours(whole) - theirs(whole), 4),
        "interval": [round(float(np.quantile(gaps, q)), 4) for q in (0.025, 0.975)],
        "p": round(float((np.asarray(gaps) <= 0).mean()), 4),
    }


def _samples(size: int, figure: Callable[[Rows], float], rounds: int) -> Sequence[float]:
    if not size:
        return [0.0]
    chance = np.random.default_rng(SEED)
    return [figure(chance.integers(0, size, size)) for _ in range(rounds)]
