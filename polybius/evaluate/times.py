"""Measures time expressions against TimeML files (TIMEX3 tags inside <TEXT>; the DCT is the publication date).

Strict: same words. Relaxed: words in common, each pair counted once. Value: of the relaxed pairs, those with the same
value, over all expressions found and annotated, as in TempEval-3. Before values are compared "-XX" at the end is cut
("1998-10-XX" is "1998-10") and weeks get two figures ("2000-W7" is "2000-W07"): spellings, not differences.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from xml.etree import ElementTree

from polybius.errors import ReadError


class Timed(Protocol):
    """What is measured of a time expression (records.TimeExpression has it)."""

    @property
    def start(self) -> int:
        """First character."""

    @property
    def end(self) -> int:
        """End, exclusive."""

    @property
    def value(self) -> str:
        """TIMEX3 value."""


# Text and publication date (ISO, "" if unknown) -> the expressions found.
Coder = Callable[[str, str], Iterable[Timed]]


@dataclass(frozen=True)
class Gold:
    """An annotated expression."""

    start: int
    end: int
    value: str


@dataclass(frozen=True)
class TimedText:
    """One TimeML file: its text, publication date (ISO) and expressions."""

    name: str
    text: str
    published: str
    times: tuple[Gold, ...]


@dataclass(frozen=True)
class Miss:
    """One difference, for those who improve the rules: kind is missed, spurious, span or value."""

    name: str
    kind: str
    words: str
    gold: str
    found: str


def read_timeml(path: Path) -> TimedText:
    """Reads a TimeML file.

    Raises ReadError where it is no XML or has no <TEXT>.
    """
    try:
        # files of older releases hold character references that XML forbids
        root = ElementTree.fromstring(re.sub(r"&#x?[01]?[0-9a-f];", " ", path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, ElementTree.ParseError) as error:
        raise ReadError(f"{path} cannot be read as TimeML ({error})") from error
    body, stamp = root.find("TEXT"), root.find("DCT/TIMEX3")
    if body is None:
        raise ReadError(f"{path} has no <TEXT> element")
    pieces: list[str] = []
    times: list[Gold] = []
    _collect(body, pieces, times)
    published = (stamp.get("value") or "")[:10] if stamp is not None else ""
    return TimedText(path.name, "".join(pieces), published, tuple(times))


def _collect(element: ElementTree.Element, pieces: list[str], times: list[Gold], start: int = 0) -> int:
    """Adds the text and expressions of an element that begins at ``start``; RETURNS where it ends."""
    pieces.append(element.text or "")
    end = start + len(pieces[-1])
    for child in element:
        end = _collect(child, pieces, times, end)
        pieces.append(child.tail or "")
        end += len(pieces[-1])
    if element.tag == "TIMEX3":
        times.append(Gold(start, end, element.get("value") or ""))
    return end


def plain_value(value: str) -> str:
    """A TIMEX3 value in one spelling."""
    value = re.sub(r"-W(\d)(?!\d)", r"-W0\1", value)
    return re.sub(r"(?:-XX)+$", "", value)


def pair(text: TimedText, found: Sequence[Timed]) -> list[tuple[Gold, Timed]]:
    """Pairs annotated and found expressions with words in common, each once, equal spans first."""
    pairs: list[tuple[Gold, Timed]] = []
    left, taken = list(text.times), set[int]()
    for exact in (True, False):
        for gold in list(left):
            for number, item in enumerate(found):
                same = (item.start, item.end) == (gold.start, gold.end)
                if number not in taken and (same if exact else item.start < gold.end and gold.start < item.end):
                    pairs.append((gold, item))
                    taken.add(number)
                    left.remove(gold)
                    break
    return pairs


def evaluate_times(directory: Path, coder: Coder, misses: list[Miss] | None = None) -> dict[str, float]:
    """Measures ``coder`` on all .tml files of a directory.

    directory: folder of TimeML files. coder: gives the expressions of a text published on a date. misses: a list to
    add every difference to.
    RETURNS: files, gold, found, and precision, recall and F1 (0–1) as strict_*, relaxed_*, value_*, and value_accuracy
    of the relaxed pairs. Raises ReadError where the directory holds no .tml file or one cannot be read.
    """
    paths = sorted(directory.glob("*.tml"))
    if not paths:
        raise ReadError(f"{directory} holds no .tml files")
    return evaluate_texts([read_timeml(path) for path in paths], coder, misses)


def evaluate_texts(texts: Sequence[TimedText], coder: Coder, misses: list[Miss] | None = None) -> dict[str, float]:
    """The same for texts already read."""
    gold = found = strict = relaxed = right = 0
    for text in texts:
        items = list(coder(text.text, text.published))
        pairs = pair(text, items)
        gold, found, relaxed = gold + len(text.times), found + len(items), relaxed + len(pairs)
        strict += sum((g.start, g.end) == (f.start, f.end) for g, f in pairs)
        right += sum(plain_value(g.value) == plain_value(f.value) for g, f in pairs)
        if misses is not None:
            misses.extend(_differences(text, items, pairs))
    scores: dict[str, float] = {"files": len(texts), "gold": gold, "found": found}
    for name, hits in (("strict", strict), ("relaxed", relaxed), ("value", right)):
        precision, recall = hits / found if found else 0.0, hits / gold if gold else 0.0
        scores |= {
            f"{name}_precision": precision,
            f"{name}_recall": recall,
            f"{name}_f1": 2 * precision * recall / (precision + recall) if hits else 0.0,
        }
    return scores | {"value_accuracy": right / relaxed if relaxed else 0.0}


def _differences(text: TimedText, found: Sequence[Timed], pairs: Sequence[tuple[Gold, Timed]]) -> list[Miss]:
    def words(item: Timed) -> str:
        return " ".join(text.text[item.start : item.end].split())

    matched, used = {id(g) for g, _ in pairs}, {id(f) for _, f in pairs}
    result = [Miss(text.name, "missed", words(g), g.value, "") for g in text.times if id(g) not in matched]
    result += [Miss(text.name, "spurious", words(f), "", f.value) for f in found if id(f) not in used]
    for g, f in pairs:
        if (g.start, g.end) != (f.start, f.end):
            result.append(Miss(text.name, "span", f"{words(g)} | {words(f)}", g.value, f.value))
        if plain_value(g.value) != plain_value(f.value):
            result.append(Miss(text.name, "value", words(g), g.value, f.value))
    return result
