"""Groups reports into affairs by the words they share: joins reports that are alike, then divides what joins affairs.

Joining is agglomerative clustering with average linkage (Sokal and Michener 1958) on the cosine of weighted words.
It brings together affairs of one kind as well: two arrests of two players of one club. In a group, therefore, words
are weighed anew by how few of its reports have them, and the group is divided in two along its first principal
component, polished by k-means. It stays divided where the halves, for what they have in common, are two: their mean
similarity is well below that within them (a correlation corrected for attenuation, Spearman 1904). Prints of one text
(Broder 1997, resemblance) are one report there, so that an agency's subscribers make no affair of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from polybius.link._story_words import story_words

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

ALIKE = 0.05
"""Mean similarity from which two groups of reports are joined."""
LINKED = 0.1
"""Similarity of two reports from which they are compared further, with all that others link to them."""
APART = 0.35
"""Similarity of two halves, as a share of that within them, below which they are two affairs."""
RUN = 3
PRINT = 0.4
"""Share of the runs of three words of two reports that both have, from which they are prints of one text."""
FADES = 365.0
"""Days between two reports after which their similarity has fallen to 1/e."""
LARGEST = 3000
"""Reports compared all with all at most; bounds memory (8 bytes a pair)."""
_USUAL, _USUAL_PAIRS = 0.1, 10
_CAP = 0.5
_LEAST = 2
_ROUNDS = 30
_ROWS = 512

Numbers = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Corpus:
    """Reports to group: their texts, a row of weighted words each, of length one, and days of publication, or nan."""

    texts: Sequence[str]
    words: csr_matrix
    days: Floats

    @classmethod
    def of(cls, texts: Sequence[str], days: Sequence[int | None]) -> Corpus:
        """A corpus of reports by their texts and days of publication (ordinals)."""
        dates = np.array([np.nan if day is None else day for day in days], dtype=float)
        return cls(texts, _unit(_matrix([story_words(text) for text in texts])), dates)

    def similarities(self, rows: Numbers) -> Floats:
        """The similarities of some reports, each with each, 0 to 1."""
        part = self.words[rows]
        alike: Floats = (part @ part.T).toarray() * self._nearness(rows, rows)
        return alike

    def links(self, rows: Numbers, least: float) -> csr_matrix:
        """Which of some reports are at least so alike, without holding all similarities at once."""
        from scipy.sparse import csr_matrix, vstack

        part, blocks = self.words[rows], []
        for start in range(0, len(rows), _ROWS):
            some = part[start : start + _ROWS]
            alike = (some @ part.T).toarray() * self._nearness(rows[start : start + _ROWS], rows)
            blocks.append(csr_matrix(alike >= least))
        return csr_matrix(vstack(blocks))

    def _nearness(self, rows: Numbers, others: Numbers) -> Floats:
        gaps = np.abs(self.days[rows][:, None] - self.days[others][None, :])
        nearness: Floats = np.exp(-np.nan_to_num(gaps) / FADES)
        return nearness


def groups(corpus: Corpus) -> list[Numbers]:
    """The affairs: row numbers of the reports of each, ascending. Every report is in one of them."""
    rows = np.arange(len(corpus.texts))
    linked = _linked(corpus, rows, LINKED)
    joined = [group for some in linked for group in _joined(corpus, some)]
    return [part for group in joined for part in _divided(corpus, group)]


def _linked(corpus: Corpus, rows: Numbers, least: float) -> list[Numbers]:
    """Sets of reports linked with one another by pairs that are alike, none too large to compare all with all."""
    found: list[Numbers] = []
    for part in _components(corpus.links(rows, least)) if len(rows) else ():
        found += [rows[part]] if len(part) <= LARGEST else _linked(corpus, rows[part], least * 1.25)
    return found


def _joined(corpus: Corpus, rows: Numbers) -> list[Numbers]:
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(rows) == 1:
        return [rows]
    far = np.clip(1 - corpus.similarities(rows), 0, None)
    np.fill_diagonal(far, 0)
    tree = linkage(squareform((far + far.T) / 2, checks=False), "average")
    return [rows[part] for part in _by_label(fcluster(tree, 1 - ALIKE, "distance"))]


def _divided(corpus: Corpus, rows: Numbers) -> list[Numbers]:
    """The parts of a group that are affairs of their own; the group itself where it is one."""
    undecided, found = [_prints(corpus, rows)], []
    while undecided:
        prints = undecided.pop()
        halves = _halves(corpus, prints)
        if halves is None:
            found.append(np.sort(np.concatenate(prints)))
        else:
            undecided += halves
    return found


def _prints(corpus: Corpus, rows: Numbers) -> list[Numbers]:
    """The reports of a group by the text they print, each text with its prints."""
    runs = _matrix([_runs(corpus.texts[row]) for row in rows])
    shared = (runs @ runs.T).toarray()
    number = np.diag(shared)
    either = np.maximum(number[:, None] + number[None, :] - shared, 1)
    return [rows[part] for part in _components(shared >= PRINT * either)]


def _runs(text: str) -> dict[str, float]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + RUN]): 1.0 for at in range(len(words) - RUN + 1)}


def _halves(corpus: Corpus, prints: list[Numbers]) -> list[list[Numbers]] | None:
    """The two affairs a group is made of, or None where it is one."""
    if len(prints) < 2 * _LEAST:
        return None
    alike = _similarities_within(corpus, np.array([part[0] for part in prints]))
    side = _bisected(alike)
    if min(side.sum(), (~side).sum()) < _LEAST or _relative(alike, side) >= APART:
        return None
    return [[part for part, here in zip(prints, side, strict=True) if here == one] for one in (True, False)]


def _similarities_within(corpus: Corpus, rows: Numbers) -> Floats:
    """Similarities in a group, words weighed by how few of its reports have them; those of one report tell nothing."""
    from scipy.sparse import diags

    part = corpus.words[rows]
    having = np.asarray((part > 0).sum(axis=0)).ravel()
    weights = np.where(having >= _LEAST, np.log(len(rows) / np.maximum(having, 1)), 0.0)
    weighed = Corpus((), _unit(part @ diags(weights)), corpus.days[rows])
    return weighed.similarities(np.arange(len(rows)))


def _bisected(alike: Floats) -> NDArray[np.bool_]:
    """Two sides: by the sign of the first principal component, then each report to the side whose mean is nearer."""
    from scipy.linalg import eigh

    mean = alike.mean(axis=0)
    centred = alike - mean[:, None] - mean[None, :] + mean.mean()
    last = len(alike) - 1
    _, vectors = eigh(centred, subset_by_index=[last, last])
    side: NDArray[np.bool_] = vectors[:, 0] > 0
    for _ in range(_ROUNDS):
        if side.all() or not side.any():
            break
        nearer = _to_mean(alike, side) > _to_mean(alike, ~side)
        if (nearer == side).all():
            break
        side = nearer
    return side


def _to_mean(alike: Floats, side: NDArray[np.bool_]) -> Floats:
    """The similarity of each report to the mean of a side."""
    towards: Floats = alike[:, side].sum(axis=1)
    towards /= np.sqrt(max(alike[np.ix_(side, side)].sum(), 1e-12))
    return towards


def _relative(alike: Floats, side: NDArray[np.bool_]) -> float:
    """The mean similarity between two sides as a share of that within them."""
    within = _within(alike[np.ix_(side, side)]) * _within(alike[np.ix_(~side, ~side)])
    return float(alike[np.ix_(side, ~side)].mean() / np.sqrt(within))


def _within(alike: Floats) -> float:
    """The mean similarity within a side, drawn towards what is usual the less is known; rewrites do not raise it."""
    pairs = len(alike) * (len(alike) - 1) / 2
    total = float(np.triu(np.minimum(alike, _CAP), 1).sum())
    return (_USUAL_PAIRS * _USUAL + total) / (_USUAL_PAIRS + pairs)


def _matrix(bags: Sequence[Mapping[str, float]]) -> csr_matrix:
    """One row a bag of weighted words, one column a word."""
    from scipy.sparse import csr_matrix

    column = {word: number for number, word in enumerate(sorted(set[str]().union(*bags)))}
    cells = [(row, column[word], weight) for row, bag in enumerate(bags) for word, weight in bag.items()]
    rows, columns, weights = zip(*cells, strict=True) if cells else ((), (), ())
    where = (np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64))
    return csr_matrix((np.array(weights, dtype=float), where), shape=(len(bags), max(len(column), 1)))


def _unit(matrix: Any) -> csr_matrix:
    """Rows brought to length one; those without words stay empty."""
    from scipy.sparse import csr_matrix, diags

    length = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    return csr_matrix(diags(1 / np.where(length > 0, length, 1.0)) @ matrix)


def _components(links: Any) -> list[Numbers]:
    from scipy.sparse.csgraph import connected_components

    _, labels = connected_components(links, directed=False)
    return _by_label(labels)


def _by_label(labels: NDArray[Any]) -> list[Numbers]:
    return [np.flatnonzero(labels == label) for label in np.unique(labels)]
