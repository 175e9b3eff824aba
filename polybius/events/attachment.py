"""What a verb really hangs on, where the parser's commonest faults hang it elsewhere.

After an insertion the main verb is taken for a participle of its subject, a sentence before a semicolon for the content
of the next one, and a second main verb for one coordinated with an infinitive in between.
"""

from __future__ import annotations

from spacy.tokens import Token

VERBAL = {"VERB", "AUX"}
FINITE = frozenset({"VBD", "VBZ", "VBP"})


def is_detached(verb: Token) -> bool:
    """Whether a verb is the main one of its sentence, though the parser hangs it on its subject as a participle.

    So it does after an insertion: "The Commission, which had imposed the ban, called on London to think again".
    """
    noun = verb.head
    if verb.dep_ != "acl" or verb.tag_ not in {"VBD", "VBN"} or noun.dep_ != "ROOT" or noun.pos_ == "VERB":
        return False
    inserted = any(c.dep_ in {"relcl", "appos", "acl"} and noun.i < c.i < verb.i for c in noun.children)
    if not inserted or verb.doc[verb.i - 1].text not in {",", "—", "–", "-", ")"}:
        return False
    return not any(c.dep_ in {"agent", "auxpass"} for c in verb.children)


def is_finite(verb: Token) -> bool:
    """Whether a verb has a tense, its own or that of an auxiliary."""
    return verb.tag_ in FINITE or any(c.dep_ in {"aux", "auxpass"} and c.tag_ in {*FINITE, "MD"} for c in verb.children)


def joined_to(verb: Token) -> Token:
    """The verb that a coordinated verb really stands beside.

    A verb with a tense is not coordinated with an infinitive or gerund, though the parser may hang it there: in "urged
    Y to review the treaty and called on Z" and "vowed to fight and accused Y" the second act stands beside the first.
    """
    other = verb.head
    if verb.tag_ not in FINITE:
        return other
    while other.pos_ not in VERBAL and other.head.i != other.i:
        other = other.head  # "escorted the envoy to the airport and put him on a plane", hung on the envoy
    for _ in range(4):
        if is_finite(other) or other.dep_ not in {"xcomp", "ccomp", "advcl", "pcomp", "acl", "conj"}:
            return other if other.pos_ in VERBAL else verb.head
        above = other.head
        while above.pos_ not in VERBAL and above.head.i != above.i:
            above = above.head
        other = above
    return other


def stands_beside(verb: Token) -> bool:
    """Whether a clause is a sentence beside the one the parser takes it for a part of.

    "Paris offered talks; the unions refused" and "Rome protested, and Vienna closed the border": the first is hung on
    the second as if it were its content.
    """
    head = verb.head
    if verb.dep_ != "ccomp" or verb.i > head.i:
        return False
    return any(c.dep_ == "cc" or c.text == ";" for c in (*head.children, *verb.children) if verb.i < c.i < head.i)
