"""Writes ``data/link/story_words.csv``: how much a word tells which affair a report is about, by its rarity in English.

The frequencies are those that the PyPI package spacy-lookups-data carries (MIT), the forms of a word that differ in
case added up. usage: python tools/build_story_words.py
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

TARGET = Path(__file__).parent.parent / "polybius" / "data" / "link" / "story_words.csv"
COMMON, RAREST = -7.0, -14.0  # natural logarithm of a word's share of running text
NAME = 0.6  # share of a name's occurrences that have a capital, at least
HEADER = """\
# Words and how much they tell which affair a report is about: the rarer in English, the more. Words not listed, and numbers, weigh like the rarest (7).
# Columns: weight (in tenths: −7 − ln of the word's share of running text; 0 for words commoner than 0.09 %), kind (word, or name: mostly written with a capital), words (lower case, by |).
# Source: word frequencies of spacy-lookups-data (MIT), written by tools/build_story_words.py.
weight,kind,words
"""  # noqa: E501


def shares() -> dict[str, float]:
    """The share of running text of each word, as written."""
    try:
        import spacy_lookups_data
    except ImportError:
        sys.exit("spacy-lookups-data is needed: pip install spacy-lookups-data")
    path = Path(spacy_lookups_data.__file__).parent / "data" / "en_lexeme_prob.json.gz"
    with gzip.open(path) as file:
        listed: dict[str, float] = json.load(file)
    return {word: math.exp(share) for word, share in listed.items()}


def table() -> dict[tuple[float, str], list[str]]:
    """The words by weight and kind."""
    every, capital = defaultdict[str, float](float), defaultdict[str, float](float)
    for word, share in shares().items():
        every[word.lower()] += share
        if word[:1].isupper():
            capital[word.lower()] += share
    rows: dict[tuple[float, str], list[str]] = {}
    for word, share in every.items():
        if math.log(share) < RAREST or not word.replace(".", "").isalpha():
            continue
        weight = max(round(COMMON - math.log(share), 1), 0.0)
        kind = "name" if weight and capital[word] > NAME * share else "word"
        rows.setdefault((weight, kind), []).append(word)
    return rows


def main() -> None:
    lines = [f"{weight},{kind},{'|'.join(sorted(words))}" for (weight, kind), words in sorted(table().items())]
    TARGET.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
