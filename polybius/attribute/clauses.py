"""Clauses and phrases of the parse as stretches of text."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from polybius.attribute.cues import cue_of
from polybius.attribute.drafts import Stretch, without
from polybius.attribute.judgements import is_withheld

_CONTRASTS = ("though", "although", "while", "whereas")
_REPLIES = ("reply", "respond", "retort", "answer", "counter", "deny", "reject", "dismiss", "accuse")


def clause_of(token: Token, *, but: tuple[Token, ...] = ()) -> list[Stretch]:
    """The words of a token's clause as text, less some of the phrases in it."""
    stretches: list[Stretch] = [stretch(token.doc, token.left_edge.i, token.right_edge.i + 1)]
    for part in but:
        hole = stretch(token.doc, part.left_edge.i, part.right_edge.i + 1)
        stretches = [piece for whole in stretches for piece in without(whole, hole)]
    if but:
        first, last = _segment(token, but[0])
        stretches = [(max(start, first), min(end, last)) for start, end in stretches]
    return clean(stretches)


def _segment(clause: Token, part: Token) -> Stretch:
    """The characters between the semicolons around a part of a clause."""
    doc = clause.doc
    bounds = [token.i for token in doc[clause.left_edge.i : clause.right_edge.i + 1] if token.text == ";"]
    first = max((at + 1 for at in bounds if at < part.i), default=clause.left_edge.i)
    last = min((at for at in bounds if at > part.i), default=clause.right_edge.i + 1)
    return stretch(doc, first, last) if first < last else (0, len(doc.text))


def stretch(doc: Doc, start: int, end: int) -> Stretch:
    """The characters of some tokens, ``end`` exclusive."""
    last = doc[end - 1]
    return doc[start].idx, last.idx + len(last)


def clean(stretches: list[Stretch]) -> list[Stretch]:
    """The stretches that hold something."""
    return [(start, end) for start, end in stretches if start < end]


def clause_content(child: Token, verb: Token, speaker: Token | None) -> list[Stretch]:
    """The clause, with what the parser hung on the verb after it ("…, he said, after a siege" stays out)."""
    start, end = child.left_edge.i, child.right_edge.i + 1
    if child.i < verb.i:
        limit = verb.left_edge.i if verb.left_edge.i > child.i else verb.i
        if speaker is not None and child.i < speaker.left_edge.i < verb.i:
            limit = min(limit if limit > child.i else verb.i, speaker.left_edge.i)
        end = min(end, max(limit, child.i + 1))
        if speaker is not None and speaker.head.head == verb and speaker.dep_ == "appos" and child.i < speaker.head.i:
            end = speaker.left_edge.i  # "… wounding six people, a doctor told Reuters"
    else:
        start = _opening(child, verb, max(start, verb.i + 1))
        first = child.doc[start]
        if first.lower_ == "that" and first.dep_ == "mark" and start + 1 < end:
            start += 1
        end = _end_before_reply(child, verb, end)
        end = _end_before_rival(child, end)
        if is_infinitive(child):
            end = _end_before_finite(child, end)
    return clean([stretch(child.doc, start, end)])


def _end_before_reply(clause: Token, verb: Token, end: int) -> int:
    """ "Rome charged that …, and Bonn replied that …": the reply is no part of the charge."""
    subjects = ("nsubj", "nsubjpass")
    for later in clause.rights:
        named = [part for part in later.lefts if part.dep_ in subjects and part.pos_ == "PROPN"]
        if later.dep_ != "conj" or not named or later.tag_ != verb.tag_ or later.lemma_ not in _REPLIES:
            continue
        first = later.left_edge.i
        before = [token.text for token in clause.doc[max(clause.i, first - 2) : first]]
        if "," in before:
            return first - 1
    return end


def _end_before_rival(clause: Token, end: int) -> int:
    """ "X said nobody was held, though Y says they were": what Y says against it is no part of X's words."""
    for later in clause.rights:
        mark = next((part for part in later.lefts if part.dep_ == "mark"), None)
        if later.dep_ != "advcl" or mark is None or mark.lower_ not in _CONTRASTS or later.i >= end:
            continue
        told = any(part.dep_ in ("ccomp", "xcomp") and part.i > later.i for part in later.children)
        named = any(part.dep_ == "nsubj" for part in later.lefts)
        known = cue_of(later) if told and named and later.left_edge.nbor(-1).text == "," else None
        if known is not None and known[0].kind == "speech":
            return later.left_edge.i - 1
    return end


def _end_before_finite(infinitive: Token, end: int) -> int:
    """ "Offered to wait and asked for calm": a finite verb that the parser hung on the infinitive is no part of it."""
    for token in infinitive.doc[infinitive.i + 1 : end]:
        finite = token.dep_ == "conj" and token.tag_ in ("VBD", "VBZ") and token.head.tag_ == "VB"
        if finite and not any(part.dep_ in ("nsubj", "nsubjpass") for part in token.lefts):
            joined = [part.i for part in token.head.rights if part.dep_ == "cc" and part.i < token.i]
            return min([token.left_edge.i, *joined])
    return end


def _opening(clause: Token, verb: Token, start: int) -> int:
    """Where a clause after its cue begins: with a subject that the parser took for the cue's object, not with a day."""
    doc = clause.doc
    if (
        clause.tag_ in ("VB", "VBP")
        and clause.dep_ == "ccomp"
        and not any(part.lower_ == "to" for part in clause.lefts)
    ):
        held = next((part for part in verb.rights if part.dep_ == "dobj" and part.right_edge.i == start - 1), None)
        if held is not None and not any(part.dep_ in ("nsubj", "nsubjpass", "mark") for part in clause.lefts):
            return held.left_edge.i
    first = doc[start]
    if first.ent_type_ in ("DATE", "TIME") and start - verb.i < 6:
        while start < clause.i and doc[start].ent_type_ in ("DATE", "TIME"):
            start += 1
        return start if doc[start].dep_ in ("mark", "det", "nsubj", "compound", "poss", "amod") else first.i
    return start


def complement(preposition: Token) -> list[Stretch]:
    """What a preposition leads to."""
    for child in preposition.rights:
        if child.dep_ in ("pcomp", "pobj", "ccomp"):
            return clean([stretch(child.doc, child.left_edge.i, preposition.right_edge.i + 1)])
    return []


def is_negated(verb: Token) -> bool:
    """Whether a cue is denied itself or not carried out: "did not say", "declined to say", "neither … nor denied"."""
    return is_withheld(verb)


def is_infinitive(verb: Token) -> bool:
    """Whether a verb stands in the infinitive with "to"."""
    return any(part.lower_ == "to" and part.dep_ == "aux" for part in verb.children)


def is_that_clause(clause: Token) -> bool:
    """Whether a clause is marked by "that"."""
    return any(part.lower_ == "that" and part.dep_ == "mark" for part in clause.children)


def is_gerund(verb: Token) -> bool:
    """Whether a verb is a gerund, also a perfect one ("denied having shelled")."""
    having = any(child.dep_ == "aux" and child.lower_ == "having" for child in verb.children)
    return verb.tag_ == "VBG" or (verb.tag_ == "VBN" and having)


def is_date(preposition: Token) -> bool:
    """Whether a preposition leads to a day or an hour."""
    return any(child.dep_ == "pobj" and child.ent_type_ in ("DATE", "TIME") for child in preposition.rights)
