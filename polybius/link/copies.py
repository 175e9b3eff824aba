"""How alike two reports are: copies and rewrites of one text, and reports of one affair.

Copies are told by MinHash over runs of three words (Broder 1997, "On the resemblance and containment of documents"),
reports of one affair by the weight of the rare words they share.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from polybius.link.wording import plain_words, stem, vocabulary, words_of
from polybius.records import Report

PERMUTATIONS = 64
BANDS = 32
"""Bands of the signature: two reports meet in one of them surely from a resemblance of about 0.3 on."""
RUN = 3
COPY = 0.22
"""Resemblance from which two reports are one text, or rewrites of one."""
KEYWORDS = 40


@dataclass(frozen=True)
class Traits:
    """What is kept of a report for comparing it: its MinHash signature and its weightiest words (a unit vector)."""

    report: str
    signature: tuple[int, ...]
    keywords: Mapping[str, float]

    def bands(self) -> Iterator[str]:
        """Keys under which copies of this report are found: they share one of them."""
        rows = PERMUTATIONS // BANDS
        for band in range(BANDS):
            part = self.signature[band * rows : (band + 1) * rows]
            yield f"{band}:" + ":".join(map(str, part))


def traits_of(report: Report) -> Traits:
    """The traits of a report."""
    text = body_of(report)
    return Traits(report.id, _signature(text), _keywords(f"{report.title or ''}\n{text}"))


def body_of(report: Report) -> str:
    """The text of a report without its dateline, byline and boilerplate."""
    kept = [report.text[r.start : r.end] for r in report.regions if r.kind in ("headline", "caption", "body")]
    return "\n".join(kept) if kept else report.text


def resemblance(one: Traits, other: Traits) -> float:
    """The estimated share of runs of words that two reports have in common, 0 to 1 (the Jaccard index)."""
    return sum(a == b for a, b in zip(one.signature, other.signature, strict=True)) / PERMUTATIONS


def likeness_of(one: Traits, other: Traits) -> float:
    """How alike two reports are by their weightiest words, 0 to 1 (the cosine)."""
    less, more = sorted((one.keywords, other.keywords), key=len)
    return sum(weight * more[word] for word, weight in less.items() if word in more)


def _signature(text: str) -> tuple[int, ...]:
    from datasketch import MinHash

    words = plain_words(text)
    runs = {" ".join(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1))}
    found = MinHash(num_perm=PERMUTATIONS, seed=1)
    found.update_batch([run.encode("utf-8") for run in sorted(runs)])
    return tuple(int(value) for value in found.digest())


def _keywords(text: str) -> dict[str, float]:
    known = vocabulary()
    counts = Counter(stem(word) for word in words_of(text) if not word[0].isdigit())
    rare = {stem(word): known.weight_of(word) for word in dict.fromkeys(words_of(text))}
    # squared: what is rare in English tells one affair from another, what is frequent only tells the subject
    weighed = {word: (1 + math.log(count)) * (rare[word] / 10) ** 2 for word, count in counts.items()}
    kept = sorted(weighed.items(), key=lambda one: (-one[1], one[0]))[:KEYWORDS]
    length = math.sqrt(sum(weight**2 for _, weight in kept)) or 1.0
    return {word: round(weight / length, 5) for word, weight in kept}
