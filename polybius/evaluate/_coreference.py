"""Measures how well mentions are grouped: MUC, B³, CEAF-e and their mean, as the CoNLL-2012 shared task has them.

MUC: Vilain et al. 1995; B³: Bagga and Baldwin 1998; CEAF-e: Luo 2005, with the similarity φ4. Where gold and response
do not have the same mentions, all three follow Pradhan et al. 2014 ("Scoring coreference partitions of predicted
mentions: a reference implementation"): nothing is added to either side. A gold mention that is not in the response
lowers recall alone, a mention of the response that is not in the gold lowers precision alone; in MUC mentions that
stand alone count on neither side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from math import fsum
from typing import Any

Clusters = Sequence[frozenset[Hashable]]


@dataclass(frozen=True)
class Measure:
    """Precision, recall and F1, from 0 to 1; each is 0 where nothing could be right."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_dict(self) -> dict[str, float]:
        """The figures, rounded to four decimals."""
        return {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}


@dataclass(frozen=True)
class Coreference:
    """All measures of one response."""

    muc: Measure
    b_cubed: Measure
    ceaf_e: Measure

    @property
    def conll(self) -> float:
        """The mean F1 of the three, as the CoNLL-2012 shared task ranks systems."""
        return (self.muc.f1 + self.b_cubed.f1 + self.ceaf_e.f1) / 3

    def as_dict(self) -> dict[str, Any]:
        """The figures, rounded to four decimals."""
        parts = {name: getattr(self, name).as_dict() for name in ("muc", "b_cubed", "ceaf_e")}
        return {**parts, "conll_f1": round(self.conll, 4)}


def score(gold: Iterable[Collection[Hashable]], response: Iterable[Collection[Hashable]]) -> Coreference:
    """Measures a response against the gold; empty clusters are passed over.

    Raises ValueError where a mention stands in two clusters of one side.
    """
    key, answer = _clusters(gold), _clusters(response)
    return Coreference(muc(key, answer), b_cubed(key, answer), ceaf_e(key, answer))


def restricted(clusters: Iterable[Collection[Hashable]], mentions: Collection[Hashable]) -> list[frozenset[Hashable]]:
    """The clusters with these mentions alone; those left empty are dropped."""
    kept = frozenset(mentions)
    return [part for cluster in clusters if (part := kept.intersection(cluster))]


def muc(gold: Clusters, response: Clusters) -> Measure:
    """Links: the share of the fewest links that join each cluster which the other side has as well."""
    return Measure(_links_kept(response, gold), _links_kept(gold, response))


def b_cubed(gold: Clusters, response: Clusters) -> Measure:
    """Mentions: the mean, over the mentions of a side, of the share of their cluster that the other side's shares."""
    return Measure(_mention_share(response, gold), _mention_share(gold, response))


def ceaf_e(gold: Clusters, response: Clusters) -> Measure:
    """Clusters: the two sides matched one to one so that φ4, twice what two share over their sizes, is most."""
    from scipy.optimize import linear_sum_assignment

    if not gold or not response:
        return Measure(0.0, 0.0)
    alike = _phi4(gold, response)
    total = fsum(alike[linear_sum_assignment(alike, maximize=True)])  # the same in any order of clusters
    return Measure(total / len(response), total / len(gold))


def _phi4(gold: Clusters, response: Clusters) -> Any:
    import numpy as np

    alike = np.zeros((len(gold), len(response)))
    for (row, column), shared in _overlaps(gold, response).items():
        alike[row, column] = 2 * shared / (len(gold[row]) + len(response[column]))
    return alike


def _links_kept(clusters: Clusters, other: Clusters) -> float:
    where = _places(other)
    needed = kept = 0
    for cluster in clusters:
        # a mention that the other side lacks is a part of its own
        parts = {where.get(mention, ("alone", mention)) for mention in cluster}
        needed += len(cluster) - 1
        kept += len(cluster) - len(parts)
    return kept / needed if needed else 0.0


def _mention_share(clusters: Clusters, other: Clusters) -> float:
    mentions = sum(map(len, clusters))
    shared = fsum(number**2 / len(clusters[row]) for (row, _), number in _overlaps(clusters, other).items())
    return shared / mentions if mentions else 0.0


def _overlaps(clusters: Clusters, other: Clusters) -> Counter[tuple[int, int]]:
    where = _places(other)
    return Counter(
        (row, where[mention]) for row, cluster in enumerate(clusters) for mention in cluster if mention in where
    )


def _places(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: number for number, cluster in enumerate(clusters) for mention in cluster}


def _clusters(given: Iterable[Collection[Hashable]]) -> list[frozenset[Hashable]]:
    found = [frozenset(cluster) for cluster in given if cluster]
    if len(frozenset[Hashable]().union(*found)) != sum(map(len, found)):
        raise ValueError("a mention stands in two clusters of one side; give clusters that do not overlap")
    return found
