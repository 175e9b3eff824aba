"""From scored pairs of tellings to clusters, in one canonical way.

Agglomerative clustering over the tellings of one component: the two clusters that are nearest are joined while their
nearness is above the threshold. It is mostly the mean score between their members (average linkage, Sokal and Michener
1958), a little that of their best pair: a telling that says little of itself ("the attack") is like few of the others.
The result depends on the set of tellings and their scores alone, since they are put in their order of telling first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

import numpy as np

from polybius.link.matching import UNRELATED

THRESHOLD = -0.8
"""Nearness above which clusters are joined (logarithm of odds)."""
BEST_PAIR = 0.15
"""Share of the best pair's score in the nearness of two clusters."""
CAP = 8.0
"""Scores count no further than this, so that no single pair outvotes the others."""
LARGEST = 400
"""Tellings of a component that are clustered together; a larger one is cut at its weakest pairs first."""

T = TypeVar("T", bound=Hashable)
Scores = Mapping[tuple[T, T], float]


def components(members: Iterable[T], scores: Scores[T], least: float = THRESHOLD) -> list[list[T]]:
    """The members joined by pairs that score at least so much, directly or through others; each in the given order."""
    order = list(members)
    parent = {member: member for member in order}

    def root(member: T) -> T:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for (one, other), score in scores.items():
        if score >= least and one in parent and other in parent:
            parent[root(one)] = root(other)
    found: dict[T, list[T]] = defaultdict(list)
    for member in order:
        found[root(member)].append(member)
    return list(found.values())


def clusters(members: Sequence[T], scores: Scores[T], threshold: float = THRESHOLD) -> list[list[T]]:
    """The clusters of tellings.

    members: in their order of telling. scores: by pairs in that order; a pair without one is unrelated.
    """
    found = []
    for component in components(members, scores, threshold):
        found += _cut(component, scores, threshold, threshold)
    return found


def _cut(component: list[T], scores: Scores[T], threshold: float, least: float) -> list[list[T]]:
    """Clusters of one component; where it is too large, of the parts its stronger pairs hold together."""
    if len(component) <= LARGEST:
        return _joined(component, scores, threshold)
    if least > CAP:
        return [component[i : i + LARGEST] for i in range(0, len(component), LARGEST)]
    within = set(component)
    inner = {pair: score for pair, score in scores.items() if pair[0] in within and pair[1] in within}
    found = []
    for part in components(component, inner, least + 0.5):
        found += _cut(part, inner, threshold, least + 0.5)
    return found


def _joined(members: list[T], scores: Scores[T], threshold: float) -> list[list[T]]:
    """The clusters of at most ``LARGEST`` members; of clusters equally near, those told first are joined first."""
    size = len(members)
    place = {member: number for number, member in enumerate(members)}
    mean = np.full((size, size), UNRELATED)
    for (one, other), score in scores.items():
        if one in place and other in place:
            i, j = place[one], place[other]
            mean[i, j] = mean[j, i] = max(-CAP, min(CAP, score))
    np.fill_diagonal(mean, -np.inf)
    best, weight, groups = mean.copy(), np.ones(size), [[member] for member in members]
    while size > 1:
        near = BEST_PAIR * best + (1 - BEST_PAIR) * mean
        i, j = sorted(divmod(int(near.argmax()), size))
        if near[i, j] < threshold:
            break
        mean[i] = mean[:, i] = (weight[i] * mean[i] + weight[j] * mean[j]) / (weight[i] + weight[j])
        best[i] = best[:, i] = np.maximum(best[i], best[j])
        for matrix in (mean, best):
            matrix[i, i] = -np.inf
            matrix[j] = matrix[:, j] = -np.inf
        weight[i] += weight[j]
        groups[i], groups[j] = groups[i] + groups[j], []
    return [sorted(group, key=lambda member: place[member]) for group in groups if group]
