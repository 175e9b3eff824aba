"""How an act was done: modes from the predicate, from cue words in its clause, and from what is asked or threatened."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Token

from polybius.events.candidates import Candidate
from polybius.events.grammar import forms
from polybius.events.lexicon import EventLexicon, ModeCue
from polybius.records import Named

MAX_MODES = 3
SURE = 0.7  # from here on the classifier's word for a mode is taken where no other words show one


def modes_of(candidate: Candidate, lexicon: EventLexicon) -> tuple[Named, ...]:
    """The modes of an event, each with the words that show it; the predicate's own first."""
    trigger, doc = candidate.trigger, candidate.trigger.doc
    found: dict[str, Named] = {}
    for mode in candidate.predicate.modes:
        if mode != "content":
            found[mode] = _named(mode, trigger)
    if "content" in candidate.predicate.modes:
        content = _content_mode(candidate, lexicon)
        if content is not None:
            found.setdefault(content.name, content)
    scopes: dict[str, dict[str, list[Token]]] = {}
    for cue in lexicon.modes.get(candidate.category, ()):
        if cue.mode in found or len(found) >= MAX_MODES:
            continue
        if cue.where not in scopes:
            scopes[cue.where] = _by_form(_scope(cue.where, candidate, doc))
        token = _find_cue(cue, scopes[cue.where].get(cue.words[-1], ()), doc)
        if token is not None:
            found[cue.mode] = _named(cue.mode, token)
    if not found and candidate.judgement is not None:
        for name, probability in candidate.judgement.modes.items():
            category, mode = name.split("/")
            if category == candidate.category and probability >= SURE:
                found[mode] = _named(mode, trigger)  # the predicate as a whole shows it
    return tuple(found.values())


def _named(mode: str, token: Token) -> Named:
    return Named(name=mode, start=token.idx, end=token.idx + len(token))


def _content_mode(candidate: Candidate, lexicon: EventLexicon) -> Named | None:
    """The mode of a request, refusal or threat: what is asked for, refused or threatened."""
    column = 1 if candidate.category == "THREATEN" else 0
    slots = candidate.slots
    for slot in ("xcomp", "for", "ccomp", "of", "to", "obj", "with", "on", "in", "poss", "mod"):
        for filler in slots[slot]:
            mode = _lookup(filler, column, lexicon)
            if mode:
                return _named(mode, filler)
            for inner in filler.children:
                if inner.dep_ in {"dobj", "acomp", "attr", "nsubjpass", "prep", "xcomp", "acl"}:
                    targets = list(inner.children) if inner.dep_ == "prep" else [inner]
                    for target in targets:
                        mode = _lookup(target, column, lexicon)
                        if mode:
                            return _named(mode, target)
    return None


def _lookup(token: Token, column: int, lexicon: EventLexicon) -> str | None:
    pos = {"VERB": "verb", "AUX": "verb", "ADJ": "adj"}.get(token.pos_, "noun")
    for key in (pos, "noun", "verb", "adj"):
        for form in _names(token):
            entry = lexicon.contents.get((key, form))
            if entry is not None and entry[column]:
                return entry[column]
    return None


def _names(token: Token) -> list[str]:
    """The forms of a content word, the fullest first; its modifiers alone do not count."""
    own = [f for f in forms(token) if " " in f or f in {token.lemma_.lower(), token.lower_}]
    return sorted(own, key=lambda f: (-f.count(" "), f))


def _by_form(tokens: Sequence[Token]) -> dict[str, list[Token]]:
    """Tokens by their lemma and lower-case form."""
    found: dict[str, list[Token]] = {}
    for token in tokens:
        for form in {token.lemma_.lower(), token.lower_}:
            found.setdefault(form, []).append(token)
    return found


def _find_cue(cue: ModeCue, lasts: Sequence[Token], doc: Doc) -> Token | None:
    """The last token of the cue's words; lasts: the tokens of its scope that have the form of its last word."""
    for token in lasts:
        words = cue.words
        at = token.i - 1
        matched = True
        for word in reversed(words[:-1]):
            while at >= 0 and doc[at].text in {"-", "–"}:
                at -= 1
            if at < 0 or word not in {doc[at].lemma_.lower(), doc[at].lower_}:
                matched = False
                break
            at -= 1
        if matched:
            return token
    return None


def _scope(where: str, candidate: Candidate, doc: Doc) -> list[Token]:
    trigger = candidate.trigger
    if where == "trigger":
        return [trigger, *(c for c in trigger.children if c.dep_ in {"amod", "compound", "nmod", "advmod"})]
    if where == "clause":
        start, end = candidate.span
        return list(doc[start:end])
    return [t for filler in candidate.slots[where] for t in filler.subtree]
