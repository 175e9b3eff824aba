"""What a report is about, in words: each with a weight, the greater the rarer the word is in English.

The weights come from a fixed table and not from the reports at hand, so that how alike two reports are does not depend
on what else is there. Names weigh half as much again, and numbers and names of days and months like the rarest words:
whom, how many and when tell like affairs apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from polybius.tables import DATA, read_table

RAREST = 7.0
"""The weight of words that are not in the table."""
NAME = 1.5
_TABLE = DATA / "link" / "story_words.csv"
_COLUMNS = ("weight", "kind", "words")
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:[.'’][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ENDING = re.compile(r"['’](?:s|d|m|ll|re|ve)$")
_NOT = re.compile(r"n['’]t$")
_DAYS = frozenset(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))
_MONTHS = frozenset((
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Entry:
    weight: float
    name: bool


def story_words(text: str) -> dict[str, float]:
    """The words of a text that tell what it is about, in lower case, with their weights; common words are left out.

    A word told n times weighs 1 + ln n times as much as one told once.
    """
    told, capital = Counter[str](), Counter[str]()
    for token in _tokens(text):
        word = token.lower()
        told[word] += 1
        capital[word] += token[:1].isupper()
    weights = ((word, _weight(word, 2 * capital[word] >= count), count) for word, count in told.items())
    return {word: weight * (1 + math.log(count)) for word, weight, count in weights if weight}


def _tokens(text: str) -> Iterator[str]:
    for match in _TOKEN.finditer(text):
        token = _ENDING.sub("", match[0])
        if (len(token) > 1 or token.isdigit()) and not _NOT.search(token):
            yield token


def _weight(word: str, capital: bool) -> float:
    if _NUMBER.fullmatch(word) or word in _DAYS or (capital and word in _MONTHS):
        return RAREST
    entry = _table().get(word, _UNLISTED)
    return entry.weight * (NAME if entry.name and capital else 1.0)


_UNLISTED = _Entry(RAREST, name=True)


@cache
def _table() -> dict[str, _Entry]:
    rows = read_table(_TABLE, _COLUMNS)
    return {word: _Entry(float(row["weight"]), row["kind"] == "name") for row in rows for word in row.many("words")}
