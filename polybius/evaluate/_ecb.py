"""Reads ECB+ (Cybulska and Vossen 2014) as token tables and lists of event mentions.

The table has a line a token: document, sentence, number in the sentence, token, chains. The mentions are JSON:
document, sentence, token numbers, chain. The data are read as the repository shanybar/event_entity_coref_ecb_plus has
them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polybius.errors import ReadError

_EVENT = "ACT"
_BETWEEN = "\n\n"
_NOT_BEFORE = frozenset((".", ",", ";", ":", "!", "?", ")", "]", "%", "''", "...", "'"))
_NOT_AFTER = frozenset(("(", "[", "$", "``"))
_QUOTES = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}

Place = tuple[int, int]
"""A token: number of its sentence, and its number there."""


@dataclass(frozen=True)
class Article:
    """An article as running text, its sentences apart from each other by an empty line.

    tokens: start and end of each token in the text (code points), by sentence and number.
    """

    id: str
    text: str
    tokens: Mapping[Place, tuple[int, int]]

    @property
    def affair(self) -> str:
        """The affair the article is about: its topic, with ecb or ecbplus, which tell of different affairs."""
        topic, _, rest = self.id.partition("_")
        return f"{topic} {rest.lstrip('0123456789')}"


@dataclass(frozen=True)
class EventMention:
    """A mention of an event: where it stands, and the chain of mentions of the same event.

    pieces: its words, start and end each; start, end: from the first to the last of them.
    """

    key: str
    article: Article
    pieces: tuple[tuple[int, int], ...]
    chain: str

    @property
    def start(self) -> int:
        """Where its first word begins."""
        return self.pieces[0][0]

    @property
    def end(self) -> int:
        """Where its last word ends."""
        return self.pieces[-1][1]

    @property
    def text(self) -> str:
        """Its words."""
        return " ".join(self.article.text[start:end] for start, end in self.pieces)


def read_articles(file: str | Path) -> list[Article]:
    """The articles of a token table, in its order. Raises ReadError where the file is none."""
    found: dict[str, list[tuple[Place, str]]] = {}
    try:
        for line in Path(file).read_text(encoding="utf-8").splitlines():
            if line.strip():
                document, place, token = _row(line)
                found.setdefault(document, []).append((place, token))
    except (OSError, ValueError) as error:
        raise ReadError(f"{file}: cannot be read as a token table of ECB+ ({error})") from error
    return [_article(document, tokens) for document, tokens in found.items()]


def read_event_mentions(file: str | Path, articles: Iterable[Article]) -> list[EventMention]:
    """The mentions of events (type ACT) in these articles, in the order of the file. Raises ReadError."""
    by_id = {article.id: article for article in articles}
    try:
        listed = json.loads(Path(file).read_text(encoding="utf-8"))
        return [
            _mention(number, one, by_id[one["doc_id"]])
            for number, one in enumerate(listed)
            if one["mention_type"] == _EVENT
        ]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReadError(f"{file}: cannot be read as mentions of events in that table ({error})") from error


def chains(mentions: Iterable[EventMention]) -> list[list[str]]:
    """The gold clusters: the keys of the mentions of each chain."""
    found: dict[str, list[str]] = {}
    for mention in mentions:
        found.setdefault(mention.chain, []).append(mention.key)
    return list(found.values())


def _row(line: str) -> tuple[str, Place, str]:
    # a token may hold a tab itself; the columns beside it do not
    document, sentence, number, *token, _ = line.split("\t")
    if not token:
        raise ValueError(f"a line with {len(line.split(chr(9)))} columns where 5 are needed")
    return document, (int(sentence), int(number)), " ".join("\t".join(token).split())


def _article(document: str, tokens: Iterable[tuple[Place, str]]) -> Article:
    text, offsets = "", dict[Place, tuple[int, int]]()
    last: tuple[int, str] | None = None
    for place, token in tokens:
        written = _QUOTES.get(token, token)
        text += _gap(last, place[0], token)
        offsets[place] = (len(text), len(text) + len(written))
        text += written
        last = (place[0], token)
    return Article(document, text, offsets)


def _gap(last: tuple[int, str] | None, sentence: int, token: str) -> str:
    """What stands before a token."""
    if last is None:
        return ""
    if last[0] != sentence:
        return _BETWEEN
    glued = token in _NOT_BEFORE or token.startswith(("'s", "n't")) or last[1] in _NOT_AFTER
    return "" if glued else " "


def _mention(number: int, given: Mapping[str, Any], article: Article) -> EventMention:
    places = sorted((int(given["sent_id"]), int(one)) for one in given["tokens_number"])
    if not places:
        raise ValueError(f"mention {number} has no tokens")
    pieces = tuple(article.tokens[place] for place in places)
    return EventMention(f"{article.id}#{number}", article, pieces, given["coref_chain"])
