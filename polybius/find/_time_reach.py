"""Which verbs of a sentence share the time of an act, and which lie before or after it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from polybius.find._time_lexicon import load_lexicon
from polybius.find._time_tense import CLIMB, is_verb

Shift = Literal["same", "before", "after"]


# A clause that begins with one of these happens with, before or after the clause it depends on.
MARKS: dict[str, Shift] = {
    "when": "same", "as": "same", "while": "same", "where": "same", "whilst": "same", "amid": "same", "by": "same",
    "in": "same", "during": "same", "on": "same", "with": "same", "after": "before", "since": "before",
    "following": "before", "before": "after", "until": "after",
}  # fmt: skip


SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})


@dataclass(frozen=True)
class Reach:
    """How a verb's date applies to the trigger: rank (0 its own … 3 another clause of the sentence) and shift.

    link: the word that shifts ("two days *after* gunmen had attacked"), -1 if none. lasts: whether the trigger tells
    what goes on ("since 1991, when troops occupied it"). past: whether only times long past apply ("invited them to
    join in 1997").
    """

    rank: int
    shift: Shift
    why: str
    link: int = -1
    lasts: bool = False
    past: bool = False


JOINED = "with the verb joined to it"
DESCRIBED = "which its clause describes"


def reachable(trigger: Token) -> dict[int, Reach]:
    """The verbs whose dates are also the trigger's, with how."""
    reach: dict[int, Reach] = {}
    start, shift, linked = trigger, "same", -1
    if not is_verb(trigger):
        lexicon, token, tied = load_lexicon(), trigger, True
        for token in upward(trigger):
            if is_verb(token):
                break
            if token.dep_ in ("prep", "pcomp"):
                tie = lexicon.value("tie", token.lower_)
                tied = tied and bool(tie)
                if tie and tie != "same":
                    shift, linked = tie, token.i
        if not tied or not is_verb(token) or speaks(token) or token.lemma_.lower() in lexicon.words["reaction"]:
            return reach
        reach[token.i] = Reach(1 if shift == "same" else 3, shift_of(shift), "with the verb of its clause", linked)
        start = token
    if shift == "same":
        _add_below(start, reach)
        _add_presence(start, reach)
        _add_above(start, reach)
    return reach


def _add_below(verb: Token, reach: dict[int, Reach]) -> None:
    """Infinitives, coordinated verbs and temporal clauses that hang on the verb, participles beside it."""
    for child in verb.children:
        if child.dep_ in SUBJECTS or child.dep_ == "dobj":
            for participle in child.children:
                if participle.dep_ == "acl" and (participle.tag_ == "VBG" or speaks(participle)):
                    reach.setdefault(participle.i, Reach(2, "same", f"with “{participle.text}” beside it"))
        if child.i in reach or not is_verb(child):
            continue
        if child.dep_ in ("xcomp", "ccomp") and is_verb(child) and _looks_ahead(verb) and "to" in _auxiliaries(child):
            reach[child.i] = Reach(3, "same", "with its infinitive", past=True)
        elif child.dep_ == "xcomp" and not speaks(verb) and not _looks_ahead(verb):
            reach[child.i] = Reach(1, "same", "with its infinitive")
        elif child.dep_ == "ccomp" and child.tag_ == "VB" and not _auxiliaries(child) and not speaks(verb):
            reach[child.i] = Reach(1, "same", "with its infinitive")  # "let the marchers pass on Friday"
        elif child.dep_ == "conj" and not _has_subject(child):
            reach[child.i] = Reach(2, "same", JOINED)
        elif child.dep_ == "advcl":
            mark = _mark(child)
            shift = MARKS.get(mark)
            if shift:
                turned = shift_of({"before": "after", "after": "before"}.get(shift, ""))
                reach[child.i] = Reach(3, turned, f"in its “{mark}” clause", _mark_token(child))
            elif child.tag_ == "VBG" and not mark and not _has_subject(child):
                reach[child.i] = Reach(2, "same", f"with “{child.text}” beside it")


def _add_above(verb: Token, reach: dict[int, Reach]) -> None:
    """The verbs it hangs on, up to a verb of saying, which has a date of its own."""
    token, rank, shift, linked = verb, 1, "same", -1
    for _ in range(CLIMB):
        head, link = token.head, token.dep_
        if head.i == token.i:
            return
        if link in ("xcomp", "aux", "auxpass") and is_verb(head) and not speaks(head) and not _looks_ahead(head):
            rank = max(rank, 1)
        elif link == "conj" and is_verb(head) and not _has_subject(token):
            rank = max(rank, 2)
        elif link in ("advcl", "prep", "pcomp"):
            mark = _mark(token) if link == "advcl" else token.head.lower_ if link == "pcomp" else ""
            step = MARKS.get(mark) if mark else "same"
            if step is None or (shift != "same" and step not in ("same", shift)):
                return
            if step != "same":
                shift, linked = step, _mark_token(token) if link == "advcl" else token.head.i
            rank = 3
        elif link == "ccomp" and _is_cleft(head):
            pass
        elif link in ("acl", "relcl") and (above := _scene_verb(token)) is not None:
            rank, head = 3, above
        else:
            return
        token = head
        if is_verb(token) and token.i not in reach:
            if speaks(token) and rank >= 3 and not _has_subject(verb):
                return
            why = {1: "with the verb above it", 2: "with the verb it is joined to"}.get(
                rank, "in the clause it hangs on"
            )
            reach[token.i] = Reach(rank, shift_of(shift), why, linked)


def _scene_verb(verb: Token) -> Token | None:
    """The verb whose scene a clause about one of its nouns paints, in the same tense.

    "fired at crowds protesting", "agreed on Sunday in Goma, where the rebels signed".
    """
    noun = verb.head
    above = next((token for token in upward(noun) if is_verb(token)), None)
    if above is None or noun.i < above.i or speaks(above):
        return None
    if verb.dep_ == "acl":
        crowd = verb.lemma_.lower() in load_lexicon().words["presence"]
        return above if verb.tag_ == "VBG" and crowd else None
    where = any(child.lower_ == "where" for child in verb.children)
    past = verb.tag_ == "VBD" and not _auxiliaries(verb)
    return above if where and past and above.tag_ in ("VBD", "VBN") and "has" not in _auxiliaries(above) else None


def _add_presence(verb: Token, reach: dict[int, Reach]) -> None:
    """What those did whom an act struck there and then: "turned hoses on marchers who gathered on Sunday"."""
    presence = load_lexicon().words["presence"]
    for noun in verb.subtree:
        if noun.dep_ not in ("dobj", "pobj"):
            continue
        clause = next((child for child in noun.children if child.dep_ in ("relcl", "acl")), None)
        if clause is None or clause.lemma_.lower() not in presence:
            continue
        above = next((token for token in upward(noun) if is_verb(token)), None)
        if above == verb and clause.tag_ in ("VBD", "VBG") and "had" not in _auxiliaries(clause):
            reach.setdefault(clause.i, Reach(3, "same", f"with “{clause.text}”, whom it struck"))


def _auxiliaries(verb: Token) -> set[str]:
    return {child.lower_ for child in verb.children if child.dep_ == "aux"}


def _is_cleft(verb: Token) -> bool:
    """Whether a verb only puts a time first: "It was on 4 June that …"."""
    return verb.lemma_ == "be" and any(child.dep_ in SUBJECTS and child.lower_ == "it" for child in verb.children)


def _has_subject(verb: Token) -> bool:
    return any(child.dep_ in SUBJECTS for child in verb.children)


def _mark(verb: Token) -> str:
    """The word that opens the clause of a verb, "" for a bare participle."""
    index = _mark_token(verb)
    return "" if index < 0 else str(verb.doc[index].lower_)


def _mark_token(verb: Token) -> int:
    """Where the word stands that opens the clause of a verb, -1 if none."""
    for child in verb.children:
        if child.i < verb.i and (child.dep_ == "mark" or (child.dep_ == "advmod" and child.lower_ in MARKS)):
            return int(child.i)
    return -1


def shift_of(word: str) -> Shift:
    return "before" if word == "before" else "after" if word == "after" else "same"


def upward(token: Token) -> Iterator[Token]:
    for _ in range(CLIMB):
        if token.head.i == token.i:
            return
        token = token.head
        yield token


def speaks(token: Token) -> bool:
    return token.lemma_.lower() in load_lexicon().words["speech"]


def _looks_ahead(token: Token) -> bool:
    """Whether what hangs on the verb lies ahead of it ("agreed to meet on Monday": the promise is older)."""
    words = load_lexicon().words
    return token.lemma_.lower() in words["intent"] or token.lemma_.lower() in words["planned"]
