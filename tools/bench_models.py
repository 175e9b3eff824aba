"""Measures the English models that are installed side by side and prints the figures as JSON.

usage: python tools/bench_models.py SET [SET …] > docs/results/models.json   (sets: folders as evaluation/dev)
The second model is no dependency; ``make bench-models`` puts it into a folder of its own.
"""

from __future__ import annotations

import importlib.util
import json
import sys
import time
from pathlib import Path

from polybius import load
from polybius.coder import PACKAGED_MODELS
from polybius.evaluate.gold import evaluate_gold, read_gold


def figures(model: str, sets: list[Path]) -> dict[str, object]:
    """Events found by the coder with a model on each set, words per second, seconds to load."""
    began = time.perf_counter()
    coder = load(model)
    found: dict[str, object] = {"seconds to load": round(time.perf_counter() - began, 1)}
    words = sum(len(report["text"].split()) for folder in sets for report in read_gold(folder)[0])
    began = time.perf_counter()
    for folder in sets:
        events = evaluate_gold(folder, coder).as_dict()["events"]
        found[folder.name] = {key: round(events[key], 3) for key in ("precision", "recall", "f1")}
    found["words per second"] = round(words / (time.perf_counter() - began))
    return found


if __name__ == "__main__":
    folders = [Path(argument) for argument in sys.argv[1:]]
    if not folders or not all(folder.is_dir() for folder in folders):
        sys.exit(f"usage: {sys.argv[0]} SET [SET …], folders with reports.jsonl and gold.jsonl")
    installed = [name for name, (package, _) in PACKAGED_MODELS.items() if importlib.util.find_spec(package)]
    print(json.dumps({name: figures(name, folders) for name in installed}, indent=1))
