"""Cues: the words by which a report tells that somebody says something, from data/lexicons/cues.csv."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import get_args

from spacy.tokens import Token

from polybius.records import Certainty
from polybius.tables import DATA, read_table

PATH = DATA / "lexicons" / "cues.csv"
COLUMNS = ("lemma", "pos", "kind", "attitude", "certainty", "polarity", "frames", "act", "note")
POS = ("verb", "noun", "adj", "adv", "prep")
KINDS = ("speech", "thought", "intent", "evidence", "finding", "document", "channel", "own")
ATTITUDES = (
    "neutral", "committed", "distancing", "denial", "promise", "demand", "accusation", "threat", "warning", "question",
    "approval", "disapproval", "intention", "refusal",
)  # fmt: skip
CERTAINTIES = get_args(Certainty)
PREPOSITIONS = ("of", "about", "against", "as", "for", "on", "over", "to", "with", "at")  # those that lead to a content
FRAMES = (
    "quote", "that", "wh", "inf", "ing", "np", "topic", "topic-for", "topic-ing", "topic-thing", "small", "figure",
    "obj-inf", "obj-of", "raise", "raise-agent", "clause", "in", "it", *PREPOSITIONS,
)  # fmt: skip
_VERB_TAGS = ("VB", "VBD", "VBG", "VBN", "VBP", "VBZ")


@dataclass(frozen=True)
class Cue:
    """A row of the lexicon. ``words``: the lemma and, after it, its particle, preposition or adverb."""

    words: tuple[str, ...]
    pos: str
    kind: str
    attitude: str
    certainty: str
    polarity: str
    frames: frozenset[str]
    act: bool


@dataclass(frozen=True)
class Lexicon:
    """All cues by part of speech and first word (longest first), and the nouns that carry or label speech."""

    cues: dict[tuple[str, str], tuple[Cue, ...]]
    documents: frozenset[str]
    channels: frozenset[str]
    own: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Reads the lexicon once. Raises DataError naming file and line where a row breaks the rules."""
    cues: dict[tuple[str, str], list[Cue]] = {}
    nouns: dict[str, set[str]] = {"document": set(), "channel": set(), "own": set()}
    for row in read_table(PATH, COLUMNS):
        for column, allowed in (
            ("pos", POS), ("kind", KINDS), ("attitude", ATTITUDES), ("certainty", CERTAINTIES),
            ("polarity", ("positive", "negative")), ("act", ("", "yes")),
        ):  # fmt: skip
            if row[column] not in allowed:
                raise row.fault(f"{column} must be one of {', '.join(allowed)}; found '{row[column]}'")
        if unknown := set(row.many("frames")) - set(FRAMES):
            raise row.fault(f"unknown frame '{min(unknown)}'; known are {', '.join(FRAMES)}")
        if row["kind"] in nouns:
            nouns[row["kind"]].add(row["lemma"])
            continue
        words = tuple(row["lemma"].split())
        if not words:
            raise row.fault("lemma is empty")
        manner = (row["attitude"], row["certainty"], row["polarity"])
        cue = Cue(words, row["pos"], row["kind"], *manner, frozenset(row.many("frames")), row["act"] == "yes")
        cues.setdefault((row["pos"], words[0]), []).append(cue)
    ordered = {key: tuple(sorted(found, key=lambda cue: -len(cue.words))) for key, found in cues.items()}
    return Lexicon(ordered, *(frozenset(nouns[kind]) for kind in ("document", "channel", "own")))


def cue_of(token: Token) -> tuple[Cue, tuple[int, ...]] | None:
    """The cue a token is the head of, with the indices of all its words; None if it is none."""
    for pos, key in _keys(token):
        for cue in lexicon().cues.get((pos, key), ()):
            words = _further_words(token, cue.words[1:], pos)
            if words is not None:
                return cue, (token.i, *words)
    return None


def _keys(token: Token) -> tuple[tuple[str, str], ...]:
    if token.tag_ in _VERB_TAGS:
        return (("verb", token.lemma_.lower()), ("prep", token.lower_))
    if token.pos_ == "NOUN":
        return (("noun", token.lemma_.lower()),)
    if token.pos_ == "ADJ":
        return (("adj", token.lower_),)
    if token.pos_ == "ADV":
        return (("adv", token.lower_),)
    return (("prep", token.lower_),) if token.pos_ in ("ADP", "SCONJ") else ()


def _further_words(token: Token, words: tuple[str, ...], pos: str) -> tuple[int, ...] | None:
    """Indices of a cue's words after its first; None if they are not there. Verbs may have one word in between."""
    doc, found, position = token.doc, [], token.i + 1
    for word in words:
        reach = 4 if pos == "verb" and word not in ("for", "on", "to", "upon") else 1
        for index in range(position, min(len(doc), position + reach)):
            if doc[index].lower_ == word:
                found.append(index)
                position = index + 1
                break
        else:
            return None
    return tuple(found)


def is_document(token: Token) -> bool:
    """Whether a noun is a thing that can show or say something ("poll", "report")."""
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in lexicon().documents


def is_own_label(token: Token) -> bool:
    """Whether a word before a colon stands for the report itself ("Photo:", "Announcer:")."""
    return token.lower_ in lexicon().own or token.lemma_.lower() in lexicon().own


def is_channel(token: Token) -> bool:
    """Whether a noun carries speech ("letter", "interview", "Twitter")."""
    return token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in lexicon().channels
