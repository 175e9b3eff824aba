"""Precision, recall and F1 by class, macro-F1 and Matthews' correlation, for one label a row."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polybius.evaluate._bootstrap import Rows, interval

Codes = NDArray[np.int64]


@dataclass(frozen=True)
class Classes:
    """Right and given labels of the same rows, as numbers into ``names``; −1 is none of them."""

    names: tuple[str, ...]
    right: Codes
    given: Codes

    @classmethod
    def of(cls, names: Sequence[str], right: Sequence[str | None], given: Sequence[str | None]) -> Classes:
        """Classes of labels by name; labels that are not among the names are none of them."""
        at = {name: number for number, name in enumerate(names)}
        return cls(
            tuple(names),
            np.array([at.get(label or "", -1) for label in right], dtype=np.int64),
            np.array([at.get(label or "", -1) for label in given], dtype=np.int64),
        )

    def macro_f1(self, rows: Rows | None = None) -> float:
        """The mean of the classes' F1 (over classes that occur among the right labels of all rows)."""
        right, given = (self.right, self.given) if rows is None else (self.right[rows], self.given[rows])
        known = [number for number in range(len(self.names)) if (self.right == number).any()]
        return float(np.mean([_f1(right == number, given == number) for number in known])) if known else 0.0

    def as_dict(self) -> dict[str, Any]:
        """All figures, rounded: by class, and over all with the macro-F1's bootstrap interval."""
        by_class = {}
        for number, name in enumerate(self.names):
            right, given = self.right == number, self.given == number
            met = int((right & given).sum())
            by_class[name] = {
                "rows": int(right.sum()),
                "given": int(given.sum()),
                "precision": round(met / max(int(given.sum()), 1), 4),
                "recall": round(met / max(int(right.sum()), 1), 4),
                "f1": round(_f1(right, given), 4),
            }
        low, high = interval(len(self.right), self.macro_f1)
        return {
            "rows": len(self.right),
            "accuracy": round(float((self.right == self.given).mean()) if len(self.right) else 0.0, 4),
            "macro_f1": round(self.macro_f1(), 4),
            "macro_f1_interval": [round(low, 4), round(high, 4)],
            "by_class": by_class,
        }


def _f1(right: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    total = int(right.sum() + given.sum())
    return 2 * int((right & given).sum()) / total if total else 0.0


def matthews(right: NDArray[np.bool_], given: NDArray[np.bool_]) -> float:
    """Matthews' correlation of two yes/no judgements (Matthews 1975): 1 perfect, 0 chance; 0 where undefined."""
    yes, no = int((right & given).sum()), int((~right & ~given).sum())
    extra, missing = int((~right & given).sum()), int((right & ~given).sum())
    below = math.sqrt((yes + extra) * (yes + missing) * (no + extra) * (no + missing))
    return (yes * no - extra * missing) / below if below else 0.0
