"""To whom and through what a statement is made: "told reporters", "in an open letter to the president"."""

from __future__ import annotations

from spacy.tokens import Token

from polybius.attribute.cues import is_channel
from polybius.attribute.drafts import Draft
from polybius.attribute.speakers import Mentions, actors_of, conjuncts, noun_phrase, own_subject
from polybius.records import Actor

_THROUGH = ("in", "on", "at", "during", "via", "through", "by", "from", "to", "with", "before")
_TOLD = (
    "tell",
    "inform",
    "notify",
    "brief",
    "remind",
    "assure",
    "reassure",
    "ask",
    "warn",
    "urge",
    "advise",
    "convince",
)


def addressees_and_channels(draft: Draft, mentions: Mentions) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The parties spoken to and the things spoken through. Neither is ever a link of a chain (coding guide, rule 5)."""
    verb = draft.cue
    if verb is None or verb.is_punct or draft.lexical is None or draft.lexical.pos != "verb":
        return (), ()
    told: list[Token] = []
    channels: list[Token] = []
    speakers = {speaker.i for speaker in draft.speakers}
    for child in verb.children:
        asked = verb.lemma_ in _TOLD or (draft.frame == "obj-inf" and draft.lexical.kind == "speech")
        if child.dep_ in ("dobj", "dative", "iobj") and asked and _stands_outside(child, draft):
            told += conjuncts(_of_preposition(child))
        elif child.dep_ in ("prep", "prt") and draft.frame == "obj-inf" and child.lower_ in ("on", "upon"):
            told += [token for part in child.children if part.dep_ == "pobj" for token in conjuncts(part)]
        elif child.dep_ in ("prep", "dative", "agent") and child.lower_ in _THROUGH:
            _through(child, told, channels)
    passive = own_subject(verb)
    asked = verb.lemma_ in _TOLD or draft.frame == "obj-inf"
    if passive is not None and passive.dep_ == "nsubjpass" and asked and passive.i not in speakers:
        told += conjuncts(passive)
    told = [token for token in told if token.i not in speakers]
    return actors_of(told, mentions)[0], tuple(_channel(token) for token in channels)


def _of_preposition(token: Token) -> Token:
    return next((part for part in token.children if part.dep_ == "pobj"), token) if token.pos_ == "ADP" else token


def _stands_outside(token: Token, draft: Draft) -> bool:
    return draft.frame == "obj-inf" or not any(start <= token.idx < end for start, end in draft.content)


def _through(preposition: Token, told: list[Token], channels: list[Token]) -> None:
    for noun in preposition.children:
        if noun.dep_ not in ("pobj", "pcomp"):
            continue
        if is_channel(noun):
            channels.append(noun)
            for inner in noun.children:
                if inner.dep_ == "prep" and inner.lower_ in ("to", "with"):
                    told += [token for part in inner.children if part.dep_ == "pobj" for token in conjuncts(part)]
        elif preposition.lower_ == "to" and noun.pos_ in ("NOUN", "PROPN", "PRON"):
            told += conjuncts(noun)


def _channel(noun: Token) -> Actor:
    start, end = noun_phrase(noun)
    for child in noun.children:  # "an open letter", without the one it is to
        if child.dep_ == "prep" and child.lower_ in ("to", "with") and child.i < end:
            end = child.i
    span = noun.doc[start : max(end, noun.i + 1)]
    return Actor(text=span.text, start=span.start_char, end=span.end_char, reason="channel: carries the statement")
