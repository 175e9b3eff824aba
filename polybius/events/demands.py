"""Demands made with a modal: "The regime must lift the siege," said the minister — REQUEST by the speaker.

Only inside somebody's words: there "must", "has to" and "it is essential that" ask something of the party they are said
of (guide, rule 15: a demand made in words to the press is REQUEST).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from polybius.attribute import chain_at
from polybius.events.candidates import Candidate
from polybius.events.grammar import Slots, clause_span, expand, subject
from polybius.events.lexicon import Pattern, Predicate
from polybius.events.parties import Parties, is_known
from polybius.events.retell import codes

MODALS = {"must", "should"}
GOVERNED = {"have", "need"}  # "has to", "needs to"
ESSENTIAL = {"essential", "vital", "imperative", "crucial", "necessary", "critical"}
DEMAND = Predicate(
    Pattern(("must",), "verb", (), 0), "REQUEST", ("content",), (), (), frozenset({"speech"}), "a demand with a modal"
)


def find_demands(doc: Doc, parties: Parties) -> list[Candidate]:
    """A candidate for each demand made with a modal in reported words, parties filled in."""
    found = []
    for verb in _demanded(doc):
        chain = chain_at(doc, verb.idx, verb.idx + len(verb))
        speakers = chain[0].statement.speakers if chain else ()
        asked = expand(subject(verb))
        recipients = parties.all_of(asked)
        if (
            not any(is_known(s) for s in speakers)
            or not any(is_known(a) for a in recipients)
            or codes(recipients) <= codes(speakers)
        ):
            continue
        candidate = Candidate(verb, DEMAND, Slots(verb), span=clause_span(verb), settled=True)
        candidate.actors, candidate.recipients, candidate.recipient_tokens = speakers, recipients, asked
        found.append(candidate)
    return found


def _demanded(doc: Doc) -> Iterator[Token]:
    """The verbs that must be done."""
    for token in doc:
        if token.lower_ in MODALS and token.dep_ == "aux":
            concluded = any(c.dep_ == "aux" and c.lower_ == "have" for c in token.head.children)  # "must have fled"
            if token.head.lemma_.lower() not in {"be", "have"} and not concluded:
                yield token.head
        elif token.lemma_.lower() in GOVERNED and token.pos_ == "VERB" and token.tag_ in {"VBZ", "VBP"}:
            yield from (c for c in token.children if c.dep_ == "xcomp" and c.tag_ == "VB")
        elif token.lemma_.lower() in ESSENTIAL and token.dep_ == "acomp":
            yield from (c for host in (token, token.head) for c in host.children if c.dep_ == "ccomp")
