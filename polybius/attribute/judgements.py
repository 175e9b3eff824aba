"""Words that judge whether something is so, from data/lexicons/judgements.csv: "probably", "it is unlikely that"."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Token

from polybius.tables import DATA, read_table

PATH = DATA / "lexicons" / "judgements.csv"
COLUMNS = ("lemmas", "pos", "effect", "note")
POS = ("adv", "adj", "noun", "verb", "mark")
EFFECTS = (
    "possible", "probable", "improbable", "open", "false", "true", "known", "evidence", "knowledge", "condition",
    "almost", "withheld",
)  # fmt: skip


@cache
def judgements() -> Mapping[tuple[str, str], str]:
    """The effect of each word by part of speech and lemma. Raises DataError naming file and line of a faulty row."""
    found: dict[tuple[str, str], str] = {}
    for row in read_table(PATH, COLUMNS):
        for column, allowed in (("pos", POS), ("effect", EFFECTS)):
            if row[column] not in allowed:
                raise row.fault(f"{column} must be one of {', '.join(allowed)}; found '{row[column]}'")
        for lemma in row.many("lemmas"):
            found[row["pos"], lemma] = row["effect"]
    return found


def judgement_of(word: Token, pos: str) -> str:
    """How a word judges what it belongs to; "" where it does not. An adverb counts with the word before it."""
    known = judgements()
    if pos == "adv" and word.i > 0 and (both := known.get((pos, f"{word.nbor(-1).lower_} {word.lower_}"))):
        return both
    return known.get((pos, word.lower_)) or known.get((pos, word.lemma_.lower()), "")


def is_denied(noun: Token) -> bool:
    """Whether a noun is said not to be there: "no evidence", "had not seen any evidence", "without proof"."""
    if any(child.lower_ in ("no", "little", "neither") for child in noun.lefts):
        return True
    head = noun.head
    if noun.dep_ == "pobj":
        return head.lower_ == "without"
    return noun.dep_ in ("dobj", "attr", "nsubj", "nsubjpass") and any(child.dep_ == "neg" for child in head.children)


def is_withheld(verb: Token) -> bool:
    """Whether what a verb tells is not said or done: negated itself, or left undone by the word it hangs on.

    "Neither confirmed nor denied", "would not confirm or deny", "declined to comment", "was not able to say", "stopped
    short of saying".
    """
    return _is_withheld(verb, 0)


def _is_withheld(verb: Token, depth: int) -> bool:
    own = any(
        child.dep_ == "neg" or (child.lower_ == "neither" and child.dep_ in ("preconj", "cc", "advmod"))
        for child in verb.children
    )
    head = verb.head
    if depth > 4 or head == verb:
        return own
    if verb.dep_ == "conj":
        joined = any(child.dep_ == "cc" and child.lower_ in ("nor", "or") and child.i < verb.i for child in head.rights)
        bare = not any(child.dep_ in ("nsubj", "nsubjpass") for child in verb.children)
        return own or (joined and bare and _is_withheld(head, depth + 1))
    if verb.dep_ == "xcomp" and head.pos_ in ("VERB", "AUX", "ADJ"):
        return own != (_withholds(head) != _is_withheld(_host(head), depth + 1))
    if verb.dep_ == "pcomp" and head.lower_ == "of" and head.i > 0 and head.nbor(-1).lower_ == "short":
        return not own
    return own


def _withholds(governor: Token) -> bool:
    """Whether a governing verb or adjective leaves undone what it governs; so does "has yet to"."""
    if judgement_of(governor, "adj" if governor.pos_ == "ADJ" else "verb") == "withheld":
        return True
    return is_yet_to(governor)


def is_yet_to(governor: Token) -> bool:
    """Whether a verb tells that what it governs is not done so far: "has yet to reply", "remains yet to be seen"."""
    return governor.lemma_.lower() in ("have", "be", "remain") and any(c.lower_ == "yet" for c in governor.children)


def _host(governor: Token) -> Token:
    """The verb that carries a governing word's negation: the copula of an adjective, else the word itself."""
    return governor.head if governor.pos_ == "ADJ" and governor.head.pos_ in ("VERB", "AUX") else governor
