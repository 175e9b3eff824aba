"""Measures who acts on whom: sentences in which the acting party (S) and the party acted on (T) are tagged.

The format is that of the CAMEO NER set published with ConfliBERT (repository eventdata/ConfliBERT): a word and its
BIO tag a line (``B-S``, ``I-S``, ``B-T``, ``I-T``, ``O``; ``R`` is a party of a reciprocal event), sentences parted by
an empty line. Sentences that have both an S and a T are measured. One is met when
one emitted event has a party that is S among its actors and one that is T among its recipients (or, in reciprocal
events, both among its actors). A party is S where its words overlap S, or where it is the same party (same id, or same
code and sectors) as a mention that does, such as the "it" of "X said it would".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from polybius.errors import ReadError
from polybius.evaluate._bootstrap import interval
from polybius.records import Actor, CodedReport

Span = tuple[int, int]
_TAG = re.compile("O|[BI]-[STR]")
_LEFT = {".", ",", ";", ":", "!", "?", ")", "]", "%", "'s", "’s", "n't"}


@dataclass(frozen=True)
class Tagged:
    """A sentence with the spans of its acting party and of the party acted on."""

    text: str
    sources: tuple[Span, ...]
    targets: tuple[Span, ...]


def read_tagged(path: Path) -> list[Tagged]:
    """The tagged sentences. Raises ReadError, naming the line, where the file is not in the format."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path} cannot be read as tagged words ({error})") from error
    found: list[Tagged] = []
    words: list[tuple[str, str]] = []
    for number, line in enumerate([*lines, ""], 1):
        if not line.strip():
            if words:
                found.append(_joined(words))
            words = []
            continue
        word, _, tag = line.strip().rpartition(" ")
        if not word or not _TAG.fullmatch(tag):
            raise ReadError(f"{path}:{number}: a line must hold a word and a tag: O, B-S, I-S, B-T, I-T, B-R or I-R")
        words.append((word, tag))
    return found


def _joined(words: Sequence[tuple[str, str]]) -> Tagged:
    """The sentence as it would be printed, with the spans of its tags."""
    text = ""
    spans: dict[str, list[list[int]]] = {"S": [], "T": [], "R": []}
    for word, tag in words:
        if text and word not in _LEFT and not text.endswith(("(", "[", "$", "“")):
            text += " "
        start = len(text)
        text += word
        if tag.startswith("B"):
            spans[tag[-1]].append([start, len(text)])
        elif tag.startswith("I") and spans[tag[-1]]:
            spans[tag[-1]][-1][1] = len(text)
    sources, targets = ([(a, b) for a, b in spans[tag]] for tag in "ST")
    return Tagged(text, tuple(sources), tuple(targets))


def meets(coded: CodedReport, wanted: Tagged) -> bool:
    """Whether one of the events has the tagged pair."""
    sources, targets = (_identities(coded.actors, spans) for spans in (wanted.sources, wanted.targets))
    for event in coded.events:
        if not _is_one(event.actors, wanted.sources, sources):
            continue
        if _is_one(event.recipients, wanted.targets, targets):
            return True
        if not event.recipients and len(event.actors) > 1 and _is_one(event.actors, wanted.targets, targets):
            return True
    return False


Identity = tuple[str | None, str | None, tuple[str, ...]]


def _identity(actor: Actor) -> Identity:
    return actor.id, actor.code, actor.sectors


def _identities(mentions: Sequence[Actor], spans: Sequence[Span]) -> set[Identity]:
    """Who the mentions are that overlap some spans; those that are told by nothing but their words are left out."""
    return {_identity(m) for m in mentions if _overlaps(m, spans) and (m.id or m.code)}


def _is_one(actors: Sequence[Actor], spans: Sequence[Span], identities: set[Identity]) -> bool:
    return any(_overlaps(actor, spans) or _identity(actor) in identities for actor in actors)


def _overlaps(actor: Actor, spans: Sequence[Span]) -> bool:
    if actor.start is None or actor.end is None:
        return False
    return any(actor.start < end and actor.end > start for start, end in spans)


def evaluate_pairs(path: Path, code: Callable[[str], CodedReport]) -> dict[str, Any]:
    """The share of tagged sentences whose pair is among those emitted, and how many pairs are emitted a sentence."""
    rows = [row for row in read_tagged(path) if row.sources and row.targets]
    coded = [code(row.text) for row in rows]
    met = np.array([meets(one, row) for one, row in zip(coded, rows, strict=True)])
    low, high = interval(len(rows), lambda at: float(met[at].mean()))
    return {
        "measure": "pairs",
        "sentences": len(rows),
        "share_met": round(float(met.mean()) if len(rows) else 0.0, 4),
        "share_met_interval": [round(low, 4), round(high, 4)],
        "sentences_without_event": sum(not one.events for one in coded),
        "events_per_sentence": round(sum(len(one.events) for one in coded) / max(len(rows), 1), 3),
    }
