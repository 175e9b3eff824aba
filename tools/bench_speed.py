"""Measures the coder's speed and memory on real documents and prints the figures as JSON.

usage: python tools/bench_speed.py FOLDER   (a folder of .jsonl files whose lines have a text, such as bench/re3d)

Words per second of the whole coder stand beside those of the bare language model in its best mode (``nlp.pipe``, batch
64, one thread) over the same texts in the same run, medians of three rounds taken in turn.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROUNDS = 3
TEXT_KEYS = ("text", "documentContent", "content", "body")
COLD_START = """
import time; began = time.perf_counter()
import polybius; coder = polybius.load(); loaded = time.perf_counter()
coder.code("Rebels shelled the port of Aden on Sunday, killing three soldiers.", published="2019-08-12")
print(loaded - began, time.perf_counter() - began)
"""

GAZETTEER = """
import resource, time
import polybius.tables
from polybius.find import gazetteer
memory = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, began = memory(), time.perf_counter()
for name in ("Aden", "Paris", "Lake Chad", "Stepanakert", "Zamboanga", "no such place"):
    gazetteer.candidates_for(name)
print(time.perf_counter() - began, memory() - before)
"""


def read_texts(folder: Path) -> list[str]:
    """The texts of all lines of all .jsonl files of a folder."""
    texts = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            texts += [record[key] for key in TEXT_KEYS if isinstance(record.get(key), str)][:1]
    return texts


def seconds(run: Callable[[], object]) -> float:
    """The seconds a call takes."""
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def cold_start() -> tuple[float, float]:
    """Seconds from the start of a process until the coder is loaded, and until the first report is coded."""
    command = [sys.executable, "-c", COLD_START]
    outputs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(ROUNDS)]
    runs = [[float(figure) for figure in output.split()] for output in outputs]
    return statistics.median(r[0] for r in runs), statistics.median(r[1] for r in runs)


def gazetteer_cost() -> tuple[float, float]:
    """Seconds and MiB that the first look-ups of places add to a process."""
    command = [sys.executable, "-c", GAZETTEER]
    outputs = [subprocess.run(command, capture_output=True, text=True, check=True).stdout for _ in range(ROUNDS)]
    runs = [[float(figure) for figure in output.split()] for output in outputs]
    return round(statistics.median(r[0] for r in runs), 3), round(statistics.median(r[1] for r in runs), 1)


def main(folder: Path) -> dict[str, object]:
    """All figures."""
    gazetteer = gazetteer_cost()  # first: a child's peak memory starts at that of its parent
    import polybius
    from polybius.coder import load_model

    texts = read_texts(folder)
    words = sum(len(text.split()) for text in texts)
    bare, coder = load_model(), polybius.load()
    bare_times, coder_times = [], []
    for _ in range(ROUNDS):
        bare_times.append(seconds(lambda: list(bare.pipe(texts, batch_size=64))))
        coder_times.append(seconds(lambda: [coder.code(text) for text in texts]))
    loaded, first = cold_start()
    spent = coder.seconds
    whole = sum(spent.values())
    return {
        "documents": len(texts),
        "words": words,
        "bare_words_per_second": round(words / statistics.median(bare_times)),
        "coder_words_per_second": round(words / statistics.median(coder_times)),
        "ratio": round(statistics.median(bare_times) / statistics.median(coder_times), 3),
        "seconds_to_load": round(loaded, 2),
        "seconds_to_first_result": round(first, 2),
        "peak_memory_mib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "share_of_time": {stage: round(time / whole, 3) for stage, time in spent.items()},
        "gazetteer": dict(zip(("seconds", "mib"), gazetteer, strict=True)),
        "model": coder.versions.model,
        "polybius": coder.versions.polybius,
    }


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit(f"usage: {sys.argv[0]} FOLDER with .jsonl files of texts")
    print(json.dumps(main(Path(sys.argv[1])), indent=1))
