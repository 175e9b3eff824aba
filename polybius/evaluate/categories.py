"""Measures the classifier on marked pairs: a table with a sentence, its marked parties and the PLOVER root category.

The format is that of PLV (Hu et al. 2024, repository snowood1/Zero-Shot-PLOVER): tab-separated, with a header; the
columns ``marked_sentence`` (``<s>…</s>`` the actor, ``<t>…</t>`` the recipient), ``gold_root`` (YIELD joins CONCEDE
and RETREAT), and, where another coder's answers are to be compared, a column of its own such as ``root_L2``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polybius.errors import ReadError
from polybius.evaluate._bootstrap import paired
from polybius.evaluate._classes import Classes
from polybius.events.classifier import Judgement

YIELD = frozenset({"CONCEDE", "RETREAT"})
_MARK = re.compile(r"<(/?)([st])>")

# Where the table's scheme and the project's guide part: the table follows the published CAMEO crosswalk, in which a
# verdict (CAMEO 116) is ACCUSE and an embargo or sanctions imposed (163) are COERCE; the guide's rules 12 and 13 make
# both SANCTION.
CONVICT, DISCONTINUE = "SANCTION/convict", "SANCTION/discontinue"
IMPOSED = re.compile(r"\b(sanction(s|ed)?|embargo(es|ed)?|blacklist(s|ed)?)\b", re.IGNORECASE)

Span = tuple[int, int]
Classify = Callable[[str, Sequence[Span], Span | None, Sequence[Span]], Judgement]


@dataclass(frozen=True)
class MarkedRow:
    """A row of the table: text without marks, its parties, the right root, and the row's other columns."""

    number: int
    text: str
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    root: str
    others: Mapping[str, str]


def read_marked(path: Path) -> list[MarkedRow]:
    """Reads the table. Raises ReadError, naming the line, where it is not in the format."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            table = csv.DictReader(file, delimiter="\t")
            needed = {"marked_sentence", "gold_root"}
            if not needed <= set(table.fieldnames or ()):
                raise ReadError(f"{path}: the header must name the columns {', '.join(sorted(needed))}")
            return [_row(path, number, row) for number, row in enumerate(table, 2)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"{path} cannot be read as a table of marked sentences ({error})") from error


def _row(path: Path, number: int, row: Mapping[str, str]) -> MarkedRow:
    text, at, opened = "", 0, dict[str, int]()
    spans: dict[str, list[Span]] = {"s": [], "t": []}
    marked = row["marked_sentence"] or ""
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        at = mark.end()
        if not mark[1]:
            opened[mark[2]] = len(text)
        elif mark[2] in opened:
            spans[mark[2]].append((opened.pop(mark[2]), len(text)))
        else:
            raise ReadError(f"{path}:{number}: {mark[0]} closes a mark that was not opened")
    if opened or not (spans["s"] or spans["t"]):
        raise ReadError(f"{path}:{number}: the sentence must mark an actor <s>…</s> or a recipient <t>…</t>, or both")
    text += marked[at:]
    return MarkedRow(number, text, tuple(spans["s"]), tuple(spans["t"]), row["gold_root"], row)


def root_of(categories: Mapping[str, float], roots: Iterable[str]) -> str:
    """The most probable of some roots; YIELD has the probability of CONCEDE and RETREAT together."""
    weights = dict.fromkeys(sorted(roots), 0.0)
    for name, probability in categories.items():
        root = "YIELD" if name in YIELD and "YIELD" in weights else name
        if root in weights:
            weights[root] += probability
    return max(weights, key=lambda root: weights[root])


def by_crosswalk(judged: Judgement, text: str) -> dict[str, float]:
    """The probabilities in the table's scheme: verdicts moved to ACCUSE, sanctions and embargoes to COERCE."""
    moved = dict(judged.categories)
    sanction = moved["SANCTION"]
    verdict = sanction * judged.modes[CONVICT]
    imposed = sanction * judged.modes[DISCONTINUE] if IMPOSED.search(text) else 0.0
    imposed = min(imposed, sanction - verdict)
    moved["SANCTION"] -= verdict + imposed
    moved["ACCUSE"] += verdict
    moved["COERCE"] += imposed
    return moved


def read_numbers(path: Path) -> list[int]:
    """The numbers in the column ``row`` of a CSV file; lines that start with # are comments."""
    try:
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        return [int(row["row"]) for row in csv.DictReader(lines)]
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise ReadError(f"{path} cannot be read as a CSV file with row numbers in a column named row") from error


def evaluate_categories(
    path: Path, classify: Classify, *, rival: str | None = "root_L2", without: Iterable[int] = ()
) -> dict[str, Any]:
    """Figures by category over a table of marked sentences.

    classify: text, actors, predicate (None), recipients → judgement. rival: a column with another coder's answers; the
    two are compared by paired bootstrap where the table has it. without: numbers of rows (as ``number``: the header is
    1) to leave out, for figures without disputed labels. The main figures are in the table's scheme (``by_crosswalk``);
    ``unconverted`` has the macro-F1 of the guide's categories as they are.
    """
    left_out = set(without)
    rows = [row for row in read_marked(path) if row.number not in left_out]
    roots = sorted({row.root for row in rows})
    judged = [classify(row.text, row.actors, None, row.recipients) for row in rows]
    right = [row.root for row in rows]
    given = [root_of(by_crosswalk(one, row.text), roots) for one, row in zip(judged, rows, strict=True)]
    ours = Classes.of(roots, right, given)
    plain = Classes.of(roots, right, [root_of(one.categories, roots) for one in judged])
    figures: dict[str, Any] = {
        "measure": "categories",
        "left_out": len(left_out),
        **ours.as_dict(),
        "unconverted": {"macro_f1": round(plain.macro_f1(), 4)},
    }
    if rival and rows and rival in rows[0].others:
        theirs = Classes.of(roots, right, [row.others[rival] for row in rows])
        figures["rival"] = {
            "column": rival,
            "macro_f1": round(theirs.macro_f1(), 4),
            **paired(len(rows), ours.macro_f1, theirs.macro_f1),
        }
    return figures
