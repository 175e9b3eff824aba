"""Countries called by what they are: "the kingdom", "the West African nation", "the Baltic states", "the North"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from polybius.find._phrases import is_locative, lemma, phrase_start
from polybius.find._reading import Draft, Reading
from polybius.tables import DATA, read_table

# what a modifier of country_words.csv may stand before
_NUMBERS = {"both": 2, "two": 2, "three": 3, "four": 4, "five": 5}
_STATES = frozenset({"country", "nation", "state", "republic", "kingdom", "power", "neighbour", "neighbor", "island"})
_OPENING = frozenset({"the", "this", "that", "these", "those", "all", "both", "its", "their"})
_SPLIT = {"korea": ("KOR", "PRK"), "congo": ("COD", "COG")}
_MOST = 6  # a plural stands for all countries it may mean, if these are no more
_BACK = 12  # sentences back in which the country was named


@dataclass(frozen=True)
class CountryWords:
    """The rows of ``country_words.csv`` by use: lower-case words with the codes they may mean."""

    nouns: dict[str, frozenset[str]]
    modifiers: dict[str, frozenset[str]]
    aliases: dict[str, str]


@cache
def country_words() -> CountryWords:
    """The word list that comes with the package, read once."""
    nouns: dict[str, frozenset[str]] = {}
    modifiers: dict[str, frozenset[str]] = {}
    aliases: dict[str, str] = {}
    for row in read_table(DATA / "lexicons" / "country_words.csv", ("words", "use", "codes")):
        codes = row.many("codes")
        if row["use"] == "alias":
            aliases.update(dict.fromkeys(row.many("words"), codes[0]))
        elif row["use"] in ("noun", "modifier"):
            (nouns if row["use"] == "noun" else modifiers).update(dict.fromkeys(row.many("words"), frozenset(codes)))
        else:
            raise row.fault(f"use must be noun, modifier or alias; found {row['use']!r}")
    return CountryWords(nouns, modifiers, aliases)


def read_country_word(reading: Reading, head: Token) -> bool:
    """Adds the mention of a country that is called by what it is, where the report tells which one is meant.

    RETURNS (bool): whether the phrase is such a description, so that nothing else is looked for.
    """
    if head.i in reading.hit_of or head.i in reading.by_head or head.pos_ not in ("NOUN", "PROPN"):
        return False
    start = phrase_start(head)
    before = [token.lower_ for token in reading.doc[start : head.i] if token.text not in ("-", "–")]
    if not before or before[0] not in _OPENING:
        return False
    if lemma(head) in _SPLIT and head.tag_ in ("NNPS", "NNS") and before[0] in ("both", "two", "the"):
        parties = [reading.country(code) for code in _SPLIT[lemma(head)]]
        reading.add(Draft(start, head.i + 1, head.i, parties, "group", f"country_words.csv: {lemma(head)}"))
        return True
    named = country_words().aliases.get(" ".join([*before[1:], head.lower_])) if head.text[:1].isupper() else None
    if named is not None:
        return _add_alias(reading, head, start, named)
    allowed = _allowed(reading, head, start, before)
    if not allowed:
        return False
    if head.tag_ in ("NNS", "NNPS"):
        codes = _several(reading, allowed, before)
    else:
        code = _meant(reading, head, allowed)
        codes = [code] if code is not None else []
    if not codes:
        return False
    if not is_locative(head):
        parties = [reading.country(code) for code in codes]
        reading.add(Draft(start, head.i + 1, head.i, parties, "group", f"country_words.csv: {', '.join(codes)}"))
    for hit in reading.hits_in(start, head.i):
        reading.used.add(hit.start)
    return True


def _several(reading: Reading, allowed: frozenset[str], before: list[str]) -> list[str]:
    """The countries a plural means: all it may stand for, or as many as it tells of those the report names most."""
    number = next((_NUMBERS[word] for word in before if word in _NUMBERS), None)
    if number is None:
        return sorted(allowed) if len(allowed) <= _MOST and before[0] in ("the", "all", "these") else []
    named = sorted((code for code in allowed if reading.counts[code]), key=lambda code: (-reading.counts[code], code))
    return sorted(named[:number]) if len(named) >= number else []


def _allowed(reading: Reading, head: Token, start: int, before: list[str]) -> frozenset[str]:
    """The codes that noun and modifiers leave open; none where a name in the phrase tells the country."""
    words, noun = country_words(), lemma(head)
    modifier = next(
        (
            " ".join(before[first:last])
            for first in range(1, len(before))
            for last in range(len(before), first, -1)
            if " ".join(before[first:last]) in words.modifiers
        ),
        None,
    )
    covered = set(modifier.split()) if modifier else set()
    for hit in reading.hits_in(start, head.i):
        if any(token.lower_ not in covered for token in reading.doc[hit.start : hit.end]):
            return frozenset()
    if noun in words.nouns:
        return words.nouns[noun] & words.modifiers[modifier] if modifier else words.nouns[noun]
    return words.modifiers[modifier] if modifier is not None and noun in _STATES else frozenset()


def _meant(reading: Reading, head: Token, allowed: frozenset[str]) -> str | None:
    """The country of those allowed that was named last, but for the one that acts on it in the clause."""
    if reading.issuer in allowed and head.text[:1].isupper():
        return reading.issuer  # "the Kingdom" in a press statement of its own
    acting = acting_codes(reading, head)
    now = reading.sentences[head.i]
    for hit in reversed(reading.hits_near(head.i)):
        if hit.start >= head.i or hit.entry.code not in allowed or hit.entry.code in acting:
            continue
        if now - reading.sentences[hit.root] > _BACK:
            break
        return hit.entry.code
    if reading.focus in allowed and reading.focus not in acting:
        return reading.focus
    return None


def acting_codes(reading: Reading, head: Token) -> set[str | None]:
    """The codes of the subject of the clause in which the words are no subject: it does not act on itself."""
    token = head
    for _ in range(8):
        if token.dep_ in ("nsubj", "nsubjpass"):
            return set()
        if token.pos_ in ("VERB", "AUX") or token.head is token:
            break
        token = token.head
    for _ in range(4):
        subjects = [child for child in token.lefts if child.dep_ in ("nsubj", "nsubjpass")]
        if subjects or token.dep_ != "conj":
            break
        token = token.head
    else:
        subjects = []
    return {hit.entry.code for one in subjects for hit in reading.hits_in(one.left_edge.i, one.i + 1)}


def _add_alias(reading: Reading, head: Token, start: int, code: str) -> bool:
    """ "The North" and the like, where the report names that country or its counterpart in full."""
    known = set(country_words().aliases.values()) & set(reading.counts)
    if code not in known or is_locative(head) or head.dep_ in ("compound", "amod", "nmod"):
        return False
    if any(child.dep_ == "prep" for child in head.rights):
        return False  # "the south of the country"
    party = reading.country(code)
    reading.add(Draft(start, head.i + 1, head.i, [party], "group", f"country_words.csv: {code}"))
    return True
