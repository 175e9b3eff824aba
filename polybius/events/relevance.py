"""Is it political at all? A report is judged by its topic words and the classifier, an act by its own signs beside.

Signs of an act are how political its sentence is, how sure the classifier is of it and whether its parties are known: a
court case in the sports pages may be politics, a striker's attack is not. The weights are fitted by
``training/calibrate.py`` on texts of the project.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from spacy.tokens import Doc

from polybius.events.candidates import Candidate
from polybius.events.classifier import MODEL, read_fitted
from polybius.events.grammar import sentence_of
from polybius.events.parties import is_known
from polybius.tables import DATA, read_table

TOPIC_COLUMNS = ("topic", "cues", "weight", "note")
POLITICS = "politics"
FEATURES = ("politics", "words", "sentence_politics", "classifier_log_odds", "known_parties", "fit_by_rule")
SURE = 2.5  # log-odds of the topic words from which on the classifier is not asked
CLEAR = 6.0  # what it is then taken to say
SMOOTH = 3.0
LEAST = 1e-3
CHARGED = 15  # from this weight of politics on, an ambiguous word with one known party is taken politically
FEWEST = 3  # a topic needs this many cues in a report to count at all


@cache
def topic_words() -> dict[str, dict[str, int]]:
    """For each cue (a lemma, or lemmas joined by blanks): its topics and their weights."""
    words: dict[str, dict[str, int]] = {}
    for row in read_table(DATA / "lexicons" / "topics.csv", TOPIC_COLUMNS):
        for cue in row.many("cues"):
            words.setdefault(cue.lower().replace("-", " "), {})[row["topic"]] = int(row["weight"] or 1)
    return words


def weigh_topics(doc: Doc) -> Counter[str]:
    """The weight of each topic in a report: the weights of its cues, repeated cues counting at most three times."""
    words = topic_words()
    lemmas = [t.lemma_.lower() for t in doc if not t.is_space and t.text not in {"-", "–"}]
    seen: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    cues: Counter[str] = Counter()
    for size in (1, 2, 3):
        for at in range(len(lemmas) - size + 1):
            cue = " ".join(lemmas[at : at + size])
            if cue not in words or seen[cue] >= 3:
                continue
            seen[cue] += 1
            for topic, weight in words[cue].items():
                weights[topic] += weight
                cues[topic] += 1
    return Counter({topic: weight for topic, weight in weights.items() if topic == POLITICS or cues[topic] >= FEWEST})


@dataclass(frozen=True)
class Relevance:
    """How political a report is, by its topic words and by the classifier, which is asked only where it matters.

    words: log-odds of the words of politics against those of the strongest other topic; ask: gives the classifier's
    log-odds of politics for a text.
    """

    text: str
    words: float
    ask: Callable[[str], float]

    @cached_property
    def politics(self) -> float:
        """The classifier's log-odds, or those of the words where these leave no doubt."""
        return CLEAR if self.words >= SURE else self.ask(self.text)

    def features(self, candidate: Candidate, fit: bool) -> tuple[float, ...]:
        """What speaks for an act being politics, in the order of ``FEATURES``."""
        judged = candidate.judgement
        own = judged.categories.get(candidate.category, 0.5) if judged is not None else 0.5
        parties = (*candidate.actors, *candidate.recipients)
        return (
            max(-CLEAR, min(CLEAR, self.politics)),
            self.words,
            max(-CLEAR, min(CLEAR, self.ask(sentence_of(candidate.trigger).text))),
            log_odds(own),
            float(min(2, sum(map(is_known, parties)))),
            float(fit),
        )

    def admits(self, candidate: Candidate, fit: bool) -> bool:
        """Whether an act is politics.

        fit: whether its parties make it so by rule, which decides in a political report; elsewhere all signs together
        must speak for it.
        """
        if self.politics >= 0:
            return fit
        bias, weights, bar = _weights()
        return bias + sum(w * f for w, f in zip(weights, self.features(candidate, fit), strict=True)) >= bar


def relevance_of(text: str, weights: Counter[str], ask: Callable[[str], float]) -> Relevance:
    """The relevance of a report.

    weights: what ``weigh_topics`` gave for it; ask: gives the classifier's log-odds of politics for a text.
    """
    others = max((weight for topic, weight in weights.items() if topic != POLITICS), default=0)
    return Relevance(text, math.log((weights[POLITICS] + SMOOTH) / (others + SMOOTH)), cache(ask))


def log_odds(probability: float) -> float:
    """The log-odds of a probability, kept within bounds."""
    bounded = min(max(probability, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


@cache
def _weights(path: Path = MODEL / "relevance.json") -> tuple[float, tuple[float, ...], float]:
    found = read_fitted(path, FEATURES)
    return float(found["bias"]), tuple(map(float, found["weights"])), float(found["bar"])
