"""Is it political at all? A report is judged by its topic words and the classifier, an act by its own signs beside.

Signs of an act are how political its sentence is in its report, how sure the classifier is of it and whether its
parties are known: a court case in the sports pages may be politics, a striker's attack is not. The weights are fitted
by ``training/calibrate.py`` on texts of the project. Where topic words leave no doubt the classifier is not asked.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from spacy.tokens import Doc

from polybius.events.attachment import is_finite
from polybius.events.candidates import Candidate
from polybius.events.classifier import MODEL, Classifier, Tokens, read_fitted
from polybius.events.grammar import sentence_of
from polybius.events.lexicon import NONE
from polybius.events.parties import is_known
from polybius.events.retell import is_dated
from polybius.tables import DATA, read_table

TOPIC_COLUMNS = ("topic", "cues", "weight", "note")
POLITICS = "politics"
FEATURES = ("politics", "words", "politics_within", "classifier_log_odds", "known_parties")
SURE = 2.5  # log-odds of the topic words from which on the classifier is not asked
CLEAR = 6.0  # bound of what it says
OPEN = frozenset({"AID", "ASSAULT", "COERCE", "SANCTION", "PROTEST", "RETREAT", "MOBILIZE", "REJECT", "CONCEDE"})
TALKS = frozenset({"AGREE", "CONSULT"})  # what nobody known does is seldom politics, unless the act itself is sure
SUFFERED = frozenset({"COERCE", "RETREAT", "SANCTION"})  # nouns of them need those they are done to, not a day
# log-odds from which on an act of nobody known is taken for politics: of the report, its sentence and the act itself
PLAIN, PLAIN_SENTENCE, PLAIN_ACT = 4.0, 1.0, 0.0
SURE_ACT, SURE_NOUN, SURE_TALK = 1.0, 1.5, 2.9  # of an act told by a verb, by a noun with its day or victim, of talks
UNNAMED = 0.5  # what it counts less that the classifier takes an act for one of another category
UNSAID = frozenset({"both", "some", "others", "those", "many", "all", "one", "few", "none", "neither"})
DOUBT = 3.0  # what the judgement of a sentence, full of names nobody knows, weighs less than that of the act
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
    log-odds of politics for the text; ask_within: those of a sentence of it, given by character offsets.
    """

    words: float
    ask: Callable[[], float]
    ask_within: Callable[[tuple[int, int]], float]

    @property
    def is_sure(self) -> bool:
        """Whether the topic words alone say that it is politics."""
        return self.words >= SURE

    @cached_property
    def politics(self) -> float:
        """The classifier's log-odds for the whole text, within bounds."""
        return max(-CLEAR, min(CLEAR, self.ask()))

    def features(self, candidate: Candidate, within: float | None = None) -> tuple[float, ...]:
        """What speaks for an act being politics, in the order of ``FEATURES``.

        within: what to take for the classifier's word on the act's sentence; None: it is asked, which is slow.
        """
        judged = candidate.judgement
        own = judged.categories.get(candidate.category, 0.5) if judged is not None else 0.5
        parties = (*candidate.actors, *candidate.recipients)
        if within is None:
            within = self._within(candidate)
        return self.politics, self.words, within, log_odds(own), float(min(2, sum(map(is_known, parties))))

    def admits(self, candidate: Candidate, fit: bool) -> bool:
        """Whether an act is politics.

        fit: whether its parties make it so by rule, which is enough in a report that is surely political; elsewhere all
        signs together must speak for it. Without, only a plainly political act in a plainly political report passes.
        """
        if not fit:
            return self._is_plain(candidate)
        if self.is_sure:
            return True
        bias, weights, bar = _weights()

        def score(within: float | None) -> float:
            return bias + sum(w * f for w, f in zip(weights, self.features(candidate, within), strict=True))

        bounds = score(-CLEAR), score(CLEAR)  # the sentence need not be asked about where it cannot decide
        if min(bounds) >= bar or max(bounds) < bar:
            return min(bounds) >= bar
        return score(None) >= bar

    def _is_plain(self, candidate: Candidate) -> bool:
        """Whether the report is so plainly political, and the act so plainly one, that any party will do."""
        judged = candidate.judgement
        parties = (*candidate.actors, *candidate.recipients)
        if judged is None or "directed" in candidate.predicate.flags or is_nameless(candidate):
            return False
        own = log_odds(judged.categories.get(candidate.category, 0.0))
        if candidate.listed and not candidate.is_bare_noun:  # a row says which act it is: enough that it is one
            own = max(own, log_odds(1 - judged.categories[NONE]) - UNNAMED)
        if own < _least(candidate) or not (parties or _leaves_parties_open(candidate, own)):
            return False
        if self.politics < PLAIN:  # asked last: it is slow
            return False
        if any(map(is_known, parties)) and self.is_sure:
            return True
        within = self._within(candidate)
        if within >= PLAIN_SENTENCE:
            return True
        return not candidate.is_bare_noun and own >= SURE_ACT and own + within / DOUBT >= 0

    def _within(self, candidate: Candidate) -> float:
        sentence = sentence_of(candidate.trigger)
        return max(-CLEAR, min(CLEAR, self.ask_within((sentence.start_char, sentence.end_char))))


def is_nameless(candidate: Candidate) -> bool:
    """Whether an act of words is done by people the clause only counts: "both denied it", "some of them asked"."""
    doers = candidate.actor_tokens
    counted = bool(doers) and all(t.pos_ == "DET" or t.lower_ in UNSAID for t in doers)
    return counted and "speech" in candidate.predicate.flags


def _least(candidate: Candidate) -> float:
    """The log-odds an act of nobody known must have to be taken for politics in a plainly political report."""
    if candidate.category in TALKS and "speech" not in candidate.predicate.flags:
        return SURE_TALK if candidate.verb is not None and is_finite(candidate.verb) else CLEAR + 1
    if candidate.category not in OPEN and "speech" not in candidate.predicate.flags:
        return CLEAR + 1
    if not candidate.is_bare_noun or is_dated(candidate):
        return PLAIN_ACT
    return SURE_NOUN if candidate.recipients and candidate.category in SUFFERED else CLEAR + 1


def _leaves_parties_open(candidate: Candidate, own: float) -> bool:
    """Whether an act names nobody: a passive ("four were led away"), no count of victims or of things destroyed.

    own: the log-odds of the act; where they are high, a count will do too.
    """
    if "victim" in candidate.predicate.flags and (own < SURE_TALK or _is_nominal(candidate)):
        return False
    return not candidate.slots["subj"]


def _is_nominal(candidate: Candidate) -> bool:
    """Whether a participle only names people: "visited the wounded", "the recovery of those injured"."""
    word = candidate.trigger
    if word.pos_ == "NOUN" and word.tag_ not in {"VBN", "VBD"} and candidate.light is not None:
        return False
    return word.dep_ in {"dobj", "pobj", "nsubj", "nsubjpass"} or (word.dep_ == "acl" and word.head.lower_ == "those")


def relevance_of(tokens: Tokens, weights: Counter[str], classifier: Classifier) -> Relevance:
    """The relevance of a report; tokens: the word pieces of its text, weights: what ``weigh_topics`` gave for it."""
    others = max((weight for topic, weight in weights.items() if topic != POLITICS), default=0)
    words = math.log((weights[POLITICS] + SMOOTH) / (others + SMOOTH))

    @cache
    def within(sentence: tuple[int, int]) -> float:
        return classifier.politics_within(tokens, sentence)

    return Relevance(words, lambda: classifier.politics(tokens), within)


def log_odds(probability: float) -> float:
    """The log-odds of a probability, kept within bounds."""
    bounded = min(max(probability, LEAST), 1 - LEAST)
    return math.log(bounded / (1 - bounded))


@cache
def _weights(path: Path = MODEL / "relevance.json") -> tuple[float, tuple[float, ...], float]:
    found = read_fitted(path, FEATURES)
    return float(found["bias"]), tuple(map(float, found["weights"])), float(found["bar"])
