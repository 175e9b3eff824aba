"""Measures an ingest with one worker and with two: words a second, their ratio, and the memory of a worker, as JSON.

The texts of a folder are taken again and again, each time with a line of its own, so that none counts as a copy. Runs
are taken in turn (one, two, one, two …) and give medians. The time counts from when the workers are ready.
usage: python tools/bench_ingest.py FOLDER [REPORTS]   (a folder of .jsonl files whose lines have a text)
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import psutil
from bench_speed import read_texts

from polybius.corpus import Ingest, Recipe
from polybius.corpus.ingest import Tally, sources_of
from polybius.read import Given

ROUNDS = 3


@contextmanager
def watched_memory() -> Iterator[list[int]]:
    """The largest resident bytes of any worker, in a list of one, looked at twice a second."""
    largest, ended = [0], threading.Event()

    def look() -> None:
        while not ended.wait(0.5):
            for child in psutil.Process().children(recursive=True):
                try:
                    largest[0] = max(largest[0], child.memory_info().rss)
                except psutil.Error:
                    continue

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield largest
    finally:
        ended.set()
        thread.join()


def run(file: Path, words: int, workers: int) -> tuple[float, int]:
    """Words a second of one ingest into a new store, and the largest memory of a worker in bytes."""
    first: list[float] = []

    def note(tally: Tally) -> None:
        if not first and tally.coded:
            first.append(time.perf_counter())

    with tempfile.TemporaryDirectory() as folder, watched_memory() as largest:
        ingest = Ingest(str(Path(folder) / "bench.store"), Recipe(), workers, show=note)
        ingest.run(sources_of([str(file)], Given()))
        took = time.perf_counter() - first[0]
    return words / took, largest[0]


def main() -> None:
    """Runs and prints."""
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    texts = list(islice(cycle(read_texts(Path(sys.argv[1]))), number))
    words = sum(len(text.split()) for text in texts)
    speeds: dict[int, list[float]] = {1: [], 2: []}
    largest = 0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "texts.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            for count, text in enumerate(texts):
                lines.write(json.dumps({"text": f"{text}\n\nCopy {count}.", "published": "2016-05-04"}) + "\n")
        for _ in range(ROUNDS):
            for workers in speeds:
                speed, memory = run(file, words, workers)
                speeds[workers].append(speed)
                largest = max(largest, memory)
    one, two = (statistics.median(speeds[workers]) for workers in (1, 2))
    print(json.dumps({
        "measure": "ingest", "reports": number, "words": words, "one_worker_words_per_second": round(one),
        "two_workers_words_per_second": round(two), "ratio": round(two / one, 2), "worker_mib": round(largest / 2**20),
    }, indent=1))  # fmt: skip


if __name__ == "__main__":
    main()
