"""Numbers of dead, hurt and taken as they stand in the words: "leaving seven soldiers dead and 12 wounded".

What a clause says of its victims is read from the parse (``magnitude.victims_of``). Short tolls are what parsers
mistake most: a participle after a number is now an adjective, now a verb, now the noun itself. They are few and fixed
phrases, so those the parse did not show are read from the order of the words (``lexicons/harm.csv``), and each is given
to the attack it stands in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from spacy.tokens import Doc, Span, Token

from polybius.events.candidates import Candidate
from polybius.events.lexicon import LEXICONS
from polybius.events.magnitude import (
    HARMING,
    TIMES,
    Counted,
    Quantity,
    bounded_number,
    number_words,
    parse_number,
    victims_in,
    victims_of,
    words_of,
)
from polybius.records import Event, VictimKind, Victims
from polybius.tables import read_table

COLUMNS = ("words", "kind", "side", "note")
SIDES = ("after", "before", "both", "figure")
FAR = 7
"""Words between a number and the word that says what became of those it counts."""
FIGURE = 14
"""Words between "toll" and its figure."""
_BETWEEN = frozenset({"NOUN", "PROPN", "ADJ", "AUX", "ADV", "DET", "ADP", "PRON", "PART"})
"""Parts of speech that may stand between them."""


@dataclass(frozen=True)
class Toll:
    """A number of victims: where it and the word of harm stand (indices of tokens), of what kind, and how many."""

    at: int
    harm: int
    kind: VictimKind
    number: Quantity


Harm = tuple[VictimKind, str]


@cache
def harm_words() -> Mapping[tuple[str, ...], Harm]:
    """Kind and side of each word or phrase of harm. Raises DataError where the table has a fault."""
    found: dict[tuple[str, ...], Harm] = {}
    for row in read_table(LEXICONS / "harm.csv", COLUMNS):
        if row["kind"] not in get_args(VictimKind):
            raise row.fault(f"kind must be one of {', '.join(get_args(VictimKind))}; found {row['kind']!r}")
        if row["side"] not in SIDES:
            raise row.fault(f"side must be one of {', '.join(SIDES)}; found {row['side']!r}")
        for words in row.many("words"):
            found[tuple(words.split())] = (cast(VictimKind, row["kind"]), row["side"])
    return found


@cache
def _first_words() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for words in harm_words():
        found[words[0]].append(words)
    return {first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()}


def with_tolls(doc: Doc, told: Sequence[tuple[Candidate, Event]]) -> list[Event]:
    """The events with the tolls that their words tell and the parse did not show; told: in text order."""
    attacks = [pair for pair in told if pair[1].category in HARMING and pair[0].counted is None]
    if not attacks:
        return [event for _, event in told]
    counted: dict[str, list[Counted]] = {}
    found: dict[str, list[Victims]] = defaultdict(list)
    for sentence in doc.sents:
        within = [pair for pair in attacks if sentence.start <= pair[0].trigger.i < sentence.end]
        for toll in tolls_in(sentence) if within else ():
            for candidate, event in within:
                counted.setdefault(event.id, victims_of(candidate, event.actors, event.recipients))
            shown = [one for _, event in within for one in counted[event.id]]
            if any(toll.at == one.counter or (toll.harm, toll.kind) == (one.harm, one.victims.kind) for one in shown):
                continue
            fitting = [pair for pair in within if (pair[1].category == "ASSAULT") != (toll.kind == "captured")]
            if toll.kind == "captured":
                fitting = fitting or within
            if not fitting:
                continue
            event = _owner(toll, fitting)
            parties = (*event.actors, *event.recipients)
            found[event.id].append(victims_in(toll.kind, toll.number, doc[toll.at], parties))
    return [
        event.model_copy(update={"victims": (*event.victims, *found[event.id])}) if event.id in found else event
        for _, event in told
    ]


def _owner(toll: Toll, attacks: Sequence[tuple[Candidate, Event]]) -> Event:
    """The attack a toll belongs to: the one whose clause holds it, else the last told before it, else the next."""
    holding = [pair for pair in attacks if pair[0].span[0] <= toll.at < pair[0].span[1]]
    before = [pair for pair in attacks if pair[0].trigger.i < toll.at]
    if holding:
        return min(holding, key=lambda pair: abs(pair[0].trigger.i - toll.at))[1]
    return (before[-1] if before else attacks[0])[1]


def tolls_in(sentence: Span) -> Iterator[Toll]:
    """The tolls in the words of a sentence, in their order; at most one for each number."""
    words = [token.lower_ for token in sentence]
    taken: set[int] = set()
    last = -1
    for place, word in enumerate(words):
        for phrase in _first_words().get(word, ()):
            if tuple(words[place : place + len(phrase)]) != phrase:
                continue
            kind, side = harm_words()[phrase]
            counted = _after(sentence, place + len(phrase)) if side in {"before", "both"} else None
            if side == "figure":
                counted = _figure(sentence, place + len(phrase))
            if counted is None and side in {"after", "both"} and not _acts(sentence[place]):
                counted = _before(sentence, place, last)
            number = bounded_number(counted) if counted is not None and counted.i not in taken else None
            if counted is not None and number is not None:
                taken.add(counted.i)
                yield Toll(counted.i, sentence[place].i, kind, number)
            last = place
            break


def _acts(word: Token) -> bool:
    """Whether a word of harm is what somebody does to others: the number before it counts the doers."""
    return word.tag_ != "VBN" and any(child.dep_ == "dobj" for child in word.children)


def _before(sentence: Span, place: int, last: int) -> Token | None:
    """The number that counts those of whom the word at a place is said; last: the word of harm before it."""
    if place and sentence[place - 1].lower_ == "the":
        return None  # "eight of the wounded" are no more wounded
    for i in range(place - 1, max(last, place - FAR - 1), -1):
        token = sentence[i]
        if _is_number(token):
            return token if _counts_people(sentence, i) else None
        if token.pos_ not in _BETWEEN or (token.pos_ == "ADP" and token.lower_ not in words_of("links")):
            return None
        if token.ent_type_ in TIMES:
            return None
    return None


def _after(sentence: Span, start: int) -> Token | None:
    """The number right after a word of harm: "killing at least nine", "wounded 12 people"."""
    for i in range(start, min(len(sentence), start + 4)):
        token = sentence[i]
        if _is_number(token):
            return token if _counts_people(sentence, i) else None
        if token.pos_ not in {"ADV", "ADP", "ADJ", "SCONJ"} or token.lower_ in words_of("placed"):
            return None
    return None


def _figure(sentence: Span, start: int) -> Token | None:
    """The figure a toll is put at or has risen to: "put the toll of the raid at 23", "rose from 19 to 33"."""
    for i in range(start, min(len(sentence), start + FIGURE) - 1):
        if sentence[i].lower_ in words_of("reaches"):
            number = _after(sentence, i + 1)
            if number is not None:
                return number
    return None


def _is_number(token: Token) -> bool:
    if parse_number(token.text) is not None:
        return True
    if token.pos_ not in {"NUM", "NOUN", "DET", "ADJ"} or token.lower_ in words_of("article"):
        return False
    number = number_words()[0].get(token.lower_)
    return number is not None and bool(number.low)


def _counts_people(sentence: Span, place: int) -> bool:
    """Whether a number counts people told for the first time: no date, no measure, no part of them."""
    if sentence[place].ent_type_ in TIMES or (place and sentence[place - 1].lower_ in words_of("portion")):
        return False
    following = sentence[place + 1] if place + 1 < len(sentence) else None
    return following is None or (following.ent_type_ not in TIMES and following.lower_ not in words_of("measure"))
