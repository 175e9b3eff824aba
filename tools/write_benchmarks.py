"""Writes docs/benchmarks.md from the figures under docs/results/*.json, so that every figure there was measured.

usage: python tools/write_benchmarks.py [--check]
Each result is what ``polybius evaluate … --json`` or ``tools/bench_store.py`` prints; its file name is its title.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "docs" / "results"
PAGE = ROOT / "docs" / "benchmarks.md"
HEADER = "<!-- written by tools/write_benchmarks.py from docs/results; run: make bench -->\n\n# Benchmarks\n"
TITLES = {
    "gold": "Events in real reports (gold)",
    "own-dev": "Events in our own reports, development set",
    "own-test": "Events in our own reports, test set",
    "speed": "Speed and memory",
    "store": "The store",
    "models": "The two English models",
}
NOTES = {
    "gold": "28 real reports of 1998–2016 coded by hand; read while the rules were made, so no estimate for new text. "
    "They are not part of this repository.",
    "own-dev": "`evaluation/dev`, written for the project, blind to its lexicons; its errors are read while the rules "
    "are made.",
    "own-test": "`evaluation/test`, written apart; nobody reads its texts or errors while the rules are made: the "
    "figure to quote.",
    "speed": "71 real documents (re3d, repository dstl/re3d), two cores; `make bench`.",
}
SCORES = ("gold", "found", "extra", "precision", "recall", "f1")
FIELDS = ("recipients", "modes", "date", "realis", "says", "place", "sectors")


def render(results: dict[str, Any]) -> str:
    """The page for results by name, in the order of their names."""
    page = HEADER
    for name in sorted(results):
        figures = results[name]
        page += f"\n## {TITLES.get(name, name.replace('_', ' '))}\n"
        page += f"\n{NOTES[name]}\n" if name in NOTES else ""
        page += _gold(figures) if figures.get("measure") == "gold" else _plain(figures)
    return page


def _gold(figures: dict[str, Any]) -> str:
    page = (
        "\nReports coded by hand. An event is found when clause, category and actors meet; the columns after F1 are "
        "shares right among the events found.\n"
    )
    total = {"all events": figures["events"]}
    page += _table("", total, (*SCORES, *FIELDS))
    page += _table("", {"statements": figures["statements"]}, (*SCORES, "speakers"))
    page += _table("By category", figures["by_category"], SCORES)
    page += _table("By source", figures["by_source"], (*SCORES, *FIELDS))
    return page


def _table(title: str, rows: dict[str, dict[str, Any]], columns: tuple[str, ...]) -> str:
    page = f"\n### {title}\n" if title else ""
    page += f"\n| | {' | '.join('F1' if column == 'f1' else column for column in columns)} |\n"
    page += "|---" * (len(columns) + 1) + "|\n"
    for name, row in rows.items():
        page += f"| {name} | {' | '.join(_shown(row.get(column)) for column in columns)} |\n"
    return page


def _plain(figures: dict[str, Any]) -> str:
    page = "\n| figure | value |\n|---|---|\n"
    for name, value in _flat(figures):
        page += f"| {name} | {_shown(value)} |\n"
    return page


def _flat(figures: Any, prefix: str = "") -> list[tuple[str, Any]]:
    if isinstance(figures, dict):
        return [pair for name, value in figures.items() for pair in _flat(value, f"{prefix}{name} ")]
    return [(prefix.strip().replace("_", " "), figures)]


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "" if value is None else str(value)


def page() -> str:
    """The page for the results that there are."""
    return render({path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(RESULTS.glob("*.json"))})


def main() -> None:
    """Writes the page, or checks it."""
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            sys.exit("docs/benchmarks.md is out of step with docs/results; run: python tools/write_benchmarks.py")
        return
    PAGE.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
