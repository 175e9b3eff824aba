"""The day of an act told by another happening: "after the attacks", "since the fighting began", "the blast killed 12".

A definite noun stands for what the report tells elsewhere; where all tellings of that agree on a day, the act has it
too, or lies before or after it (guide, rules 11 and 24).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Token

from polybius.annotate import report_of
from polybius.events.grammar import SUBJECTS
from polybius.events.lexicon import NONE, EventLexicon
from polybius.events.retell import DEFINITE
from polybius.find._time_calendar import first_day, move
from polybius.find._time_lexicon import load_lexicon
from polybius.records import Event, EventDate

# "the day after the attack", "the morning before the vote", "on the eve of the vote"
DAY_BESIDE = {"the day after": 1, "the day before": -1}
DAYS = frozenset({"day", "morning", "afternoon", "evening", "night"})
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
        elif side in DAY_BESIDE:
            day = _moved(found, DAY_BESIDE[side])
            if day is None:
                continue
            date = EventDate(start=day, end=day, precision="day", basis="previous")
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
        yield from ((noun, "same") for noun in subjects if _is_definite(noun))
        yield from _adjuncts(verb)
        if verb.dep_ == "relcl" and _is_definite(verb.head):  # "the blast, which damaged the embassy"
            yield verb.head, "same"
        if not _at_one_time(verb, bool(subjects)):
            return
        verb = next(token for token in verb.ancestors if token.pos_ in ("VERB", "AUX"))


def _at_one_time(verb: Token, has_subject: bool) -> bool:
    """Whether the verb above is of the same time: "claim to have killed", "occurred at the moment as … ripped"."""
    above = next((token for token in verb.ancestors if token.pos_ in ("VERB", "AUX")), None)
    if above is None:
        return False
    if verb.dep_ == "advcl":
        return any(child.dep_ == "mark" and child.lower_ in SIMULTANEOUS for child in verb.children)
    return verb.head == above and (verb.dep_ == "xcomp" or (verb.dep_ == "conj" and not has_subject))


SIMULTANEOUS = frozenset({"as", "while"})


def _adjuncts(verb: Token) -> Iterator[tuple[Token, str]]:
    """ "after the raid", "since the beginning of the fighting", "following their attacks and raids"."""
    lexicon = load_lexicon()
    for word in verb.subtree:
        side = lexicon.value("adjunct", word.lower_) if word.dep_ in ("prep", "agent") else ""
        if not side or not _hangs_on(word, verb, side):
            continue
        for noun in (child for child in word.children if child.dep_ == "pobj"):
            edge = lexicon.value("edge", noun.lower_)
            if edge:
                inner = [c for of in noun.children if of.lower_ == "of" for c in of.children if c.dep_ == "pobj"]
                edge = "the day before" if noun.lower_ == "eve" else edge
                yield from ((c, edge if side in ("same", "edge") else side) for c in inner if _is_definite(c))
            elif side in ("after", "before") and _is_day(word.head):
                if _is_definite(noun):
                    yield noun, f"the day {side}"
            elif side != "edge" and _is_definite(noun):
                yield noun, side
                yield from ((joined, side) for joined in noun.conjuncts)


def _is_day(token: Token) -> bool:
    """Whether a phrase hangs on "the day" and the like: "on the day after the attack"."""
    return token.lower_ in DAYS and any(child.dep_ == "det" for child in token.children)


def _moved(date: EventDate, days: int) -> str | None:
    """The day some days beside a date that is told to the day."""
    day = first_day(date.start) if date.start == date.end and len(date.start or "") == 10 and date.start else None
    moved = move(day, days, "D") if day else None
    return moved.isoformat() if moved else None


def _hangs_on(word: Token, verb: Token, side: str) -> bool:
    """Whether a preposition is an adjunct of the verb: its own, or, for "after" and the like, deeper in its clause."""
    if word.head == verb:
        return True
    above = next((token for token in word.ancestors if token.pos_ in ("VERB", "AUX")), None)
    below = above is not None and above.dep_ == "xcomp" and above.head == verb  # "began moving …"
    return side != "same" and (above == verb or below)


def _is_definite(noun: Token) -> bool:
    return any(
        child.dep_ == "poss" or (child.dep_ == "det" and child.lower_ in DEFINITE) for child in noun.children
    )  # fmt: skip


def _told_of(
    noun: Token, event: Event, events: Sequence[Event], doc: Doc, lexicon: EventLexicon
) -> EventDate | None:  # fmt: skip
    """The date on which all tellings of what the noun stands for agree: of its word, else of its plainest sense."""
    lemma = noun.lemma_.lower()
    rows = [
        row
        for row in lexicon.predicates.get(("noun", lemma), ())
        if row.category != NONE and len(row.pattern.words) == 1
    ]
    plainest = min(rows, key=lambda row: row.pattern.weight, default=None)
    own = doc.char_span(event.trigger.start, event.trigger.end, alignment_mode="expand")
    category = event.category if own is not None and own.root == noun else plainest and plainest.category
    others = [
        e for e in events
        if e.id != event.id and e.category == category and e.date.basis != "bound" and not UNREAL & set(e.realis)
        and e.date.start and e.date.end
    ]  # fmt: skip
    text = report_of(doc).text
    same = [e for e in others if text[e.trigger.start : e.trigger.end].lower().startswith(lemma[:5])]
    for group in (same, others):
        dates = sorted((e.date for e in group), key=lambda date: len(date.start or ""))
        if dates and all(_holds(wide, dates[-1]) for wide in dates):
            return dates[-1]
    return None


def _holds(wide: EventDate, narrow: EventDate) -> bool:
    """Whether a date is the other, or told less exactly ("in August" of the 7th)."""
    return (narrow.start or "").startswith(wide.start or "") and (narrow.end or "").startswith(wide.end or "")
