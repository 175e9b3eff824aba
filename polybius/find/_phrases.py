"""Noun phrases as the parse gives them: where they begin, what modifies them, where a preposition makes them places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc, Token

from polybius.find._place_words import opening_preposition
from polybius.tables import DATA, read_table

# relations by which a token to the left of a noun belongs to its phrase
_INSIDE = frozenset({
    "compound", "amod", "nmod", "poss", "nummod", "det", "quantmod", "predet", "case", "advmod", "npadvmod", "cc",
    "conj", "punct", "appos", "npmod", "nounmod",
})  # fmt: skip
_OPENING = frozenset('"“”‘(«[{') | {"``", "''", "--", "—", "–", ":", ";", "-LRB-"}
NOMINAL = frozenset({"NOUN", "PROPN"})
# prepositions whose object is a place where something is, not a party
LOCATIVE = frozenset({
    "in", "at", "near", "outside", "inside", "around", "through", "into", "across", "throughout", "within", "off",
    "along", "via", "beyond", "north", "south", "east", "west", "onto",
})  # fmt: skip
_ACRONYM = re.compile(r"(?:[A-Z]\.){2,}")
_REACH = 24  # tokens to the left that a phrase may hold; keeps odd parses from costing time
_QUANTITIES = frozenset({
    "number", "ten", "dozen", "hundred", "thousand", "million", "score", "majority", "minority", "crowd", "group",
    "couple", "lot", "pair", "handful", "rest", "half", "third", "quarter", "most", "some", "many", "several", "wave",
    "band", "team", "member", "one", "two", "three", "four", "five", "all", "none", "part", "series",
})  # fmt: skip


def sentence_start(token: Token) -> int:
    """Index of the first token of the token's sentence, looking back no further than a phrase can reach."""
    doc, index = token.doc, token.i
    lowest = max(0, index - _REACH)
    while index > lowest and not doc[index].is_sent_start:
        index -= 1
    return index


def phrase_start(head: Token) -> int:
    """Index where the noun phrase of ``head`` begins: determiner, possessor and modifiers included."""
    doc, first = head.doc, head.i
    for index in range(head.i - 1, sentence_start(head) - 1, -1):
        token = doc[index]
        if token.text in _OPENING or token.is_space or not _belongs(token, head):
            break
        first = index
    if 0 < first < len(doc) and doc[first].is_sent_start and _ACRONYM.fullmatch(doc[first - 1].text):
        first -= 1  # the parser took the stop of "U.S." for the sentence's
    while first < head.i and (doc[first].is_punct or doc[first].dep_ == "cc" or doc[first].tag_ == "POS"):
        first += 1
    return first


def _belongs(token: Token, head: Token) -> bool:
    for _ in range(8):
        if token.dep_ not in _INSIDE or token.head is token:
            return False
        if token.dep_ in ("conj", "appos") and token.head.i < head.i and token.head.dep_ not in _INSIDE:
            return False
        token = token.head
        if token.i == head.i:
            return True
        if token.i > head.i:
            return False
    return False


def is_phrase_head(token: Token) -> bool:
    """Whether a noun heads a phrase of its own rather than modifying the noun after it."""
    if token.pos_ not in NOMINAL:
        return False
    if token.dep_ in ("compound", "nmod", "amod", "nounmod", "npmod", "quantmod") and token.head.i > token.i:
        return False
    return not (token.dep_ == "conj" and token.head.i < token.i and _is_modifier_left(token.head, token.i))


def _is_modifier_left(token: Token, index: int) -> bool:
    """Whether ``token`` modifies a noun that stands after ``index`` ("US and Canadian officials")."""
    for _ in range(4):
        if token.dep_ in ("compound", "nmod", "amod", "nounmod", "npmod") and token.head.i > index:
            return True
        if token.dep_ != "conj":
            return False
        token = token.head
    return False


def governing_preposition(token: Token) -> Token | None:
    """The preposition whose object the phrase of ``token`` is, also as a later member of a coordination."""
    for _ in range(12):
        if token.dep_ in ("conj", "appos") and token.head.i < token.i:
            token = token.head
            continue
        break
    if token.dep_ in ("pobj", "pcomp") and token.head.pos_ in ("ADP", "SCONJ", "ADV", "PART"):
        return token.head
    return None


def opens_with_preposition(head: Token) -> bool:
    """Whether a capitalised preposition opens the sentence before a name, taken for part of it ("Near Mosul, …")."""
    doc, first = head.doc, head.i
    while first > 0 and head.i - first < 6 and doc[first - 1].text[:1].isupper():
        first -= 1
        if doc[first].dep_ == "pobj" and doc[first] not in head.subtree:
            return False  # the preposition has its object: "In March Kenya closed the border"
    return first < head.i and opening_preposition(doc[first])


@cache
def motion_words() -> dict[str, frozenset[str]]:
    """The lemmas of ``motion_words.csv`` by use; each use is explained there."""
    found: dict[str, set[str]] = {}
    for row in read_table(DATA / "lexicons" / "motion_words.csv", ("words", "use", "note")):
        if row["use"] not in _MOTION:
            raise row.fault(f"use must be one of {', '.join(_MOTION)}; found {row['use']!r}")
        found.setdefault(row["use"], set()).update(row.many("words"))
    return {use: frozenset(words) for use, words in found.items()}


_MOTION = ("to", "for", "obj", "from", "of", "land-to", "land-obj")


def is_destination(token: Token) -> bool:
    """Whether a capital or seat at ``token`` is where somebody goes, is sent, leaves or lives, and so no party."""
    words = motion_words()
    preposition = governing_preposition(token)
    if preposition is None:
        return token.dep_ == "dobj" and token.head.lemma_.lower() in words["obj"]
    word, governor = preposition.lower_, preposition.head
    if word in ("over", "above", "toward", "towards"):
        return True
    if word == "to" and any(c.dep_ == "dobj" and c.lemma_.lower() in _MESSAGES for c in governor.children):
        return False  # a note sent to Lima is for those who govern there
    if word in ("to", "for", "of"):
        sent = word == "to" and governor.pos_ in NOMINAL and _is_sent(governor)
        near = (governor, governor.head) if sent else (governor, *(c for c in governor.children if c.dep_ == "dobj"))
        return any(one.lemma_.lower() in words[word] for one in near)
    if word == "from" and governor.pos_ in NOMINAL and governor.dep_ == "dobj":
        return governor.head.lemma_.lower() in words["from"]
    return False


def _is_sent(noun: Token) -> bool:
    """Whether a noun is the object of its verb and no message, which would be for those who govern."""
    return noun.dep_ == "dobj" and noun.lemma_.lower() not in _MESSAGES


_MESSAGES = frozenset({
    "letter", "message", "note", "appeal", "offer", "warning", "proposal", "signal", "reply", "request", "ultimatum",
    "aid", "arm", "weapon", "money", "gas", "oil", "loan", "help", "support", "supply", "demand", "apology",
})  # fmt: skip


def is_locative(token: Token, *, country: bool = False) -> bool:
    """Whether the name at ``token`` is told as a place: after "in", after "from" of a movement, or behind a comma.

    country: the name is a country's, so that "at" aims at it, and movement is to or from those who live there.
    """
    if not country and is_destination(token):
        return True
    if country and token.dep_ == "dobj" and token.head.lemma_.lower() in motion_words()["land-obj"]:
        return True
    preposition = governing_preposition(token)
    if preposition is not None:
        word = preposition.lower_
        if word in LOCATIVE and not (country and word == "at"):
            return not (
                word in ("in", "through", "via") and preposition.head.lemma_ in ("confidence", "trust", "faith")
            )
        if word == "from":
            return preposition.head.pos_ in ("VERB", "AUX", "ADV") and preposition.head.lemma_ not in _RECEIVE
        if word == "to" and preposition.head.lower_ == "from":
            return True
        if word == "of" and preposition.head.lower_ == "out":
            return True  # "pulled its men out of Lebanon"
        if word == "to" and _goes(preposition):
            return True
        if word in ("of", "to") and preposition.head.lower_ in _POINTS:
            return True
    return opens_with_preposition(token) or _ends_address(token)


def _goes(preposition: Token) -> bool:
    """Whether a phrase hangs, be it by way of others, on a verb of going: "fled across the river to Cameroon"."""
    token = preposition.head
    for _ in range(3):
        if token.pos_ in ("VERB", "AUX") or token.head == token or token.lemma_.lower() in motion_words()["land-to"]:
            break
        token = token.head
    beside = (
        inner for child in token.children if child.dep_ == "prep" for inner in child.rights
    )  # "put on a plane to"
    return any(one.lemma_.lower() in motion_words()["land-to"] for one in (token, *beside))


_RECEIVE = frozenset({"receive", "get", "hear", "win", "seek", "demand", "obtain", "want", "accept", "borrow", "buy"})
_POINTS = frozenset({
    "north", "south", "east", "west", "northwest", "northeast", "southwest", "southeast", "outside", "part", "parts",
    "coast", "town", "city", "village", "province", "region", "island", "border", "close", "near", "middle", "next",
})  # fmt: skip


def _ends_address(token: Token) -> bool:
    """Whether the name follows another place name and a comma ("Nairobi, Kenya")."""
    doc, first = token.doc, token.left_edge.i
    if first < 2 or doc[first - 1].text != "," or doc[first - 2].pos_ != "PROPN":
        return False
    before = doc[first - 2]
    if token.dep_ == "appos" and any(child.dep_ == "conj" and child.ent_type_ == "GPE" for child in token.rights):
        return False  # "Peru, Chile and Bolivia": a list
    return token.dep_ in ("appos", "npadvmod", "conj", "dobj", "pobj", "nmod") and (
        before.ent_type_ in ("GPE", "LOC", "FAC") and token.dep_ != "conj"
    )


def prepositional(head: Token, *words: str) -> Iterator[Token]:
    """The objects of the prepositions among ``words`` that hang on ``head``."""
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ in words:
            for inner in child.rights:
                if inner.dep_ == "pobj":
                    yield inner


def counted(head: Token) -> Token | None:
    """The noun that a word of number or quantity counts ("tens of thousands of people" -> people)."""
    if head.lemma_.lower() not in _QUANTITIES and head.pos_ not in ("NUM", "DET", "PRON", "ADJ"):
        return None
    token = head
    for _ in range(3):
        inner = next(prepositional(token, "of"), None)
        if inner is None:
            return None
        if inner.lemma_.lower() not in _QUANTITIES:
            return inner if inner.pos_ in NOMINAL else None
        token = inner
    return None


def lemma(token: Token) -> str:
    """The lemma to compare with word lists: lower case, singular also of common nouns tagged as names."""
    word = token.lemma_.lower()
    if not word.isascii():
        word = "".join(char for char in word if unicodedata.category(char) != "Cf")
    if token.tag_ in ("NNPS", "NNP", "NNS") and word == token.lower_ and len(word) > 3:
        if word.endswith("men"):
            return word[:-2] + "an"
        if word.endswith("ies"):
            return word[:-3] + "y"
        if word.endswith("s") and not word.endswith(("ss", "us", "is")):
            return word[:-1]
    return word


def sentence_numbers(doc: Doc) -> list[int]:
    """For each token the number of its sentence."""
    numbers, number = [], -1
    for token in doc:
        number += bool(token.is_sent_start) or number < 0
        numbers.append(number)
    return numbers
