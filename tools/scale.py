"""Reckons what it costs to code much news, from measured figures; ``tools/write_docs.py`` puts it into the docs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

HOUR = 3600
LAPTOP, CLUSTER = 4, 512
"""Processors of the two machines that the hours are given for."""
COLUMNS = (
    "news",
    "articles",
    "words",
    "reading, core-hours",
    "coding, core-hours",
    "storing, core-hours",
    "all, core-hours",
    "store",
    f"hours on {LAPTOP} cores",
    f"hours on {CLUSTER} cores",
)


@dataclass(frozen=True)
class Corpus:
    """News, by assumption: how many articles in English, and their words or the bytes of their text.

    pages: web pages to be read for each article in English, those in other languages included.
    """

    name: str
    articles: int
    pages: float
    whence: str
    words_each: int = 0
    text_bytes: int = 0

    def words(self, characters_per_word: float) -> float:
        """Words in all."""
        return self.text_bytes / characters_per_word if self.text_bytes else self.articles * self.words_each


DAY = Corpus(
    "a day of the world's news",
    200_000,
    1.5,
    "assumed: what sites of news the world over put out in English in a day, copies included; 500 words an article; "
    "for two in English one in another language, since sites in English are picked",
    words_each=500,
)
CORPORA = (
    DAY,
    Corpus("ten years of it", DAY.articles * 3652, DAY.pages, "3,652 such days", words_each=DAY.words_each),
    Corpus(
        "Common Crawl News, 30 months",
        63_000_000,
        2.5,
        "its articles in English of September 2016 to February 2019 as counted by Liu and others (RoBERTa, 2019): 63 "
        "million, 76 GB of text after their filtering; assumed: 2.5 pages for each of them, as it is of all languages",
        text_bytes=76_000_000_000,
    ),
    Corpus(
        "Common Crawl News, ten years",
        63_000_000 * 4,
        2.5,
        "assumed: four times as much",
        text_bytes=4 * 76_000_000_000,
    ),
)


@dataclass(frozen=True)
class Cost:
    """Processor hours of each part, and gigabytes of the store."""

    reading: float
    coding: float
    storing: float
    disk: float

    @property
    def hours(self) -> float:
        """All processor hours."""
        return self.reading + self.coding + self.storing

    def on(self, cores: int) -> float:
        """Hours on so many cores like the one that was measured, all at work; one program alone stores."""
        return max(self.hours / cores, self.storing)


def cost(corpus: Corpus, speed: dict[str, Any], measured: dict[str, Any]) -> Cost:
    """What a corpus costs. speed, measured: docs/results/speed.json and scale.json."""
    words = corpus.words(measured["characters"] / measured["words"])
    return Cost(
        reading=corpus.articles * corpus.pages * measured["seconds_to_read_a_page"] / HOUR,
        coding=words / speed["coder_words_per_second"] / HOUR,
        # storing goes by the bulk of what is stored, and that by its words
        storing=words * measured["seconds_to_store_an_article"] * measured["articles"] / measured["words"] / HOUR,
        disk=words * measured["store_bytes_per_word"] / 1e9,
    )


def tables(speed: dict[str, Any], measured: dict[str, Any]) -> str:
    """The costs, the assumptions, and where the one program that stores becomes the narrow part."""
    costs = {corpus: cost(corpus, speed, measured) for corpus in CORPORA}
    seconds_a_word = measured["seconds_to_store_an_article"] * measured["articles"] / measured["words"]
    said = (
        f"Measured: {speed['coder_words_per_second']:,} words a second, coded; "
        f"{1000 * measured['seconds_to_read_a_page']:.0f} ms for a web page; "
        f"{1e6 * seconds_a_word:.2f} ms for storing 1,000 words; "
        f"{measured['store_bytes_per_word']:.1f} bytes in the store for a word, text and records together "
        f"({measured['events']:,} events in {measured['articles']} articles of {measured['words']:,} words).\n"
    )
    said += f"\n| {' | '.join(COLUMNS)} |\n" + "|---" * len(COLUMNS) + "|\n"
    for corpus, one in costs.items():
        words = corpus.words(measured["characters"] / measured["words"])
        cells = (
            corpus.name,
            f"{corpus.articles:,}",
            _large(words),
            *map(_hours, (one.reading, one.coding, one.storing, one.hours)),
            _bytes(one.disk),
            *(_hours(one.on(cores)) for cores in (LAPTOP, CLUSTER)),
        )
        said += f"| {' | '.join(cells)} |\n"
    said += "\n| news | whence |\n|---|---|\n"
    said += "".join(f"| {corpus.name} | {corpus.whence} |\n" for corpus in CORPORA)
    cores = int(1 / seconds_a_word / speed["coder_words_per_second"])
    return said + (
        f"\nStoring is the part of one program, beside the rest: it keeps up with some {cores:,} cores that code. "
        "Beyond that, divide the sources among several ingests with a store each.\n"
    )


def _hours(hours: float) -> str:
    return f"{hours:,.0f}" if hours >= 10 else f"{hours:.1f}" if hours >= 0.1 else f"{hours:.2f}"


def _large(count: float) -> str:
    return f"{count / 1e9:,.1f} billion" if count >= 1e9 else f"{count / 1e6:,.0f} million"


def _bytes(gigabytes: float) -> str:
    return f"{gigabytes / 1000:,.1f} TB" if gigabytes >= 1000 else f"{gigabytes:,.1f} GB"
