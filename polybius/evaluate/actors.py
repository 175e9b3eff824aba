"""Measures who is meant: texts in which mentions are marked with the code and sectors of the party they stand for.

The format is the project's own (``evaluation/actors``): texts parted by an empty line, a head line
``# id | date | region | sentence or report``, and the text with marks ``{words|kind|code|sectors}``. ``code`` is ``-``
for what is no actor there (a place, a namesake), ``null`` for a party the text does not tell, several codes joined by
``+`` for words that stand for several; ``/`` parts answers that are all right, commas part the sectors of one answer.

A mention is right where the coded mention that shares most of its words has one of its codes, and one of its sets of
sectors. What is no actor is right where nothing with a code was coded on its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from polybius.errors import ReadError
from polybius.evaluate._bootstrap import interval
from polybius.records import Actor, CodedReport

_MARK = re.compile(r"\{([^{}|]+)\|([^{}|]+)\|([^{}|]*)\|([^{}|]*)\}")
NO_ACTOR = "-"
UNTOLD = "null"
REFERRING = ("pronoun", "description")  # kinds measured together: words that only refer


@dataclass(frozen=True)
class Marked:
    """A marked mention: offsets in its text, kind, the codes that are right and the sets of sectors that are."""

    start: int
    end: int
    kind: str
    codes: tuple[frozenset[str], ...]
    sectors: tuple[frozenset[str], ...]

    @property
    def is_actor(self) -> bool:
        """Whether the words stand for a party."""
        return frozenset({NO_ACTOR}) not in self.codes


@dataclass(frozen=True)
class MarkedText:
    """A text with its marked mentions."""

    id: str
    published: str
    text: str
    mentions: tuple[Marked, ...]


def read_mentions(path: Path) -> list[MarkedText]:
    """The marked texts of a file. Raises ReadError, naming the line, where it is not in the format."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path} cannot be read as marked texts ({error})") from error
    found: list[MarkedText] = []
    block: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            block.append(line.strip())
        elif block:
            found.append(_marked_text(block, f"{path}:{number - len(block)}"))
            block = []
    return found


def _marked_text(block: Sequence[str], where: str) -> MarkedText:
    head = [part.strip() for part in block[0].removeprefix("#").split("|")]
    if not block[0].startswith("#") or len(head) < 2 or len(block) < 2:
        raise ReadError(f"{where}: a text must begin with a line “# id | date | …” and hold a line of text")
    raw, text, mentions, at = "\n\n".join(block[1:]), "", [], 0
    for mark in _MARK.finditer(raw):
        text += raw[at : mark.start()]
        words, kind, codes, sectors = mark.groups()
        mentions.append(Marked(len(text), len(text) + len(words), kind, _answers(codes, "+"), _answers(sectors, ",")))
        text += words
        at = mark.end()
    text += raw[at:]
    if "{" in text or "}" in text:
        raise ReadError(f"{where}: a mark must read {{words|kind|code|sectors}}")
    return MarkedText(head[0], head[1], text, tuple(mentions))


def _answers(field: str, joint: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(filter(None, (p.strip() for p in one.split(joint)))) for one in field.split("/"))


def coded_for(marked: Marked, text: str, actors: Sequence[Actor]) -> tuple[Actor, ...]:
    """The coded parties of the mention that shares most with the marked words (of "X, a spokesman for Y": with X)."""
    end = marked.start + len(text[marked.start : marked.end].split(",")[0])
    best: dict[tuple[int, int], float] = {}
    for actor in actors:
        if actor.start is None or actor.end is None:
            continue
        shared = min(actor.end, end) - max(actor.start, marked.start)
        if shared > 0:
            whole = max(actor.end, end) - min(actor.start, marked.start)
            best[actor.start, actor.end] = shared / whole
    if not best:
        return ()
    span = max(best, key=lambda s: (best[s], s))
    return tuple(a for a in actors if (a.start, a.end) == span)


def judge(marked: Marked, parties: Sequence[Actor]) -> tuple[bool, bool]:
    """Whether the code is right, and whether code and sectors are."""
    codes = frozenset(a.code for a in parties if a.code)
    if not marked.is_actor:
        right = not codes
        return right, right
    wanted = {one - {UNTOLD} for one in marked.codes}
    if codes not in wanted:
        return False, False
    return True, frozenset(s for a in parties for s in a.sectors) in marked.sectors


def evaluate_actors(path: Path, code: Callable[[str, str], CodedReport]) -> dict[str, Any]:
    """Shares of right codes, and of right codes with sectors, by kind; ``code`` takes a text and its date."""
    asked: Counter[str] = Counter()
    code_right: Counter[str] = Counter()
    right: Counter[str] = Counter()
    both: list[bool] = []
    referring: list[bool] = []
    for one in read_mentions(path):
        actors = code(one.text, one.published).actors
        for marked in one.mentions:
            codes, whole = judge(marked, coded_for(marked, one.text, actors))
            asked[marked.kind] += 1
            code_right[marked.kind] += codes
            right[marked.kind] += whole
            both.append(whole)
            if marked.kind in REFERRING:
                referring.append(codes)
    return {
        "measure": "actors",
        "mentions": len(both),
        "code": _share(sum(code_right.values()), len(both)),
        "code_and_sectors": _share(sum(both), len(both)),
        "code_and_sectors_interval": _interval(both),
        "pronouns_and_descriptions": _share(sum(referring), len(referring)),
        "by_class": {
            kind: {
                "mentions": asked[kind],
                "code": _share(code_right[kind], asked[kind]),
                "code_and_sectors": _share(right[kind], asked[kind]),
            }
            for kind in sorted(asked)
        },
    }


def _share(part: int, whole: int) -> float:
    return round(part / whole, 4) if whole else 0.0


def _interval(values: Sequence[bool]) -> list[float]:
    if not values:
        return [0.0, 0.0]
    met = np.array(values)
    low, high = interval(len(met), lambda at: float(met[at].mean()))
    return [round(low, 4), round(high, 4)]
