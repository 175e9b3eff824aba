"""Measures whether texts about sport, business, accidents and the like give no events, and political ones still do.

The format is JSON Lines: id, kind, political (true or false), published, outlet, text, and for political texts
``events``, each with a category and its trigger word. A listed event is met by a coded one of its category whose
clause holds the trigger word. What the judgement of relevance costs is the recall lost against a coder without it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from polybius.errors import ReadError
from polybius.records import Event

Code = Callable[[Mapping[str, Any]], Sequence[Event]]
NEEDED = ("id", "kind", "political", "text")


def read_texts(path: Path) -> list[dict[str, Any]]:
    """The texts of a file. Raises ReadError, naming the line, where one is not in the format."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"{path} cannot be read as JSON Lines ({error})") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            text = json.loads(line)
        except ValueError as error:
            raise ReadError(f"{path}:{number}: no JSON ({error})") from error
        missing = [name for name in NEEDED if name not in text]
        if missing:
            raise ReadError(f"{path}:{number}: the field {missing[0]} is missing")
        found.append(text)
    return found


def evaluate_relevance(path: Path, code: Code, code_every_topic: Code) -> dict[str, Any]:
    """Events a non-political text, and the recall of political events with and without the judgement of relevance."""
    texts = read_texts(path)
    others = [text for text in texts if not text["political"]]
    political = [text for text in texts if text["political"]]
    coded = {text["id"]: len(code(text)) for text in others}
    kinds: Counter[str] = Counter()
    for text in others:
        kinds[text["kind"]] += coded[text["id"]]
    wanted = sum(len(text.get("events", ())) for text in political)
    met, met_without = (sum(_met(text, run(text)) for text in political) for run in (code, code_every_topic))
    return {
        "measure": "relevance",
        "other_texts": len(others),
        "events_in_other_texts": sum(coded.values()),
        "events_per_other_text": round(sum(coded.values()) / max(len(others), 1), 4),
        "political_texts": len(political),
        "political_events": wanted,
        "recall": round(met / max(wanted, 1), 4),
        "recall_without_judging_relevance": round(met_without / max(wanted, 1), 4),
        "events_by_kind": {kind: count for kind, count in sorted(kinds.items()) if count},
    }


def _met(text: Mapping[str, Any], events: Sequence[Event]) -> int:
    return sum(
        any(
            event.category == wanted["category"] and wanted["trigger"] in text["text"][event.start : event.end]
            for event in events
        )
        for wanted in text.get("events", ())
    )
