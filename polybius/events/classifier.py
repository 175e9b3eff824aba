"""Judges a marked pair: which category of event, if any, a clause tells between an actor and a recipient.

The model is a small BERT (MiniLM) fine-tuned on the project's own corpus (``training/``), run by ONNX Runtime on one
thread. Each pair goes through it alone, so that its probabilities depend on nothing else in a batch.

Marks are put around the parties and the predicate as in Baldini Soares et al. 2019, "Matching the Blanks" (entity
markers, with the start markers' vectors as features).
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from polybius.errors import ModelError
from polybius.tables import DATA

MODEL = DATA / "model"
FILES = ("events.onnx", "tokenizer.json")
NONE = "NONE"
CLS, SEP = "[CLS]", "[SEP]"
# unused entries of BERT's vocabulary serve as marks: start and end of actor, predicate, recipient
MARKS = (("[unused1]", "[unused2]"), ("[unused3]", "[unused4]"), ("[unused5]", "[unused6]"))
BEFORE, AFTER, NEAR = 14, 20, 9  # tokens kept before the first mark, after the last, and around each in long clauses
LONGEST = 80  # tokens; beyond, only the stretches near marks are kept

STRETCH, STRETCHES = 90, 2  # word pieces in a stretch of text, and how many stretches speak for a report
# word pieces kept around a sentence that is judged in its report: of the report's head, before, after, of its own
HEAD, EARLIER, LATER, OWN = 24, 56, 28, 80

Span = tuple[int, int]


@dataclass(frozen=True)
class Tokens:
    """A text cut into word pieces: ids and character offsets."""

    ids: tuple[int, ...]
    offsets: tuple[Span, ...]

    def part(self, start: int, end: int) -> Tokens:
        """The word pieces of a stretch of the text, by characters, with offsets from its start."""
        first = bisect_right(self.offsets, start, key=_end_of)
        last = bisect_left(self.offsets, end, lo=first, key=_start_of)
        return Tokens(self.ids[first:last], tuple((a - start, b - start) for a, b in self.offsets[first:last]))


@dataclass(frozen=True)
class Encoded:
    """What the model reads: ids, and where the marks of actor, predicate and recipient stand (0: there is none)."""

    ids: tuple[int, ...]
    marks: tuple[int, int, int]


@dataclass(frozen=True)
class Judgement:
    """Probabilities for one pair.

    categories: the 16 categories of PLOVER and NONE, summing to one; modes: each mode of each category for itself, as
    "CATEGORY/mode"; realis: historical, future, hypothetical and negated, each for itself.
    """

    categories: dict[str, float]
    modes: dict[str, float]
    realis: dict[str, float]

    @property
    def best(self) -> str:
        """The most probable category, NONE among them."""
        return max(self.categories, key=lambda name: self.categories[name])


class PairEncoder:
    """Turns a text with marks into the ids the model reads; the same in training and at run time."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self.tokenizer = tokenizer
        vocabulary = tokenizer.get_vocab()
        self.first, self.last = vocabulary[CLS], vocabulary[SEP]
        self.marks = tuple((vocabulary[a], vocabulary[b]) for a, b in MARKS)

    def tokens(self, text: str) -> Tokens:
        """The word pieces of a text; make them once for all its pairs."""
        encoded = self.tokenizer.encode(text, add_special_tokens=False)
        return Tokens(tuple(encoded.ids), tuple(encoded.offsets))

    def encode(
        self, tokens: Tokens, actors: Sequence[Span], predicate: Span | None, recipients: Sequence[Span]
    ) -> Encoded:  # fmt: skip
        """The ids of the stretch around the marks, with the marks set."""
        groups = (actors, [predicate] if predicate else [], recipients)
        ranges = [[r for r in (_covered(tokens, span) for span in group) if r] for group in groups]
        opening: dict[int, list[int]] = {}
        closing: dict[int, list[int]] = {}
        for number, group in enumerate(ranges):
            for first, end in group:
                opening.setdefault(first, []).append(number)
                closing.setdefault(end - 1, []).insert(0, number)
        kept = _window(len(tokens.ids), [r for group in ranges for r in group])
        ids, at = [self.first], [0, 0, 0]
        for index in kept:
            for number in opening.get(index, ()):
                at[number] = at[number] or len(ids)
                ids.append(self.marks[number][0])
            ids.append(tokens.ids[index])
            ids.extend(self.marks[number][1] for number in closing.get(index, ()))
        ids.append(self.last)
        return Encoded(tuple(ids), (at[0], at[1], at[2]))

    def within(self, tokens: Tokens, sentence: Span) -> Encoded:
        """The ids of a sentence marked in its report: with the report's head and what stands right before and after.

        tokens: the word pieces of the whole report; sentence: character offsets in it.
        """
        first, end = _covered(tokens, sentence) or (0, min(OWN, len(tokens.ids)))
        end = min(end, first + OWN)
        ids = [self.first]
        head = min(HEAD, max(0, first - EARLIER))
        ids.extend(tokens.ids[:head])
        ids.extend(tokens.ids[max(head, first - EARLIER) : first])
        opening, closing = self.marks[1]
        at = len(ids)
        ids += [opening, *tokens.ids[first:end], closing, *tokens.ids[end : end + LATER], self.last]
        return Encoded(tuple(ids), (0, at, 0))

    def windows(self, tokens: Tokens) -> Iterator[Encoded]:
        """Stretches of a text without marks: its beginning, and for long texts others evenly spread."""
        ids = tokens.ids
        starts = range(0, max(len(ids) - STRETCH // 2, 1), STRETCH)
        step = max(1, -(-len(starts) // STRETCHES))
        for start in starts[::step]:
            yield Encoded((self.first, *ids[start : start + STRETCH], self.last), (0, 0, 0))


def _covered(tokens: Tokens, span: Span) -> Span | None:
    """The range of word pieces that a character span touches."""
    first = bisect_right(tokens.offsets, span[0], key=_end_of)
    end = bisect_left(tokens.offsets, span[1], lo=first, key=_start_of)
    return (first, end) if first < end else None


def _start_of(offsets: Span) -> int:
    return offsets[0]


def _end_of(offsets: Span) -> int:
    return offsets[1]


def _window(length: int, ranges: Sequence[Span]) -> list[int]:
    """The word pieces to keep: from a little before the first mark to a little after the last."""
    if not ranges:
        return list(range(min(length, LONGEST)))
    low = max(0, min(a for a, _ in ranges) - BEFORE)
    high = min(length, max(b for _, b in ranges) + AFTER)
    kept = range(low, high)
    if len(kept) <= LONGEST:
        return list(kept)
    near = [i for i in kept if any(a - NEAR <= i < b + NEAR for a, b in ranges)]
    return near[: 2 * LONGEST]


class Classifier:
    """The fine-tuned model; make it with ``load_classifier()``."""

    def __init__(self, folder: Path = MODEL) -> None:
        card = _read_card(folder)
        self.labels: tuple[str, ...] = tuple(card["categories"])
        self.mode_names: tuple[str, ...] = tuple(card["modes"])
        self.realis_names: tuple[str, ...] = tuple(card["realis"])
        self.version: str = card["version"]
        self.card = card
        try:
            self.encoder = PairEncoder(Tokenizer.from_file(str(folder / "tokenizer.json")))
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            options.log_severity_level = 3
            self._session = onnxruntime.InferenceSession(
                str(folder / "events.onnx"), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(_repair(folder, f"cannot be read ({type(error).__name__})")) from error

    def judge(self, encoded: Encoded) -> Judgement:
        """The probabilities of one pair."""
        category, mode, realis = self._run(encoded, "category", "mode", "realis")
        return Judgement(
            dict(zip(self.labels, _softmax(category[0]), strict=True)),
            dict(zip(self.mode_names, _sigmoid(mode[0]), strict=True)),
            dict(zip(self.realis_names, _sigmoid(realis[0]), strict=True)),
        )

    def politics(self, tokens: Tokens) -> float:
        """How political a text is, as log-odds: the mean over some stretches of it."""
        found = [float(self._run(window, "politics")[0][0][0]) for window in self.encoder.windows(tokens)]
        return sum(found) / len(found)

    def politics_within(self, tokens: Tokens, sentence: Span) -> float:
        """How political a sentence of a report is, as log-odds; ``tokens`` are those of the whole report."""
        return float(self._run(self.encoder.within(tokens, sentence), "politics")[0][0][0])

    def _run(self, encoded: Encoded, *outputs: str) -> list[Any]:
        """Some outputs of the model for one encoded stretch, each with a first axis of one."""
        feed = {"ids": np.array([encoded.ids], dtype=np.int64), "marks": np.array([encoded.marks], dtype=np.int64)}
        found: list[Any] = self._session.run(list(outputs), feed)
        return found

    def judge_text(
        self, text: str, actors: Sequence[Span], predicate: Span | None, recipients: Sequence[Span]
    ) -> Judgement:  # fmt: skip
        """The probabilities of a pair marked in a text."""
        return self.judge(self.encoder.encode(self.encoder.tokens(text), actors, predicate, recipients))


def check_spans(text: str, spans: Mapping[str, Span | None]) -> None:
    """Raises ValueError, naming the argument, where a marked span is empty, outside the text, or overlaps another."""
    if not text.strip():
        raise ValueError("sentence is empty: give the text in which the spans stand")
    checked: list[tuple[str, Span]] = []
    for name, span in spans.items():
        try:
            start, end = span  # type: ignore[misc]
            whole = int(start) == start and int(end) == end
        except (TypeError, ValueError):
            whole = False
        if not whole:
            raise ValueError(f"{name} must be a pair of character offsets (start, end), not {span!r}")
        if not 0 <= start < end <= len(text):
            raise ValueError(f"{name} ({start}, {end}) is not inside the sentence, which has {len(text)} characters")
        if not text[start:end].strip():
            raise ValueError(f"{name} ({start}, {end}) marks no words")
        for other, (first, last) in checked:
            if start < last and first < end:
                raise ValueError(f"{name} ({start}, {end}) overlaps {other} ({first}, {last})")
        checked.append((name, (start, end)))


@cache
def load_classifier() -> Classifier:
    """The classifier that ships with the package. Raises ModelError, saying how to get it back, if it is broken."""
    return Classifier()


def _softmax(logits: Any) -> list[float]:
    shifted = np.exp(logits.astype(np.float64) - logits.max())
    found: list[float] = (shifted / shifted.sum()).tolist()
    return found


def _sigmoid(logits: Any) -> list[float]:
    found: list[float] = (1.0 / (1.0 + np.exp(-logits.astype(np.float64)))).tolist()
    return found


def _read_card(folder: Path) -> dict[str, Any]:
    path = folder / "card.json"
    try:
        card: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(_repair(path, "is missing or broken")) from error
    for name in FILES:
        file = folder / name
        if not file.is_file():
            raise ModelError(_repair(file, "is missing"))
        if hashlib.sha256(file.read_bytes()).hexdigest() != card.get("sha256", {}).get(name):
            raise ModelError(_repair(file, "is not the file that was shipped"))
    return card


def read_fitted(path: Path, features: Sequence[str]) -> dict[str, Any]:
    """The weights of a small model beside the classifier's. Raises ModelError where the file is missing or broken."""
    try:
        found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if found["features"] != list(features) or len(found["weights"]) != len(features):
            raise ValueError("made for other features")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(_repair(path, f"is missing or broken ({error})")) from error
    return found


def _repair(path: Path, what: str) -> str:
    return (
        f"the event classifier's file {path} {what}: install polybius again (pip install --force-reinstall), "
        "or rebuild it in a checkout with make train"
    )
