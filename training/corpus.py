"""Reads and checks the training corpus; the format is told in training/README.md.

As a command it checks files and counts what is in them: ``python training/corpus.py training/corpus/*.txt``.
"""

from __future__ import annotations

import collections
import hashlib
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from polybius.codebook import load_codebook

REALIS = ("-", "historical", "future", "hypothetical", "negated")
NONE = "NONE"
HELD_OUT = 8
_MARK = re.compile(r"\[(\d+) ([^\[\]]+)\]")


Fault = Callable[[str], "CorpusError"]


class CorpusError(ValueError):
    """A line of the corpus that cannot be read: file, line and what is wrong."""


@dataclass(frozen=True)
class CorpusEvent:
    """One coded event: spans as (start, end) in the sentence."""

    actors: tuple[tuple[int, int], ...]
    predicate: tuple[int, int] | None
    recipients: tuple[tuple[int, int], ...]
    category: str
    modes: tuple[str, ...]
    realis: str


@dataclass(frozen=True)
class Sentence:
    """A sentence of the corpus with its spans and all its events."""

    text: str
    spans: tuple[tuple[int, int], ...]
    events: tuple[CorpusEvent, ...]
    contexts: tuple[str, ...]
    region: str
    decade: str
    file: str
    line: int


def is_held_out(sentence: Sentence) -> bool:
    """Whether a sentence is kept out of training."""
    return falls_out(sentence.text)


def falls_out(text: str) -> bool:
    """Whether a text is one of the eighth that is kept out of training, by a hash of its words."""
    return hashlib.sha256(text.encode()).digest()[0] % HELD_OUT == 0


@dataclass
class _Block:
    lines: list[tuple[int, str]] = field(default_factory=list)


def read_corpus(paths: list[Path]) -> list[Sentence]:
    """The sentences of some files, in order. Raises CorpusError with every fault found."""
    found: list[Sentence] = []
    faults: list[str] = []
    for path in paths:
        for block in _blocks(path):
            try:
                found.append(_sentence(path, block))
            except CorpusError as fault:
                faults.append(str(fault))
    if faults:
        raise CorpusError("\n".join(faults))
    return found


def _blocks(path: Path) -> list[_Block]:
    blocks = [_Block()]
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            blocks.append(_Block())
        elif not line.startswith("#"):
            blocks[-1].lines.append((number, line.strip()))
    return [b for b in blocks if b.lines]


def _sentence(path: Path, block: _Block) -> Sentence:
    number, head = block.lines[0]

    def fault(line: int, what: str) -> CorpusError:
        return CorpusError(f"{path}:{line}: {what}")

    parts = [p.strip() for p in head.split("|")]
    if len(parts) != 4 or parts[0] != "s":
        raise fault(number, "the head line should read: s | contexts | region | decade")
    if len(block.lines) < 2:
        raise fault(number, "the block has no sentence")
    codebook = load_codebook()
    contexts = tuple(c for c in parts[1].split(",") if c and c != "-")
    unknown = [c for c in contexts if c not in codebook.contexts]
    if unknown:
        raise fault(number, f"unknown context {unknown[0]!r}")
    text, spans = _unmark(block.lines[1][1], lambda what: fault(block.lines[1][0], what))
    events = tuple(_event(line, spans, lambda what, at=at: fault(at, what)) for at, line in block.lines[2:])
    return Sentence(
        text, tuple(spans.values()), events, contexts, parts[2], parts[3], path.name, block.lines[1][0]
    )  # fmt: skip


def _unmark(marked: str, fault: Fault) -> tuple[str, dict[int, tuple[int, int]]]:
    text, spans, at = "", {}, 0
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        number = int(match[1])
        if number in spans:
            raise fault(f"span {number} is marked twice")
        spans[number] = (len(text), len(text) + len(match[2]))
        text += match[2]
        at = match.end()
    text += marked[at:]
    if re.search(r"\[\d|\]", text):
        raise fault("a bracket is left over: spans are [N words] and do not nest")
    return text, spans


def _event(line: str, spans: dict[int, tuple[int, int]], fault: Fault) -> CorpusEvent:
    fields = line.split()
    if not 4 <= len(fields) <= 6:
        raise fault("an event line should read: ACTORS PREDICATE RECIPIENTS CATEGORY MODES REALIS")
    fields += ["-"] * (6 - len(fields))
    actors, predicate, recipients = (_numbers(f, spans, fault) for f in fields[:3])
    category, modes, realis = fields[3], tuple(m for m in fields[4].split(",") if m != "-"), fields[5]
    codebook = load_codebook()
    if category != NONE and category not in codebook.categories:
        raise fault(f"unknown category {category!r}")
    known = set() if category == NONE else set(codebook.categories[category].modes)
    unknown = [m for m in modes if m not in known]
    if unknown:
        raise fault(f"{category} has no mode {unknown[0]!r}")
    if realis not in REALIS:
        raise fault(f"unknown realis {realis!r}")
    if len(predicate) > 1:
        raise fault("an event has one predicate")
    if category != NONE and not predicate:
        raise fault("an event needs its predicate marked")
    return CorpusEvent(actors, predicate[0] if predicate else None, recipients, category, modes, realis)


def _numbers(cell: str, spans: dict[int, tuple[int, int]], fault: Fault) -> tuple[tuple[int, int], ...]:
    if cell == "-":
        return ()
    try:
        return tuple(spans[int(n)] for n in cell.split(","))
    except (ValueError, KeyError):
        raise fault(f"{cell!r} does not name marked spans") from None


def main() -> int:
    """Checks the files named on the command line and prints what they hold."""
    try:
        sentences = read_corpus([Path(p) for p in sys.argv[1:]])
    except CorpusError as fault:
        print(fault)
        return 1
    twice = [t for t, n in collections.Counter(s.text for s in sentences).items() if n > 1]
    events = [e for s in sentences for e in s.events if e.category != NONE]
    print(f"{len(sentences)} sentences ({len(twice)} repeated), {len(events)} events")
    print("without event:", sum(all(e.category == NONE for e in s.events) for s in sentences))
    print("mean words:", round(sum(len(s.text.split()) for s in sentences) / max(1, len(sentences)), 1))
    for name, values in (
        ("category", [e.category for e in events]),
        ("mode", [f"{e.category}/{m}" for e in events for m in e.modes]),
        ("realis", [e.realis for e in events]),
        ("context", [c for s in sentences for c in s.contexts]),
        ("region", [s.region for s in sentences]),
        ("decade", [s.decade for s in sentences]),
        ("predicate", [s.text[slice(*e.predicate)].lower() for s in sentences for e in s.events if e.predicate]),
    ):  # fmt: skip
        print(f"{name}:", ", ".join(f"{v} {n}" for v, n in collections.Counter(values).most_common(80)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
