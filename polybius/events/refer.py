"""The day of an act told by another happening: "after the attacks", "since the fighting began", "the blast killed 12".

A definite noun stands for what the report tells elsewhere; where all tellings of that agree on a day, the act has it
too, or lies before or after it (guide, rules 11 and 24).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from polybius.events.grammar import SUBJECTS
from polybius.events.lexicon import NONE, EventLexicon
from polybius.events.retell import DEFINITE
from polybius.find._time_lexicon import load_lexicon
from polybius.records import Event, EventDate

OWN = frozenset({"clause", "sentence"})
UNREAL = frozenset({"future", "hypothetical", "negated"})
STEPS = 3  # verbs above the trigger that may hold the adjunct ("since the truce they claim to have killed")


def by_reference(
    event: Event, events: Sequence[Event], doc: Doc, lexicon: EventLexicon
) -> tuple[EventDate, str] | None:  # fmt: skip
    """The date an undated event has from a happening that its clause refers to, and why; None if it refers to none."""
    span = doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
    if span is None or UNREAL & set(event.realis):
        return None
    for noun, side in _references(span.root):
        found = _told_of(noun, event, events, doc, lexicon)
        if found is None:
            continue
        if side == "after":
            date = EventDate(start=found.start, end=None, precision="open", basis="previous")
        elif side == "before":
            date = EventDate(start=None, end=found.end, precision="open", basis="previous")
        else:
            date = found.model_copy(update={"basis": "previous"})
        words = "" if side == "same" else f"{side} "
        return date, f"{words}“{noun.text}”, which the report dates elsewhere (rule 24)"
    return None


def _references(trigger: Token) -> Iterator[tuple[Token, str]]:
    """The definite nouns that may tell when the act of the trigger was, with the side of them it lies on."""
    if trigger.pos_ in ("NOUN", "PROPN"):
        if _is_definite(trigger):
            yield trigger, "same"
        return
    verb = trigger
    for _ in range(STEPS):
        subjects = [child for child in verb.children if child.dep_ in SUBJECTS or child.dep_ == "nsubjpass"]
        if verb is trigger:
            yield from ((noun, "same") for noun in subjects if _is_definite(noun))
        yield from _adjuncts(verb)
        if verb.dep_ not in ("xcomp", "conj") or verb.head.pos_ not in ("VERB", "AUX"):
            return
        if verb.dep_ == "conj" and subjects:
            return
        verb = verb.head


def _adjuncts(verb: Token) -> Iterator[tuple[Token, str]]:
    """ "after the raid", "since the beginning of the fighting", "following their attacks and raids"."""
    lexicon = load_lexicon()
    for word in verb.children:
        side = lexicon.value("adjunct", word.lower_) if word.dep_ in ("prep", "agent") else ""
        if not side:
            continue
        for noun in (child for child in word.children if child.dep_ == "pobj"):
            edge = lexicon.value("edge", noun.lower_)
            if edge:
                inner = [c for of in noun.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"]
                yield from ((c, edge if side == "same" else side) for c in inner if _is_definite(c))
            elif _is_definite(noun):
                yield noun, side
                yield from ((joined, side) for joined in noun.conjuncts)


def _is_definite(noun: Token) -> bool:
    return any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in DEFINITE) for child in noun.children
    )  # fmt: skip


def _told_of(
    noun: Token, event: Event, events: Sequence[Event], doc: Doc, lexicon: EventLexicon
) -> EventDate | None:  # fmt: skip
    """The date on which all tellings of what the noun stands for agree: of the same word, else of its category."""
    lemma = noun.lemma_.lower()
    categories = {row.category for row in lexicon.predicates.get(("noun", lemma), ())} - {NONE}
    others = [
        e for e in events
        if e.id != event.id and e.category in categories and e.date.basis in OWN and not UNREAL & set(e.realis)
        and e.date.start and e.date.end
    ]  # fmt: skip
    text = doc.text
    same = [e for e in others if text[e.trigger.start : e.trigger.end].lower().startswith(lemma[:5])]
    for group in (same, others):
        dates = {(e.date.start, e.date.end): e.date for e in group}
        if len(dates) == 1:
            return next(iter(dates.values()))
    return None
