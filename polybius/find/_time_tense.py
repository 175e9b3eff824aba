"""The tense of the clause a time expression stands in: does it look back or ahead?"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from polybius.find._time_lexicon import load_lexicon
from polybius.find._time_scene import Tense

FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "may", "might", "should", "must", "sha"})
POSSIBLE = frozenset({"could", "can", "ca", "'d", "’d"})
BACK = frozenset({"have", "had", "has", "'ve", "’ve"})
# More steps up the tree than a clause is deep.
CLIMB = 12


def span_root(doc: Doc, start: int, end: int) -> Token:
    """The token of a span whose head lies outside it (the first such)."""
    return next((t for t in doc[start:end] if not start <= t.head.i < end or t.head.i == t.i), doc[start])


def is_verb(token: Token) -> bool:
    """Whether the token is a verb form or modal."""
    return token.tag_[:2] in ("VB", "MD")


def tense_at(doc: Doc, start: int, end: int, parsed: bool = True) -> Tense:
    """The tense around the tokens [start, end); ``parsed`` is False where the Doc has no dependencies."""
    if not parsed:
        return _tense_nearby(doc, start, end)
    token = span_root(doc, start, end)
    noun = token.head.head if token.dep_ == "pobj" else token.head
    subject = noun.dep_ in ("nsubj", "nsubjpass")
    if (
        not subject
        and noun.dep_ not in ("npadvmod", "ROOT")
        and (noun.pos_ in ("NOUN", "PROPN") or token.dep_ == "poss")
    ):
        return "unknown"  # "to get around Wednesday's ruling" tells nothing about Wednesday
    if token.dep_ == "pobj" and token.head.lower_ == "as" and token.head.head.lower_ in ("early", "soon"):
        return "future"
    ahead = False
    for _ in range(CLIMB):
        if token.dep_ == "prep" and token.lower_ in ("before", "until", "ahead"):
            ahead = True
        if is_verb(token):
            tense = _tense_of(token)
            if tense is not None:
                return "unknown" if ahead and tense == "past" else tense
        if token.head.i == token.i:
            break
        token = token.head
    return "unknown"


def _tense_of(verb: Token) -> Tense | None:
    """The tense of a verb form with its auxiliaries; None where the verb above decides."""
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass") and child.i < verb.i]
    words = {child.lower_ for child in auxiliaries}
    tags = {child.tag_ for child in auxiliaries}
    if words & FUTURE or verb.tag_ == "MD":
        return "past" if words & BACK else "future"
    if words & POSSIBLE:
        return "unknown"
    if "to" in words:
        return _infinitive(verb, words)
    if verb.lemma_.lower() in load_lexicon().words["planned"]:
        return "future"
    if words & BACK and verb.tag_ in ("VBN", "VBD"):
        return "past"
    if verb.tag_ == "VBD" or "VBD" in tags:
        return "past"
    if verb.tag_ == "VBG":
        return "future" if tags & {"VBZ", "VBP"} else None
    if verb.tag_ == "VBN":
        return "present" if tags & {"VBZ", "VBP"} else None if verb.dep_ == "xcomp" else "past"
    return "present"


def _infinitive(verb: Token, words: set[str]) -> Tense | None:
    """What one planned to do lies ahead; "failed to appear" is decided by the verb above; else it is open."""
    if words & BACK:
        return "past"
    head = verb.head
    ahead = (
        head.lemma_.lower() in load_lexicon().words["intent"] or head.lemma_.lower() in load_lexicon().words["planned"]
    )
    if ahead or head.lemma_ in ("be", "go"):
        return "future"
    return None if verb.dep_ in ("xcomp", "ccomp") else "unknown"


def _tense_nearby(doc: Doc, start: int, end: int) -> Tense:
    """Without a parse: the nearest modal or past form within eight tokens of the same sentence decides."""
    for distance in range(1, 9):
        for index in (start - distance, end - 1 + distance):
            if 0 <= index < len(doc):
                token = doc[index]
                if token.lower_ in ("will", "shall", "'ll", "would"):
                    return "future"
                if token.tag_ == "VBD" or (
                    (not token.tag_ and token.lower_ in ("was", "were", "had", "said")) or token.lower_.endswith("ed")
                ):
                    return "past"
    return "unknown"
