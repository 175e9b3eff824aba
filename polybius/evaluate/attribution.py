"""Who says what, measured against PolNeAR: tokens and whole attributions found in a folder of annotated articles.

The data: ``text/NAME.txt`` and stand-off ``attributions/NAME_XXXX.ann`` (brat format: Source, Cue and Content spans
joined by events), as in the repository networkdynamics/PolNeAR. Where an article has several annotators the first by
name counts.

The measure. Tokens are words and numbers; punctuation does not count. Per role (source, cue, content): precision,
recall and F1 over the tokens that carry the role in any attribution. A whole attribution is right when it shares
at least half of the union of both contents' tokens with an annotated one and (``attribution_full``) a token of the
source, paired off one to one, largest overlap first. ``attribution_with_source`` leaves out annotated attributions that
name no source, ``attribution_content_only`` asks nothing of the source.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from polybius.errors import ReadError
from polybius.evaluate._bootstrap import Rows, interval

Stretch = tuple[int, int]
Spans = Mapping[str, Sequence[Stretch]]  # role -> stretches of text
Figures = dict[str, float]

ROLES = ("source", "cue", "content")
_TOKEN = re.compile(r"[^\W_]+(?:[’'.,\-&/][^\W_]+)*")


@dataclass(frozen=True)
class Attribution:
    """Source, cue and content of an attribution, as stretches of text (characters) or as sets of token numbers."""

    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    def role(self, name: str) -> frozenset[int]:
        """The tokens of a role."""
        found: frozenset[int] = getattr(self, name)
        return found


def evaluate_attribution(
    directory: str | Path, coder: Callable[[str], Iterable[Spans]], *, names: Sequence[str] | None = None
) -> dict[str, float | Figures]:
    """Figures for what ``coder`` (text -> attributions by the habits of the corpus) finds in the articles of a folder.

    names: the articles to use (file names without ``.txt``); all by default. Returns counts and, for each measure, a
    dict of precision, recall and f1 between 0 and 1 and the 95 % interval of f1 (``f1_low``, ``f1_high``), from
    resampling articles. Raises ReadError where the folder holds no annotated articles.
    """
    articles = dict(_articles(Path(directory)))
    chosen = sorted(articles if names is None else set(names) & set(articles))
    if not chosen:
        raise ReadError(
            f"{directory} holds no annotated articles: text/NAME.txt with attributions/NAME_….ann are needed"
        )
    by_article: list[Counter[str]] = []
    for name in chosen:
        text_file, annotation = articles[name]
        with text_file.open(encoding="utf-8", newline="") as file:
            text = file.read()
        tokens = [match.span() for match in _TOKEN.finditer(text)]
        annotated = [_numbered(spans, tokens) for spans in read_annotation(annotation)]
        found = [_numbered(spans, tokens) for spans in coder(text)]
        by_article.append(_compared(annotated, found))
    counts = sum(by_article, Counter[str]())
    figures = _figures(counts)
    for name, (low, high) in _intervals(by_article).items():
        figures[name] |= {"f1_low": low, "f1_high": high}
    return {"articles": len(chosen), "annotated": counts["gold"], "found": counts["found"], **figures}


def _intervals(by_article: Sequence[Counter[str]]) -> dict[str, tuple[float, float]]:
    """The 95 % interval of each F1, by resampling articles."""
    keys = sorted({key for counts in by_article for key in counts})
    table = np.array([[counts[key] for key in keys] for counts in by_article])

    def f1(measure: str) -> Callable[[Rows], float]:
        return lambda rows: _figures(Counter(dict(zip(keys, table[rows].sum(axis=0).tolist(), strict=True))))[measure][
            "f1"
        ]

    return {measure: interval(len(by_article), f1(measure)) for measure in _figures(Counter())}


def _articles(directory: Path) -> Iterator[tuple[str, tuple[Path, Path]]]:
    annotations = sorted(path for path in (directory / "attributions").glob("*.ann"))
    stems = [path.name for path in annotations]
    for text in sorted((directory / "text").glob("*.txt")):
        first = bisect_left(stems, text.stem + "_")
        if first < len(stems) and stems[first].startswith(text.stem + "_"):
            yield text.stem, (text, annotations[first])


def read_annotation(path: Path) -> list[dict[str, list[Stretch]]]:
    """The attributions of a brat file, each with the stretches of its source, cue and content.

    Raises ReadError naming the line where one does not follow the format.
    """
    spans: dict[str, list[Stretch]] = {}
    events: list[list[str]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        key, _, rest = line.partition("\t")
        body = rest.partition("\t")[0]
        try:
            if key.startswith("T"):
                pieces = body.split(" ", 1)[1].split(";")
                spans[key] = [(int(start), int(end)) for start, end in (piece.split() for piece in pieces)]
            elif key.startswith("E"):
                events.append(body.split())
        except (ValueError, IndexError) as error:
            raise ReadError(
                f"{path}:{number}: is no brat annotation; expected 'T1<tab>Kind start end[;start end]'"
            ) from error
    attributions = []
    for arguments in events:
        attribution: dict[str, list[Stretch]] = {role: [] for role in ROLES}
        for argument in arguments:
            kind, _, key = argument.partition(":")
            role = kind.rstrip("0123456789").lower()
            if role in attribution:
                attribution[role] += spans.get(key, [])
        attributions.append(attribution)
    return attributions


def _numbered(spans: Spans, tokens: list[Stretch]) -> Attribution:
    ends = [end for _, end in tokens]

    def covered(stretches: Sequence[Stretch]) -> frozenset[int]:
        numbers: set[int] = set()
        for start, end in stretches:
            number = bisect_left(ends, start + 1)
            while number < len(tokens) and tokens[number][0] < end:
                numbers.add(number)
                number += 1
        return frozenset(numbers)

    return Attribution(*(covered(spans[role]) for role in ROLES))


def _compared(annotated: list[Attribution], found: list[Attribution]) -> Counter[str]:
    counts: Counter[str] = Counter(gold=len(annotated), found=len(found))
    for role in ROLES:
        wanted = frozenset().union(*(attribution.role(role) for attribution in annotated))
        given = frozenset().union(*(attribution.role(role) for attribution in found))
        counts.update({f"{role} right": len(wanted & given), f"{role} found": len(given), f"{role} gold": len(wanted)})
    by_content = _pairs(annotated, found, with_source=False)
    counts["content pairs"] = len(by_content)
    counts["full pairs"] = len(_pairs(annotated, found, with_source=True))
    counts["sourceless"] = sum(not attribution.source for attribution in annotated)
    counts["found on sourceless"] = sum(not annotated[number].source for number, _ in by_content)
    return counts


def _pairs(annotated: list[Attribution], found: list[Attribution], *, with_source: bool) -> list[tuple[int, int]]:
    candidates = []
    for number, wanted in enumerate(annotated):
        for other, given in enumerate(found):
            shared = len(wanted.content & given.content)
            if not shared or (with_source and not wanted.source & given.source):
                continue
            overlap = shared / len(wanted.content | given.content)
            if overlap >= 0.5:
                candidates.append((-overlap, number, other))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_found: set[int] = set()
    for _, number, other in sorted(candidates):
        if number not in used_gold and other not in used_found:
            used_gold.add(number)
            used_found.add(other)
            pairs.append((number, other))
    return pairs


def _figures(counts: Counter[str]) -> dict[str, Figures]:
    figures = {
        f"token_{role}": _measure(counts[f"{role} right"], counts[f"{role} found"], counts[f"{role} gold"])
        for role in ROLES
    }
    found, gold = counts["found"], counts["gold"]
    figures["attribution_full"] = _measure(counts["full pairs"], found, gold)
    figures["attribution_with_source"] = _measure(
        counts["full pairs"], found - counts["found on sourceless"], gold - counts["sourceless"]
    )
    figures["attribution_content_only"] = _measure(counts["content pairs"], found, gold)
    return figures


def _measure(right: int, found: int, gold: int) -> Figures:
    precision, recall = right / found if found else 0.0, right / gold if gold else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
    }
