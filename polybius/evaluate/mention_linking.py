"""Measures linking of given event mentions across articles against ECB+ (Cybulska and Vossen 2014; see ``_ecb``).

The mentions are the gold ones, so that only linking is measured. Beside it stands the same-lemma baseline: mentions
of one affair whose heads have one lemma are one event (Upadhyay et al. 2016), within the affairs as our own grouping
finds them, and within the annotated ones.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.evaluate._coreference import score
from polybius.evaluate._ecb import Article, EventMention, chains, read_articles, read_event_mentions
from polybius.link.stories import Document, affairs

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Parse = Callable[[Article], "Doc"]


@dataclass(frozen=True)
class Mention:
    """An event mention as a linker gets it; its chain is not among what it knows.

    affair: that of its article, as grouped or as annotated. lemma: of its head, in lower case.
    """

    key: str
    article: Article
    affair: str
    start: int
    end: int
    lemma: str


Linker = Callable[[Sequence[Mention]], Iterable[Collection[Hashable]]]


def evaluate_mention_linking(
    corpus: str | Path, mentions: str | Path, coder: Any, link: Linker | None = None
) -> dict[str, Any]:
    """Measures a linker of mentions, and the same-lemma baseline on the same mentions.

    link: gives clusters of keys. Each is measured twice: ``predicted_affairs`` with the affairs of our own grouping,
    ``gold_affairs`` with the annotated ones. Raises ReadError where a file cannot be read.
    """
    articles = read_articles(corpus)
    gold = read_event_mentions(mentions, articles)
    lemmas = head_lemmas(gold, coder_parse(coder))
    grouped = {key: part[0] for part in affairs(Document(one.id, one.text) for one in articles) for key in part}
    annotated = {article.id: article.affair for article in articles}
    linkers = {"same_lemma": same_lemma} | ({"linked": link} if link is not None else {})
    figures: dict[str, Any] = {"measure": "mention linking", "articles": len(articles), "mentions": len(gold)}
    for name, linker in linkers.items():
        figures[name] = {
            kind: score(chains(gold), linker(_given(gold, lemmas, affair))).as_dict()
            for kind, affair in (("predicted_affairs", grouped), ("gold_affairs", annotated))
        }
    return figures


def same_lemma(mentions: Sequence[Mention]) -> list[list[str]]:
    """The baseline: one event is what is told in one affair by one lemma."""
    found: dict[tuple[str, str], list[str]] = {}
    for mention in mentions:
        found.setdefault((mention.affair, mention.lemma), []).append(mention.key)
    return list(found.values())


def head_lemmas(mentions: Iterable[EventMention], parse: Parse) -> dict[str, str]:
    """The lemma of each mention's head, by the mention's key; each article is parsed once."""
    by_article: dict[str, list[EventMention]] = {}
    for mention in mentions:
        by_article.setdefault(mention.article.id, []).append(mention)
    found = {}
    for some in by_article.values():
        doc = parse(some[0].article)
        found.update({mention.key: _lemma(mention, doc) for mention in some})
    return found


def coder_parse(coder: Any) -> Parse:
    """Parses articles with a coder."""
    from polybius.read.make_report import make_report

    def parse(article: Article) -> Doc:
        doc: Doc = coder.annotate(make_report(article.text))
        return doc

    return parse


def _given(
    gold: Iterable[EventMention], lemmas: Mapping[str, str], affair: Mapping[str, str]
) -> list[Mention]:  # fmt: skip
    return [Mention(one.key, one.article, affair[one.article.id], one.start, one.end, lemmas[one.key]) for one in gold]


def _lemma(mention: EventMention, doc: Doc) -> str:
    tokens = [token for token in doc if any(_overlap(token, piece) for piece in mention.pieces)]
    if not tokens:
        return mention.text.lower()
    places = {token.i for token in tokens}
    heads = [token for token in tokens if token.head.i not in places or token.head.i == token.i]
    return (heads or tokens)[0].lemma_.lower()


def _overlap(token: Token, piece: tuple[int, int]) -> bool:
    return token.idx < piece[1] and token.idx + len(token) > piece[0]
