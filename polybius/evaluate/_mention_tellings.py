"""Turns given mentions of events into tellings as linking sees them: from their words, parties, dates and places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from polybius.events.grammar import Slots
from polybius.link.matching import features, load_weights, step
from polybius.link.telling import Side, Spot, Telling, first_ordinal
from polybius.link.wording import nearness, plain_words, words_of
from polybius.records import Actor, Place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_DOERS = ("subj", "poss", "by")
_OTHERS = ("obj", "of", "iobj")
_NAMED = frozenset({"NOUN", "PROPN", "NUM"})
_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "conj", "parataxis", "acl"})
_WITHIN = frozenset({"compound", "amod", "nummod", "nmod", "poss"})


def score_of_mentions(one: Telling, other: Telling) -> float:
    """How likely two mentions of one affair are of one event, as the logarithm of the odds."""
    weights = load_weights("mention_weights.csv")
    levels = [level for level in features(one, other) if level[0] != "predicate"]
    nearest = max((nearness(a, b) for a in one.trigger for b in other.trigger), default=0.0)
    levels.append(("predicate", "same" if nearest == 1.0 else step(nearest, (0.8, 0.6, 0.45, 0.3))))
    return weights["bias", ""] + sum(weights.get(level, 0.0) for level in levels)


def telling_of_mention(key: str, article: str, doc: Doc, head: Token, span: tuple[int, int]) -> Telling:
    """The telling of a mention: key, its article, the article as parsed, the head of the mention and its offsets.

    What a mention does not show, its category above all, is unknown.
    """
    slots = Slots(head)
    return Telling(
        event=key,
        report=article,
        start=span[0],
        actors=tuple(_sides(slots, _DOERS, doc)),
        recipients=tuple(_sides(slots, _OTHERS, doc)),
        days=_days(doc, head.sent),
        dated=_days(doc, head.sent) is not None,
        spot=_spot(doc, head.sent),
        trigger=words_of(doc.text[span[0] : span[1]]) or (head.lower_,),
        words=words_of(" ".join(token.text for token in _clause(head))),
    )


def _clause(head: Token) -> list[Token]:
    """The words that depend on a head, but for those of clauses within its own."""
    found, open_ends = [head], [head]
    while open_ends:
        fresh = [child for child in open_ends.pop().children if child.dep_ not in _CLAUSES]
        found += fresh
        open_ends += fresh
    return sorted(found, key=lambda token: token.i)


def _sides(slots: Slots, names: Iterable[str], doc: Doc) -> Iterator[Side]:
    for name in names:
        for filler in slots[name]:
            words = " ".join(
                token.text for token in (*filler.lefts, filler) if token.pos_ in _NAMED or token.dep_ in _WITHIN
            )
            known = _actor(doc, filler)
            yield Side(
                known.code if known else None,
                tuple(sorted(known.sectors)) if known else (),
                known.id if known else None,
                tuple(word for word in plain_words(words) if len(word) > 2),
            )


def _actor(doc: Doc, filler: Token) -> Actor | None:
    """The party the coder takes a phrase for."""
    return next(
        (mention.actors[0] for mention in doc._.polybius_actors if mention.start <= filler.i < mention.end), None
    )


def _days(doc: Doc, sentence: Span) -> tuple[int, int] | None:
    """The days of the first full date of a sentence."""
    for time in doc._.polybius_times:
        day = first_ordinal(time.date.start)
        if sentence.start <= time.start < sentence.end and day is not None and time.date.start == time.date.end:
            return day, day
    return None


def _spot(doc: Doc, sentence: Span) -> Spot | None:
    """The first place of a sentence."""
    for mention in doc._.polybius_places:
        if sentence.start <= mention.start < sentence.end:
            return _spot_of(mention.place)
    return None


def _spot_of(place: Place) -> Spot:
    return Spot(
        place.country, place.admin1, " ".join(plain_words(place.name or place.text)), place.geonames_id,
        place.latitude, place.longitude, "country" if place.kind == "country" else None,
    )  # fmt: skip
