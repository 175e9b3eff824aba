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
    "categories": "What one marked party does to the other (PLV)",
    "categories-undisputed": "The same, without labels that go against our guide",
    "detection": "Does a sentence tell an event, and of which class (ConfliBERT's CAMEO sentences)",
    "pairs": "Who acts on whom (ConfliBERT's CAMEO parties)",
    "relevance-dev": "Texts that are no politics, development half",
    "relevance-test": "Texts that are no politics, test half",
    "actors-dev": "Who is meant, development half",
    "actors-references": "Who is meant, words that only refer",
    "actors-dev2": "Who is meant, a third set",
    "actors-test": "Who is meant, test half",
    "attribution": "Who says what (PolNeAR)",
    "tellings-dev": "Who tells an event, and how sure: development half",
    "tellings-dev2": "Who tells an event, and how sure: a third set",
    "tellings-test": "Who tells an event, and how sure: test half",
    "times": "Time expressions (AQUAINT TimeML)",
    "places": "Places (GeoVirus)",
    "when-where-dev": "When and where events happened, development half",
    "when-where-dev2": "When and where events happened, a third set",
    "when-where-test": "When and where events happened, test half",
    "confidence": "Confidence of events (gold)",
    "confidence-own": "Confidence of events (our own test set)",
}
NOTES = {
    "gold": "28 real reports of 1998–2016 coded by hand; read while the rules were made, so no estimate for new text. "
    "They are not part of this repository.",
    "own-dev": "`evaluation/dev`, written for the project, blind to its lexicons; its errors are read while the rules "
    "are made.",
    "own-test": "`evaluation/test`, written apart; nobody reads its texts or errors while the rules are made: the "
    "figure to quote.",
    "categories": "1,050 sentences of the train half of PLV (Hu et al. 2024, repository snowood1/Zero-Shot-PLOVER), "
    "never trained on; errors were read while the corpus was written. The main figures are in PLV's scheme, which "
    "follows the published CAMEO crosswalk (verdicts are ACCUSE, sanctions and embargoes COERCE; our guide makes both "
    "SANCTION); `unconverted` leaves our categories as they are. `rival` is ZSP's own answers on the same rows.",
    "categories-undisputed": "Rows listed in `evaluation/plv_against_guide.csv` left out.",
    "detection": "Repository eventdata/ConfliBERT, train half. An event has the class of its CAMEO code; 0 is "
    "statements and appeals (CAMEO 01, 02), which is why appeals do not count as events here.",
    "pairs": "Repository eventdata/ConfliBERT, train half.",
    "relevance-dev": "`evaluation/relevance/dev.jsonl`, written for the project; read while the rules were made.",
    "relevance-test": "`evaluation/relevance/test.jsonl`: its texts were not read while the rules were made.",
    "actors-dev": "`evaluation/actors/dev.txt`, written for the project, blind to its lists; its errors were read.",
    "actors-references": "`evaluation/actors/references.txt`, written to be hard: descriptions, pronouns, "
    "persons called again; its errors were read.",
    "actors-dev2": "`evaluation/actors/dev2.txt`, written later by another coder; its errors were read in part.",
    "actors-test": "`evaluation/actors/test.txt`, written apart; its texts and errors were not read: the figure to "
    "quote.",
    "attribution": "84 articles of the development part of PolNeAR (repository networkdynamics/PolNeAR); errors were "
    "read while the rules were made. Where an article has several annotators, the first is taken.",
    "tellings-dev": "`evaluation/statements/dev`, written for the project; its errors were read.",
    "tellings-dev2": "`evaluation/statements/dev2`, written later by another coder.",
    "tellings-test": "`evaluation/statements/test`, written apart; its texts and errors were not read: the figure to "
    "quote. Of the events found, `chain_exact` is the share with the right tellers link by link.",
    "times": "73 articles, as cleaned for TempEval-3; errors were read while the rules were made.",
    "places": "229 Wikinews articles (repository milangritta/Pragmatic-Guide-to-Geoparsing-Evaluation); errors were "
    "read while the rules were made. Streets, hospitals and the like, which we mark, are not annotated there.",
    "when-where-dev": "`evaluation/when_where/dev`, written for the project; its errors were read.",
    "when-where-dev2": "`evaluation/when_where/dev2`, written later by two other coders; its errors were read.",
    "when-where-test": "`evaluation/when_where/test`, written apart; its texts and errors were not read: the figure "
    "to quote.",
    "confidence": "Calibrated on our own reports and held-out sentences, never on gold.",
    "confidence-own": "`evaluation/test`; calibrated without it.",
    "speed": "71 real documents (re3d, repository dstl/re3d), two cores; `make bench`.",
}
SCORES = ("gold", "found", "extra", "precision", "recall", "f1")
FIELDS = ("actors", "recipients", "modes", "date", "realis", "says", "place", "sectors")


def render(results: dict[str, Any]) -> str:
    """The page for results by name, in the order of their names."""
    page = HEADER
    for name in sorted(results):
        figures = results[name]
        page += f"\n## {TITLES.get(name, name.replace('_', ' '))}\n"
        page += f"\n{NOTES[name]}\n" if name in NOTES else ""
        page += WRITERS.get(figures.get("measure"), _plain)(figures)
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


def _classes(figures: dict[str, Any]) -> str:
    """A table of classes, below the other figures."""
    held = figures.get("quads", figures)
    others = {name: value for name, value in figures.items() if name not in {"by_class", "measure"}}
    if "quads" in others:
        others["quads"] = {name: value for name, value in figures["quads"].items() if name != "by_class"}
    columns = tuple(next(iter(held["by_class"].values()), {}))
    return _plain(others) + _table("By class", held["by_class"], columns)


def _tellings(figures: dict[str, Any]) -> str:
    """The statements and the events as figures, the factuality of their links by class."""
    factuality = figures["factuality"]
    others = {name: figures[name] for name in ("statements", "events")}
    others["factuality"] = {name: value for name, value in factuality.items() if name != "by_class"}
    columns = tuple(next(iter(factuality["by_class"].values()), {}))
    return _plain(others) + _table("Factuality by class", factuality["by_class"], columns)


def _confidence(figures: dict[str, Any]) -> str:
    """The calibration error and the reliability diagram, as a table and drawn in characters."""
    page = _plain({name: value for name, value in figures.items() if name not in {"bins", "measure"}})
    page += "\n| confidence | events | mean confidence | share right | |\n|---|---|---|---|---|\n"
    for one in figures["bins"]:
        bar = "█" * round(one["share_right"] * 20)
        mark = round(one["mean_confidence"] * 20)
        drawn = (bar.ljust(20, "·")[:mark] + "|" + bar.ljust(20, "·")[mark:]) if mark < 20 else bar.ljust(20, "·") + "|"
        page += (
            f"| {one['from']:.1f}–{one['from'] + 0.1:.1f} | {one['events']} | {one['mean_confidence']:.3f} | "
            f"{one['share_right']:.3f} | `{drawn}` |\n"
        )
    return page + "\nBars: share right; `|`: mean confidence. They should meet.\n"


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


WRITERS = {
    "gold": _gold,
    "categories": _classes,
    "detection": _classes,
    "actors": _classes,
    "confidence": _confidence,
    "tellings": _tellings,
}


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
