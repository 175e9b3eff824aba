"""Measures linking of given event mentions across articles against ECB+ (Cybulska and Vossen 2014; see ``_ecb``).

The mentions are the gold ones, so that only linking is measured. Beside it stands the same-lemma baseline: mentions
of one affair whose heads have one lemma are one event (Upadhyay et al. 2016), within the affairs as our own grouping
finds them, and within the annotated ones.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc

from polybius.evaluate._coreference import score
from polybius.evaluate._ecb import Article, EventMention, chains, read_articles, read_event_mentions
from polybius.evaluate._mention_tellings import score_of_mentions, telling_of_mention
from polybius.link.clusters import clusters
from polybius.link.stories import Document, affairs
from polybius.link.telling import Telling

if TYPE_CHECKING:
    from spacy.tokens import Token

Parse = Callable[[Article], Doc]


@dataclass(frozen=True)
class Mention:
    """An event mention as a linker gets it; its chain is not among what it knows.

    affair: that of its article, as grouped or as annotated. lemma: of its head, in lower case. telling: what linking
    sees of it.
    """

    key: str
    affair: str
    lemma: str
    telling: Telling


def evaluate_mention_linking(corpus: str | Path, mentions: str | Path, coder: Any) -> dict[str, Any]:
    """Measures linking of mentions, and the same-lemma baseline on the same mentions.

    Each is measured twice: ``predicted_affairs`` with the affairs of our own grouping,
    ``gold_affairs`` with the annotated ones. Raises ReadError where a file cannot be read.
    """
    articles = read_articles(corpus)
    gold = read_event_mentions(mentions, articles)
    known = {
        kind: _mentions(gold, affair, coder)
        for kind, affair in (("predicted_affairs", _grouped(articles)), ("gold_affairs", _annotated(articles)))
    }
    figures: dict[str, Any] = {"measure": "mention linking", "articles": len(articles), "mentions": len(gold)}
    for name, linker in (("same_lemma", same_lemma), ("linked", linked)):
        figures[name] = {kind: score(chains(gold), linker(some)).as_dict() for kind, some in known.items()}
    return figures


def _grouped(articles: Iterable[Article]) -> dict[str, str]:
    """The affair of each article as our own grouping finds it: the id of its first one."""
    return {key: part[0] for part in affairs(Document(one.id, one.text) for one in articles) for key in part}


def _annotated(articles: Iterable[Article]) -> dict[str, str]:
    return {article.id: article.affair for article in articles}


def linked(mentions: Sequence[Mention]) -> list[list[str]]:
    """Our linking: the mentions of each affair, clustered as happenings are, by the scores of their pairs."""
    by_affair: dict[str, list[Mention]] = {}
    for mention in sorted(mentions, key=lambda one: one.telling.order):
        by_affair.setdefault(mention.affair, []).append(mention)
    found: list[list[str]] = []
    for some in by_affair.values():
        scores = {
            (one.key, other.key): score_of_mentions(one.telling, other.telling)
            for one, other in itertools.combinations(some, 2)
        }
        found += clusters([mention.key for mention in some], scores)
    return found


def same_lemma(mentions: Sequence[Mention]) -> list[list[str]]:
    """The baseline: one event is what is told in one affair by one lemma."""
    found: dict[tuple[str, str], list[str]] = {}
    for mention in mentions:
        found.setdefault((mention.affair, mention.lemma), []).append(mention.key)
    return list(found.values())


def coder_parse(coder: Any) -> Parse:
    """Parses articles with a coder."""
    from polybius.read.make_report import make_report

    def parse(article: Article) -> Doc:
        doc: Doc = coder.annotate(make_report(article.text))
        return doc

    return parse


def _mentions(gold: Iterable[EventMention], affair: Mapping[str, str], coder: Any) -> list[Mention]:
    """The mentions as a linker gets them; each article is parsed once."""
    parse, docs = coder_parse(coder), dict[str, Doc]()
    found = []
    for one in gold:
        if one.article.id not in docs:
            docs[one.article.id] = parse(one.article)
        doc = docs[one.article.id]
        head = _head(one, doc)
        telling = telling_of_mention(one.key, one.article.id, doc, head, (one.start, one.end))
        found.append(Mention(one.key, affair[one.article.id], head.lemma_.lower(), telling))
    return found


def _head(mention: EventMention, doc: Doc) -> Token:
    """The head of a mention's words; where no token covers one of them, the nearest."""
    tokens = [token for token in doc if any(_overlap(token, piece) for piece in mention.pieces)]
    if not tokens:
        return min(doc, key=lambda token: abs(token.idx - mention.start))
    places = {token.i for token in tokens}
    heads = [token for token in tokens if token.head.i not in places or token.head.i == token.i]
    return (heads or tokens)[0]


def _overlap(token: Token, piece: tuple[int, int]) -> bool:
    return token.idx < piece[1] and token.idx + len(token) > piece[0]
