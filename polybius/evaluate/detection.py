"""Measures the coder on bare sentences: does one tell a political event, and of which class?

The format is that of the CAMEO classification set published with ConfliBERT (repository eventdata/ConfliBERT): a
sentence and a class a line, parted by a tab: 0 neutral (CAMEO 01 and 02: statements and appeals), 1 verbal
cooperation (03–05), 2 material cooperation (06–08), 3 verbal conflict (09–13 and 16), 4 material conflict (14, 15,
17–20). These are Schrodt's five classes (pentaclass), which put CAMEO 16, reduced relations, with words, not deeds.
An event of ours has the class of its CAMEO code's root.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from polybius.errors import ReadError
from polybius.evaluate._bootstrap import interval
from polybius.evaluate._classes import Classes, matthews
from polybius.records import Event

QUADS = {"1": "verbal cooperation", "2": "material cooperation", "3": "verbal conflict", "4": "material conflict"}
NEUTRAL = "0"
_CLASS_OF_ROOT = {
    **dict.fromkeys(("01", "02"), "0"),
    **dict.fromkeys(("03", "04", "05"), "1"),
    **dict.fromkeys(("06", "07", "08"), "2"),
    **dict.fromkeys(("09", "10", "11", "12", "13", "16"), "3"),
    **dict.fromkeys(("14", "15", "17", "18", "19", "20"), "4"),
}
Code = Callable[[str], Sequence[Event]]


def read_classed(path: Path) -> list[tuple[str, str]]:
    """Sentences with their classes. Raises ReadError, naming the line, where the file is not in the format."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path} cannot be read as sentences with classes ({error})") from error
    found = []
    for number, line in enumerate(lines, 1):
        sentence, _, label = line.rpartition("\t")
        if label.strip() not in {NEUTRAL, *QUADS} or not sentence.strip():
            raise ReadError(f"{path}:{number}: a line must hold a sentence, a tab and a class from 0 to 4")
        found.append((sentence.strip(), label.strip()))
    return found


def class_of(events: Sequence[Event]) -> str:
    """The class of a sentence: that of its most probable event that is not neutral; neutral where there is none."""
    classed = [(event.confidence or 0.0, -at, _class(event)) for at, event in enumerate(events)]
    told = [one for one in classed if one[2] != NEUTRAL]
    return max(told)[2] if told else NEUTRAL


def _class(event: Event) -> str:
    return _CLASS_OF_ROOT.get((event.cameo or "")[:2], str(event.quad))


def evaluate_detection(path: Path, code: Code) -> dict[str, Any]:
    """Matthews' correlation of event against none, and F1 of the four classes, over a file of sentences."""
    rows = read_classed(path)
    right = [label for _, label in rows]
    given = [class_of(code(sentence)) for sentence, _ in rows]
    told, found = (np.array([label != NEUTRAL for label in labels]) for labels in (right, given))
    low, high = interval(len(rows), lambda at: matthews(told[at], found[at]))
    quads = Classes.of(tuple(QUADS), right, given).as_dict()
    quads["by_class"] = {QUADS[name]: figures for name, figures in quads["by_class"].items()}
    return {
        "measure": "detection",
        "mcc": round(matthews(told, found), 4),
        "mcc_interval": [round(low, 4), round(high, 4)],
        "sentences": len(rows),
        "with_event": int(told.sum()),
        "found_with_event": int(found.sum()),
        "found_rightly": int((told & found).sum()),
        "quads": quads,
    }
