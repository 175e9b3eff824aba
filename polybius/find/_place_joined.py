"""The clauses that an act shares its place with: joined to it, inside it, or telling where those acted on were."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from polybius.find._place_words import place_words
from polybius.find._time_lexicon import load_lexicon

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
_ALONG = frozenset(("", "before", "until", "as", "while", "when"))
_RELATIVES = frozenset(("who", "that", "which"))
_OBJECTS = frozenset(("dobj", "nsubjpass"))
_AT = frozenset(("at", "on", "against", "by", "between", "with"))
_MAX_CLIMB = 40


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, be it that of the verb it is joined to; None where none is told."""
    for _ in range(_MAX_CLIMB):
        found = next((child for child in verb.children if child.dep_ in SUBJECTS), None)
        if found is not None or verb.dep_ not in ("conj", "xcomp"):
            return found
        verb = verb.head
    return None


def has_subject(verb: Token) -> bool:
    """Whether a verb has a subject of its own."""
    return any(child.dep_ in SUBJECTS for child in verb.children)


def mark_of(verb: Token) -> str:
    """The word that opens the clause of a verb, "" for a bare participle."""
    marks = (child for child in verb.lefts if child.dep_ == "mark" or (child.dep_ == "advmod" and child.tag_ == "WRB"))
    return next((mark.lower_ for mark in marks), "")


def joined_verbs(trigger: Token) -> Iterator[Token]:
    """The verbs whose place is also the trigger's where its own clause tells none, the surest first.

    "Crowds looted shops in X and stoned the police", "fired at the marchers in X before soldiers sealed off the road";
    "began to leave the base at X", "shelling rocked X", "fired at people who had gathered in X".
    """
    yield from _inside(trigger)
    if trigger.dep_ in SUBJECTS and trigger.head.pos_ == "VERB":
        yield trigger.head
    token = trigger
    for _ in range(3):
        head = token.head
        told = token.dep_ in ("relcl", "acl") and head.lemma_.lower() in place_words().event
        along = token.dep_ == "conj" or (token.dep_ == "advcl" and mark_of(token) in _ALONG)
        if head == token or not (told or (along and head.pos_ in ("VERB", "AUX"))):
            break
        token = head
        yield token
    yield from present_verbs(trigger)


def _inside(verb: Token) -> Iterator[Token]:
    """What is done by an act: "helped to retake X", "sent soldiers to guard the mine at X", "let them march to X"."""
    for child in verb.children:
        bare = child.dep_ in ("ccomp", "advcl") and child.tag_ == "VB" and not mark_of(child)
        if bare or child.dep_ == "xcomp":
            yield child


def present_verbs(trigger: Token) -> Iterator[Token]:
    """The verbs that tell where those acted on were at the time: "fired at people who had gathered in X"."""
    for child in trigger.children:
        if child.dep_ in _OBJECTS:
            yield from _of_people(child)
        elif child.dep_ in ("prep", "agent") and child.lower_ in _AT:
            yield from (verb for noun in child.children if noun.dep_ == "pobj" for verb in _of_people(noun))


def _of_people(noun: Token) -> Iterator[Token]:
    presence = load_lexicon().words["presence"]
    for verb in noun.rights:
        told = verb.dep_ == "acl" and verb.lower_.endswith("ing")
        told = told or (verb.dep_ == "relcl" and any(child.lower_ in _RELATIVES for child in verb.lefts))
        if told and verb.lemma_.lower() in presence:
            yield verb
