"""How near two wordings are: by the words they share, and by words near in meaning.

Words weigh by how rare they are in English at large (``data/link/words.csv``), so that what is stored beside a text
never changes how near it is to another. Words that are near in meaning are told by static vectors
(``data/link/vectors.npy``), made by a sentence encoder of each word alone, as in model2vec.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from polybius.errors import DataError
from polybius.find._actor_list import plain
from polybius.tables import DATA, read_table

FOLDER = DATA / "link"
COMMON = 6.5
"""Negative logarithm of a word's share of English above which it is no function word."""
RAREST = 16.0
NEAR = 0.45
"""Cosine from which two words are taken as near in meaning."""
_WORD = re.compile(r"[^\W\d_]+(?:['’](?!s\b)[^\W\d_]+)*|\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Vocabulary:
    """The known words: their place in the table, their weights and, as rows of length one, their vectors."""

    place: dict[str, int]
    weight: np.ndarray[Any, np.dtype[np.float32]]
    vectors: np.ndarray[Any, np.dtype[np.float32]]

    def weight_of(self, word: str) -> float:
        """How much a word tells: the negative logarithm of its share of English, that of the rarest if unknown."""
        found = self.place.get(word)
        return RAREST if found is None else float(self.weight[found])


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary. Raises DataError where its two files do not fit together."""
    rows = list(read_table(FOLDER / "words.csv", ("word", "log_share")))
    vectors = np.load(FOLDER / "vectors.npy", allow_pickle=False).astype(np.float32)
    if len(rows) != len(vectors):
        raise DataError("polybius/data/link/vectors.npy", None, f"has {len(vectors)} rows for {len(rows)} words")
    weight = np.array([min(RAREST, -float(row["log_share"])) for row in rows], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Vocabulary({row["word"]: number for number, row in enumerate(rows)}, weight, vectors)


def words_of(text: str) -> tuple[str, ...]:
    """The telling words of a text, lower case, in order, without function words; numbers count as words."""
    known = vocabulary()
    found = (match[0].lower() for match in _WORD.finditer(text))
    return tuple(word for word in found if known.weight_of(word) > COMMON)


def plain_words(text: str) -> tuple[str, ...]:
    """All words of a text in lower case, without diacritics."""
    return tuple(match[0].lower() for match in _WORD.finditer(plain(text)))


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """The stem of a lower-case word, by Porter's second English stemmer."""
    import snowballstemmer

    return str(snowballstemmer.stemmer("english").stemWord(word))


def nearness(one: str, other: str) -> float:
    """How near two lower-case words are: 1 of one stem, else the cosine of their vectors, 0 where one has none."""
    if stem(one) == stem(other):
        return 1.0
    known = vocabulary()
    first, second = known.place.get(one), known.place.get(other)
    if first is None or second is None:
        return 0.0
    return max(0.0, float(known.vectors[first] @ known.vectors[second]))


def likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike two wordings are, 0 to 1: the weight of the words of each that the other has, or has a word near to.

    one, other: telling words, as ``words_of`` gives them. The two shares are joined by their geometric mean, so that a
    short wording inside a long one is alike, but not fully.
    """
    if not one or not other:
        return 0.0
    return float((_covered(one, other) * _covered(other, one)) ** 0.5)


def _covered(words: Sequence[str], by: Sequence[str]) -> float:
    """The share of the weight of ``words`` that ``by`` covers."""
    known = vocabulary()
    stems = {stem(word) for word in by}
    rows = [known.place[word] for word in by if word in known.place]
    total = covered = 0.0
    for word in dict.fromkeys(words):
        weight = known.weight_of(word)
        total += weight
        if stem(word) in stems:
            covered += weight
        elif rows and (place := known.place.get(word)) is not None:
            near = float((known.vectors[rows] @ known.vectors[place]).max())
            covered += weight * near if near >= NEAR else 0.0
    return covered / total if total else 0.0
