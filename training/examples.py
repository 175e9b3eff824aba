"""Turns sentences of the corpus into marked pairs with their labels, and varies them while the model learns.

A pair is a sentence in which an actor, a predicate and a recipient are marked, each of them optional. What is learned
from a sentence: its events; the same pairs without the predicate; and, as NONE, reversed pairs, predicates joined with
parties of other events, and what the corpus itself names as no event.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus import NONE, CorpusEvent, Sentence

Span = tuple[int, int]
RECIPROCAL = frozenset({"CONSULT", "COOPERATE", "SUPPORT", "AGREE", "ASSAULT", "RETREAT"})


@dataclass(frozen=True)
class Pair:
    """A marked sentence and what is true of it; weights sum to one over the categories."""

    text: str
    actors: tuple[Span, ...]
    predicate: Span | None
    recipients: tuple[Span, ...]
    labels: tuple[tuple[str, float], ...]
    modes: tuple[str, ...]
    realis: str
    weight: float = 1.0
    derived: bool = False


def pairs_of(sentence: Sentence) -> list[Pair]:
    """All pairs that can be learned from a sentence, in a fixed order."""
    told = [e for e in sentence.events if e.category != NONE]
    pairs = [
        Pair(sentence.text, e.actors, e.predicate, e.recipients, ((e.category, 1.0),), e.modes, e.realis)
        for e in sentence.events
    ]
    pairs += _without_predicate(sentence, told)
    pairs += _reversed(sentence, told)
    pairs += _crossed(sentence, told)
    return pairs


def _without_predicate(sentence: Sentence, told: Sequence[CorpusEvent]) -> list[Pair]:
    """Pairs of parties alone: their label is that of all events between them."""
    by_pair: dict[tuple[tuple[Span, ...], tuple[Span, ...]], list[CorpusEvent]] = {}
    for event in told:
        if event.actors and event.recipients:
            by_pair.setdefault((event.actors, event.recipients), []).append(event)
        elif len(event.actors) > 1:
            by_pair.setdefault((event.actors[:1], event.actors[1:]), []).append(event)
    for event in sentence.events:
        if event.category == NONE and event.actors and event.recipients:
            by_pair.setdefault((event.actors, event.recipients), [])
    found = []
    for (actors, recipients), events in by_pair.items():
        names = [e.category for e in events] or [NONE]
        labels = tuple((name, names.count(name) / len(names)) for name in dict.fromkeys(names))
        modes = tuple(dict.fromkeys(m for e in events for m in e.modes))
        realis = events[0].realis if events else "-"
        found.append(Pair(sentence.text, actors, None, recipients, labels, modes, realis))
    return found


def _reversed(sentence: Sentence, told: Sequence[CorpusEvent]) -> list[Pair]:
    taken = {(e.actors, e.recipients) for e in told}
    return [
        Pair(sentence.text, e.recipients, e.predicate, e.actors, ((NONE, 1.0),), (), "-", 0.5, derived=True)
        for e in told
        if e.actors and e.recipients and (e.recipients, e.actors) not in taken
    ]


def _crossed(sentence: Sentence, told: Sequence[CorpusEvent]) -> list[Pair]:
    """A predicate with the parties of another event, where none of the events says so."""
    found = []
    for one in told:
        for other in told:
            if one.predicate == other.predicate or (one.actors, one.recipients) == (other.actors, other.recipients):
                continue
            if set(one.actors) & set(other.actors) or not other.actors:
                continue
            found.append(
                Pair(
                    sentence.text, other.actors, one.predicate, other.recipients, ((NONE, 1.0),), (), "-", 0.5,
                    derived=True,
                )
            )  # fmt: skip
    return found


class Variation:
    """Varies pairs at random, by a fixed seed: other countries and names, fewer marks."""

    def __init__(self, sentences: Iterable[Sentence], countries: Sequence[tuple[str, str]], seed: int) -> None:
        self.random = random.Random(seed)
        self.countries = list(countries)
        forms = {form for pair in countries for form in pair}
        self.pattern = re.compile(r"\b(" + "|".join(sorted(map(re.escape, forms), key=len, reverse=True)) + r")\b")
        self.of_form = {form: pair for pair in countries for form in pair}
        names = {
            s.text[a:b] for s in sentences for e in s.events for a, b in (*e.actors, *e.recipients)
        }  # fmt: skip
        self.names = sorted(n for n in names if _is_name(n))

    def vary(self, pair: Pair) -> Pair:
        """A variant of a pair that means the same."""
        roll = self.random.random()
        if roll < 0.30:
            pair = self._other_countries(pair)
        elif roll < 0.40:
            pair = self._other_names(pair)
        if not pair.derived and pair.predicate is not None and self.random.random() < 0.12:
            which = self.random.choice(("actors", "recipients"))
            if pair.actors and pair.recipients:
                pair = replace(pair, **{which: ()})
        return pair

    def _other_countries(self, pair: Pair) -> Pair:
        chosen: dict[tuple[str, str], tuple[str, str]] = {}

        def other(word: str) -> str:
            own = self.of_form[word]
            if own not in chosen:
                chosen[own] = self.random.choice(self.countries)
            return chosen[own][own.index(word)]

        edits = [(m.start(), m.end(), other(m[0])) for m in self.pattern.finditer(pair.text)]
        return _edited(pair, edits)

    def _other_names(self, pair: Pair) -> Pair:
        spans = [s for s in (*pair.actors, *pair.recipients) if _is_name(pair.text[s[0] : s[1]])]
        return _edited(pair, [(a, b, self.random.choice(self.names)) for a, b in sorted(set(spans))])


def _is_name(words: str) -> bool:
    parts = words.split()
    return len(parts) <= 3 and all(p[:1].isupper() or p in {"the", "The", "of"} for p in parts) and parts[-1] != "the"


def _edited(pair: Pair, edits: list[tuple[int, int, str]]) -> Pair:
    """The pair with some stretches of text replaced and its spans moved along."""
    text, at, shifts = "", 0, []
    for start, end, words in edits:
        text += pair.text[at:start] + words
        shifts.append((start, end, len(words) - (end - start)))
        at = end
    text += pair.text[at:]

    def move(span: Span) -> Span:
        start, end = span
        before = sum(d for _, e, d in shifts if e <= start)
        within = sum(d for _, e, d in shifts if e <= end)
        return start + before, end + within

    marks = [*pair.actors, *pair.recipients, *([pair.predicate] if pair.predicate else [])]
    if any(s < b and e > a and not (a <= s and e <= b) for s, e, _ in edits for a, b in marks):
        return pair  # an edit would cut through a mark
    return replace(
        pair,
        text=text,
        actors=tuple(map(move, pair.actors)),
        predicate=move(pair.predicate) if pair.predicate else None,
        recipients=tuple(map(move, pair.recipients)),
    )
