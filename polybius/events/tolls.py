"""Tolls told by a number and a word for the dead or hurt alone: "Doctors counted three dead and eleven injured".

Somebody counts, or names a figure ("spoke of five dead", "put it at nine dead"), in a report that tells an attack; each
such sentence is a telling of it with its numbers (guide, rule 25). The parser takes "dead" and "injured" for almost
anything there, so that the words are read as they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Doc, Token

from polybius.events.candidates import Candidate
from polybius.events.grammar import Slots, clause_span
from polybius.events.judge import TOLL_CERTAINTY
from polybius.events.lexicon import Pattern, Predicate
from polybius.events.magnitude import number_words, parse_number
from polybius.events.parties import Parties
from polybius.tables import DATA, read_table

COLUMNS = ("words", "use", "note")
FLAGS = frozenset({"victim", "final", "toll"})
TOLL = Predicate(Pattern(("dead",), "adj", (), 0), "ASSAULT", (), (), (), FLAGS, "a number of dead or hurt")
STEPS = 5  # heads between the toll and the verb that counts
NEAR = 3  # words before the toll in which its number stands


@cache
def words_of(use: str) -> frozenset[str]:
    """The words of one use in ``tolls.csv``."""
    rows = read_table(DATA / "lexicons" / "tolls.csv", COLUMNS)
    return frozenset(word for row in rows if row["use"] == use for word in row.many("words"))


def find_tolls(doc: Doc, parties: Parties, told: Sequence[Candidate]) -> list[Candidate]:
    """A candidate for each toll that no other one tells, where an attack is told before it; parties filled in."""
    attacks = [c for c in told if c.category == "ASSAULT"]
    taken = {i for c in attacks for i in (c.trigger.i, *c.verbs, *c.used)}
    found = []
    for word, verb in _tolls(doc):
        attack = next((c for c in reversed(attacks) if c.trigger.i < word.i), None)
        if verb.i in taken or word.i in taken or attack is None:
            continue
        taken |= {verb.i}
        candidate = Candidate(word, TOLL, Slots(word), span=_span(word, verb), settled=True, certainty=TOLL_CERTAINTY)
        candidate.judgement = attack.judgement
        candidate.recipient_tokens = [word]
        candidate.recipients = parties.all_of([word])
        found.append(candidate)
    return found


def _tolls(doc: Doc) -> Iterator[tuple[Token, Token]]:
    """The words for dead or hurt with a number before them, each with the verb of counting that governs it."""
    for word in doc:
        if word.lower_ not in words_of("harmed") or not _is_counted(word):
            continue
        if word.dep_ == "amod" and word.i < word.head.i and word.lower_ != "dead":
            continue  # "treated 120 wounded refugees" tells of the treatment
        verb = word
        for _ in range(STEPS):
            if verb.pos_ == "VERB" and verb.i != word.i:
                break
            verb = verb.head
        if verb.i != word.i and verb.lemma_.lower() in words_of("counting"):
            yield word, verb


def _is_counted(word: Token) -> bool:
    """Whether a number stands right before the word: "three dead", "at least 40 people injured", "seven bodies"."""
    subjects = [c for c in word.head.children if c.dep_ == "nsubj"] if word.dep_ == "acomp" else []
    if any(c.dep_ == "nummod" for s in subjects for c in s.children):
        return True  # "two people were dead"
    before = [t for t in word.doc[max(0, word.i - NEAR) : word.i] if not t.is_space]
    for token in reversed(before):
        if token.like_num or parse_number(token.text) is not None or token.lower_ in _vague():
            return True
        if token.pos_ not in {"NOUN", "ADJ"}:
            return False
    return False


@cache
def _vague() -> frozenset[str]:
    return frozenset(word for word, many in number_words()[0].items() if many.low and many.low > 1)


def _span(word: Token, verb: Token) -> tuple[int, int]:
    start, end = clause_span(verb)
    return min(start, word.i), max(end, word.i + 1)
