"""Is a report political at all? Words of sport, film, business and the like weighed against those of politics."""

from __future__ import annotations

from collections import Counter
from functools import cache

from spacy.tokens import Doc

from polybius.tables import DATA, read_table

TOPIC_COLUMNS = ("topic", "cues", "weight", "note")
POLITICS = "politics"
# a report is left out where one other topic outweighs politics by this factor and has this weight per 100 words
FACTOR = 2.5
DENSITY = 3.0
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


def other_topic(doc: Doc, weights: Counter[str]) -> str | None:
    """The topic that makes a report no political one ("sport"), or None where politics holds its own.

    weights: what ``weigh_topics`` gave for the report.
    """
    others = [(weight, topic) for topic, weight in weights.items() if topic != POLITICS]
    if not others:
        return None
    weight, topic = max(others)
    dense = weight * 100 >= DENSITY * max(sum(t.is_alpha for t in doc), 30)
    return topic if dense and weight >= FACTOR * (weights[POLITICS] + 1) else None
