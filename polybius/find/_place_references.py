""" "The town", "the Swiss city", "there": words that stand for a place named before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from polybius.annotate import PlaceMention
from polybius.find._place_choice import adjective_country
from polybius.find._place_words import place_words
from polybius.records import Place

_DEFINITE = frozenset(("the", "this", "that", "its", "their", "his", "her"))
_TOWNS = frozenset(("city", "capital"))
# people a place may at most have to be called so, and must at least have
_AT_MOST = {"town": 1_500_000, "village": 60_000, "hamlet": 20_000, "settlement": 100_000}
_AT_LEAST = {"city": 15_000}


def find_references(doc: Doc, mentions: Sequence[PlaceMention], people: Sequence[int]) -> tuple[PlaceMention, ...]:
    """The definite descriptions of ``doc`` that stand for one of the named places, each with that place's record.

    people: inhabitants of each mention's place, 0 if unknown. The latest fitting name before the words is meant.
    """
    found = []
    for token in doc:
        kind = _kind_of(token)
        if kind is None or not _is_definite(token) or _is_named(token):
            continue
        place = _meant(doc, token, kind, mentions, people)
        if place is not None:
            start = _first(token)
            words = doc[start : token.i + 1].text
            begin, end = doc[start].idx, token.idx + len(token)
            own = place.model_copy(update={"text": words, "start": begin, "end": end, "name": place.name or place.text})
            found.append(PlaceMention(start, token.i + 1, token.i, own))
    return tuple(found)


def _kind_of(token: Token) -> str | None:
    """What kind of place a common noun stands for: city, capital, or that of a facility or feature; None if none."""
    if token.pos_ != "NOUN" or token.tag_ == "NNS":
        return None
    words, lower = place_words(), token.lower_
    if lower in ("capital", "island", "peninsula", "strait", "river", "lake"):
        return lower
    if words.division.get(lower) == "city":
        return "city"
    if lower in words.facility:
        return words.facility[lower] if words.facility[lower] != "city" else "city"
    return None


def _is_definite(token: Token) -> bool:
    """Whether the noun heads a definite phrase of its own: no "the city council", no "a town"."""
    if token.dep_ in ("compound", "amod", "nmod"):
        return False
    return any(child.dep_ in ("det", "poss") and child.lower_ in _DEFINITE for child in token.lefts)


def _is_named(token: Token) -> bool:
    """Whether the phrase names its place itself, or tells which by more words: "the city of Homs", "the town where"."""
    if any(child.dep_ in ("compound", "nmod", "appos") and child.pos_ == "PROPN" for child in token.children):
        return True
    return any(
        child.dep_ in ("relcl", "acl") or (child.dep_ == "prep" and child.lower_ in ("of", "called", "named"))
        for child in token.rights
    )


def _first(token: Token) -> int:
    return min((child.i for child in token.lefts), default=token.i)


def _meant(
    doc: Doc, token: Token, kind: str, mentions: Sequence[PlaceMention], people: Sequence[int]
) -> Place | None:  # fmt: skip
    """The place of the latest mention before the token that the words fit."""
    country = adjective_country(doc, _first(token), token.i)
    for mention, number in _before(token, mentions, people):
        place = mention.place
        if country is not None and place.country != country:
            continue
        if kind == "city":
            fits = place.kind in _TOWNS or (place.kind is None and place.candidates == 0)
            word = token.lower_
            fits = fits and not (number and (number > _AT_MOST.get(word, number) or number < _AT_LEAST.get(word, 0)))
        else:
            fits = place.kind == kind or _called(doc, mention, token.lower_)
        if fits:
            return place
    return None


def _before(
    token: Token, mentions: Sequence[PlaceMention], people: Sequence[int]
) -> Iterator[tuple[PlaceMention, int]]:  # fmt: skip
    for mention, number in zip(reversed(mentions), reversed(people), strict=True):
        if mention.end <= token.i:
            yield mention, number


def _called(doc: Doc, mention: PlaceMention, word: str) -> bool:
    """Whether a name was told with the word: "Kibumba camp", "Syria Street"."""
    last = doc[mention.end - 1].lower_
    return last == word or (mention.end < len(doc) and doc[mention.end].lower_ == word)
