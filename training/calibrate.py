"""Fits the small models beside the classifier: the relevance of acts, and the confidence of events.

    python training/calibrate.py [--out FOLDER]

Both are logistic regressions on texts written for the project. Relevance (``relevance.json``) learns from the acts
found in ``evaluation/relevance/dev.jsonl``, in texts held out of training (is the text, or the sentence, political?),
and in coded reports (political where the coder has it rightly). Confidence (``calibration.json``) learns from the
reports of ``evaluation/dev`` and ``evaluation/calibration``, coded by hand, and from the sentences of the corpus that
were held out of training: are category, actors and recipients right? In a sentence, events are matched by predicate
and category, and parties by their words.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from corpus import NONE, CorpusEvent, Sentence, falls_out, is_held_out, read_corpus
from texts import Text, read_texts

import polybius
from polybius.evaluate.confidence import reliability
from polybius.evaluate.gold import judged_events, read_gold
from polybius.evaluate.relevance import read_texts as read_evaluation
from polybius.events import build, confidence, relevance
from polybius.events.candidates import Candidate
from polybius.records import Actor, Event

ROOT = Path(__file__).resolve().parent.parent
CODED = (ROOT / "evaluation" / "dev", ROOT / "evaluation" / "calibration")
SHRINK = 10.0  # ridge penalty on the weights
PER_TEXT = 0.05  # events that may be left in a text that is no politics, when the bar is set
REPORTS_WEIGHT = 30.0  # whole reports are what is coded; lone sentences only steady the weights


def main() -> None:
    """Fits relevance, then confidence with that relevance in force."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=ROOT / "polybius" / "data" / "model")
    options = parser.parse_args()
    _write(options.out / "relevance.json", fit_relevance())
    relevance._weights.cache_clear()
    _write(options.out / "calibration.json", fit_confidence())


def fit_relevance() -> dict[str, Any]:
    """The weights of relevance, and the bar that leaves few events in texts that are no politics."""
    coder = polybius.load()
    features: list[tuple[float, ...]] = []
    rows: list[tuple[int, bool, bool]] = []  # features, whether politics, whether of a text that is none at all
    others = 0
    with _admitting_all(features), _numbering_by_act(features) as acts:
        for text in _texts():
            others += not text.political
            for event in coder.code(text.text).events:
                label = _is_politics(text, event)
                if label is not None and event.id in acts:
                    rows.append((acts[event.id], label, not text.political))
        for folder in CODED:
            reports, _ = read_gold(folder)
            coded = [coder.code(r["text"], published=r["published"], outlet=r["outlet"]) for r in reports]
            for event, verdict in judged_events(folder, coded):
                if verdict is not False and event.id in acts:
                    rows.append((acts[event.id], True, False))
    matrix = np.array([features[at] for at, _, _ in rows])
    right = np.array([float(political) for _, political, _ in rows])
    bias, weights = fit(matrix, right, np.ones(len(right)), shrink=1.0)
    scores = bias + matrix @ weights
    left = sorted(scores[np.array([alien for _, _, alien in rows])], reverse=True)
    allowed = int(PER_TEXT * others)
    bar = float(left[allowed]) + 0.01 if allowed < len(left) else float(min(left, default=0.0))
    lost = float((scores[right == 1] < bar).mean())
    print(f"relevance: {len(right)} acts, {others} texts that are none; bar {bar:.2f} loses {lost:.3f} of the acts")
    return _fitted(relevance.FEATURES, bias, weights) | {"bar": round(bar, 4)}


def _texts() -> Iterator[Text]:
    """The texts of the development half, and those that were held out of training."""
    for one in read_evaluation(ROOT / "evaluation" / "relevance" / "dev.jsonl"):
        yield Text(one["text"], float(one["political"]))
    yield from (text for text in read_texts(ROOT / "training" / "relevance") if falls_out(text.text))


def _is_politics(text: Text, event: Event) -> bool | None:
    """Whether an act found in a text is politics: its sentence's label, else the text's; None where it is doubtful."""
    if not text.sentences:
        return text.political
    for (start, end), political in text.sentences:
        if start <= event.trigger.start < end:
            return political
    return None


@contextmanager
def _admitting_all(features: list[tuple[float, ...]]) -> Iterator[None]:
    """Lets every act pass and keeps its features."""
    original = relevance.Relevance.admits

    def admits(self: relevance.Relevance, candidate: Candidate, fit: bool) -> bool:
        if not fit or self.is_sure:
            return fit
        features.append(self.features(candidate))
        return True

    relevance.Relevance.admits = admits  # type: ignore[method-assign]
    try:
        yield
    finally:
        relevance.Relevance.admits = original  # type: ignore[method-assign]


@contextmanager
def _numbering_by_act(features: list[tuple[float, ...]]) -> Iterator[dict[str, int]]:
    """The numbers of the features by the ids of the events they were kept for."""
    found: dict[str, int] = {}
    original = build._events_of

    def events_of(candidate: Candidate, *rest: Any) -> list[Event]:
        number = len(features)
        events: list[Event] = original(candidate, *rest)
        if len(features) > number:
            found.update({event.id: number for event in events})
        return events

    build._events_of = events_of
    try:
        yield found
    finally:
        build._events_of = original


def fit_confidence() -> dict[str, Any]:
    """The weights of confidence."""
    features: list[tuple[float, ...]] = []
    rows: list[tuple[int, bool, float]] = []
    coder = polybius.load()
    with _numbering(features):
        for folder in CODED:
            reports, _ = read_gold(folder)
            coded = [coder.code(r["text"], published=r["published"], outlet=r["outlet"]) for r in reports]
            for event, verdict in judged_events(folder, coded):
                if verdict is not None:
                    rows.append((int(event.confidence or 1) - 1, verdict, REPORTS_WEIGHT))
        for sentence in read_corpus(sorted((ROOT / "training" / "corpus").glob("*.txt"))):
            if is_held_out(sentence):
                for event in coder.code(sentence.text).events:
                    rows.append((int(event.confidence or 1) - 1, _is_right(event, sentence), 1.0))
    matrix = np.array([features[at] for at, _, _ in rows])
    labels = np.array([float(right) for _, right, _ in rows])
    weight = np.array([w for _, _, w in rows])
    # more is right in whole reports than in lone sentences: their mark is taken as given at run time
    marked = np.hstack([matrix, (weight == REPORTS_WEIGHT)[:, None]])
    bias, weights = fit(marked, labels, weight)
    bias, weights = bias + float(weights[-1]), weights[:-1]
    print(f"confidence: {len(labels)} events, {labels.mean():.3f} right; {_crossed(marked, labels, weight)}")
    return _fitted(confidence.FEATURES, bias, weights)


@contextmanager
def _numbering(features: list[tuple[float, ...]]) -> Iterator[None]:
    """Gives each event the number of its features, from 1, in the place of its confidence."""
    original = build.confidence_of

    def number(found: tuple[float, ...]) -> float:
        features.append(found)
        return float(len(features))

    build.confidence_of = number  # type: ignore[assignment]
    try:
        yield
    finally:
        build.confidence_of = original  # type: ignore[assignment]


def _fitted(names: tuple[str, ...], bias: float, weights: np.ndarray) -> dict[str, Any]:
    return {"features": list(names), "weights": [round(float(w), 4) for w in weights], "bias": round(bias, 4)}


def _write(path: Path, found: dict[str, Any]) -> None:
    path.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def _is_right(event: Event, sentence: Sentence) -> bool:
    return any(
        told.category == event.category and _predicate_meets(event, told) and _parties_meet(event, told)
        for told in sentence.events
        if told.category != NONE
    )


def _predicate_meets(event: Event, told: CorpusEvent) -> bool:
    start, end = told.predicate or (0, 0)
    return event.start < end and event.end > start


def _parties_meet(event: Event, told: CorpusEvent) -> bool:
    both = (*told.actors, *told.recipients)
    if not told.recipients and len(told.actors) > 1:  # reciprocal: the sides may be split
        return not both or any(_on(a, both) for a in (*event.actors, *event.recipients))
    return _met(event.actors, told.actors) and _met(event.recipients, told.recipients)


def _met(coded: tuple[Actor, ...], wanted: tuple[tuple[int, int], ...]) -> bool:
    return not wanted or any(_on(actor, wanted) for actor in coded)


def _on(actor: Actor, spans: tuple[tuple[int, int], ...]) -> bool:
    if actor.start is None or actor.end is None:
        return False
    return any(actor.start < end and actor.end > start for start, end in spans)


def fit(
    features: np.ndarray, labels: np.ndarray, weight: np.ndarray, shrink: float = SHRINK
) -> tuple[float, np.ndarray]:
    """Weighted logistic regression with a ridge penalty, by Newton's method: bias and weights."""
    rows = np.hstack([np.ones((len(features), 1)), features])
    penalty = np.diag([0.0] + [shrink] * features.shape[1])
    solution = np.zeros(rows.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ solution))
        gradient = rows.T @ (weight * (labels - chance)) - penalty @ solution
        curve = (rows * (weight * chance * (1 - chance))[:, None]).T @ rows + penalty
        step = np.linalg.solve(curve, gradient)
        solution += step
        if np.abs(step).max() < 1e-9:
            break
    return float(solution[0]), solution[1:]


def _crossed(features: np.ndarray, labels: np.ndarray, weight: np.ndarray) -> dict[str, float]:
    parts = np.arange(len(labels)) % 5
    pairs: list[tuple[float, bool]] = []
    for part in range(5):
        bias, fitted = fit(features[parts != part], labels[parts != part], weight[parts != part])
        chance = 1 / (1 + np.exp(-(bias + features[parts == part] @ fitted)))
        pairs += [(float(c), bool(r)) for c, r in zip(chance, labels[parts == part], strict=True)]
    found = reliability(pairs)
    return {name: found[name] for name in ("expected_calibration_error", "brier", "share_right")}


if __name__ == "__main__":
    main()
