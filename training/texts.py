"""Reads the texts from which the judgement of relevance is learnt: ``training/relevance/*.jsonl``.

A line is a text with its ``kind`` and either ``political`` and ``text``, or ``sentences``: a list of ``text`` and
``political`` (null where it is doubtful).
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CLEARLY = 0.5  # from this share of political sentences on, a text counts as politics


@dataclass(frozen=True)
class Text:
    """A text, how political it is (0 to 1), and its sentences: character offsets, and whether each is political."""

    text: str
    share: float
    sentences: tuple[tuple[tuple[int, int], bool], ...] = ()

    @property
    def political(self) -> bool:
        """Whether the text tells politics at all."""
        return self.share > 0


def read_texts(folder: Path) -> list[Text]:
    """The texts of a folder. Raises ValueError, naming file and line, where one is not in the format."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip():
                try:
                    found.append(_text_of(json.loads(line)))
                except (ValueError, KeyError, TypeError) as error:
                    raise ValueError(f"{path}:{number}: not a text for relevance ({error!r})") from error
    return found


def _text_of(one: dict[str, Any]) -> Text:
    if "sentences" not in one:
        return Text(one["text"], float(bool(one["political"])))
    text, spans = "", []
    for sentence in one["sentences"]:
        start = len(text) + 1 if text else 0
        text = f"{text} {sentence['text']}" if text else sentence["text"]
        spans.append(((start, len(text)), sentence["political"]))
    told = [(span, bool(political)) for span, political in spans if political is not None]
    share = sum(political for _, political in told) / len(told)
    return Text(text, 1.0 if share >= CLEARLY else share, tuple(told))
