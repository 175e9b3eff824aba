"""The words that matter for places, and what little may stand between a place and the wider one it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from polybius.find.gazetteer import place_key
from polybius.tables import DATA, read_table

# kinds of places that others lie in
WIDE = frozenset(("country", "territory", "admin1", "admin2", "region", "island", "peninsula", "area"))

USES = (
    "direction", "division", "event", "facility", "feature", "locative", "name-word", "occasion", "part", "person-name",
    "target", "title",
)  # fmt: skip


@dataclass(frozen=True)
class PlaceWords:
    """The rows of ``place_words.csv`` by use; each use is explained there."""

    locative: dict[str, str]
    division: dict[str, str]
    direction: frozenset[str]
    feature: dict[str, str]
    facility: dict[str, str]
    part: frozenset[str]
    target: dict[str, frozenset[str]]
    event: frozenset[str]
    occasion: frozenset[str]
    title: frozenset[str]
    name_words: frozenset[str]
    person_names: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """The word list that comes with the package, read once."""
    rows = list(read_table(DATA / "lexicons" / "place_words.csv", ("word", "use", "value", "note")))
    for row in rows:
        if row["use"] not in USES:
            raise row.fault(f"use must be one of {', '.join(USES)}; found {row['use']!r}")

    def of(use: str) -> dict[str, str]:
        return {row["word"]: row["value"] for row in rows if row["use"] == use}

    return PlaceWords(
        locative=of("locative"),
        division=of("division"),
        direction=frozenset(of("direction")),
        feature=of("feature"),
        facility=of("facility"),
        part=frozenset(of("part")),
        target={word: frozenset(value.split()) for word, value in of("target").items()},
        event=frozenset(of("event")),
        occasion=frozenset(of("occasion")),
        title=frozenset(of("title")),
        name_words=frozenset(place_key(word) for word in of("name-word")),
        person_names=frozenset(place_key(word) for word in of("person-name")),
    )


def slots_of(word: Token) -> frozenset[str]:
    """The prepositions by which a word takes the place it is directed at ("to" of "sent", "on" of "raid")."""
    return place_words().target.get(word.lemma_.lower(), frozenset())


def division_word(token: Token) -> str | None:
    """The kind of place a word such as "province" or "villages" stands for."""
    words = place_words().division
    return words.get(token.lower_) or (words.get(token.lemma_.lower()) if token.lower_.endswith("s") else None)


def opening_preposition(token: Token) -> bool:
    """True for "Near" in "Near Mosul, …": the model takes it for the first part of a name, capital that it has."""
    before = token.doc[token.i - 1] if token.i else None
    opens = before is None or token.is_sent_start or before.is_space or not before.text[-1:].isalnum()
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    named = after is not None and (after.text[:1].isupper() or after.lower_ in ("the", *place_words().direction))
    return opens and named and token.text.istitle() and place_words().locative.get(token.lower_) in ("in", "near")


def apposed_town(doc: Doc, end: int) -> int | None:
    """The noun that calls the name before ``end`` a town or the like (", a river town in"), or None."""
    if end + 2 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in ("a", "an", "the"):
        return None
    for token in doc[end + 2 : end + 6]:
        if division_word(token) == "city" or (place_words().facility.get(token.lower_) in ("city", "district")):
            return int(token.i)
        if token.pos_ not in ("ADJ", "NOUN", "PROPN", "ADV", "VERB", "PUNCT") or token.text in (",", ".", ";"):
            return None
    return None


def small_between(doc: Doc, start: int, end: int) -> bool:
    """True where only such as ", in the western province of" stands between two names."""
    between = doc[start:end]
    if not 1 <= len(between) <= 6:
        return False
    words = place_words()
    small = all(
        token.lower_ in ("in", "of", "the", ",", "(")
        or token.lower_ in words.direction
        or token.lower_ in words.division
        for token in between
    )
    return small and (between[0].text in (",", "(") or any(token.lower_ == "in" for token in between))


def is_part_of(doc: Doc, start: int, end: int) -> bool:
    """True where only such as "district of" stands between two names: "the Orangi district of Karachi"."""
    between = doc[start:end]
    if not 2 <= len(between) <= 4 or between[0].text != between[0].lower_:
        return False
    named = division_word(between[0]) is not None or between[0].lower_ in place_words().facility
    return named and between[1].lower_ == "of" and all(token.lower_ == "the" for token in between[2:])
