"""How often the coder is right, by the corrections that readers left in a store.

An event is checked where a reader called it right or wrong, or corrected a field of it. It is right where it was
called so and nothing of it was corrected. Intervals are Wilson's (1927) at 95 %. What readers choose to check is no
random sample, so the figures say how the checked events fare, not all of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from polybius import store as stores
from polybius.export.passage import sentence_around
from polybius.records import CodedReport, Correction, Event
from polybius.store.corrections import in_force, missed_event, read_corrections

Z = 1.96
"""Standard deviations of a 95 % interval."""


def evaluate_corrections(store: str | Path) -> dict[str, Any]:
    """Precision by category, faults by field and what was missed. Raises StoreError.

    Keys: checked, right, precision, low, high (bounds of its interval), missed; fields (corrections by field);
    by_category (the same figures of each category, as coded; missed as the reader codes it).
    """
    held = in_force(read_corrections(store))
    of_event = _by_event(held)
    checked, right, missed = Counter[str](), Counter[str](), Counter[str]()
    for coded in _reports(store, {one.report for one in held}):
        for event in coded.events:
            if event.id in of_event:
                checked[event.category] += 1
                right[event.category] += of_event[event.id] == {"right"}
    missed.update(str(missed_event(one).get("category")) for one in held if one.field == "missed")
    fields = Counter(one.field for one in held if one.field not in ("right", "missed"))
    every = {
        category: _figures(right[category], checked[category], missed[category])
        for category in sorted(checked.keys() | missed.keys())
    }
    whole = _figures(right.total(), checked.total(), missed.total())
    return {"measure": "corrections", **whole, "fields": dict(sorted(fields.items())), "by_category": every}


def training_rows(store: str | Path) -> Iterator[dict[str, Any]]:
    """What readers checked, as examples to learn from: one row an event, with its sentence and offsets.

    Keys: report, event (null where it was missed), sentence, text (of the clause), start, end, trigger [start, end]
    (null where missed), verdict (right, wrong, corrected, missed), coded and corrected (fields by name, as the coder
    and the reader have them), by, at, note (of the last correction). Raises StoreError.
    """
    held = in_force(read_corrections(store))
    by_event: dict[str, list[Correction]] = {}
    for one in held:
        by_event.setdefault(one.event or "", []).append(one)
    for coded in _reports(store, {one.report for one in held}):
        for event in coded.events:
            if event.id in by_event:
                yield _checked_row(coded, event, by_event[event.id])
        for one in by_event.get("", []):
            if one.report == coded.report.id:
                yield _missed_row(coded, one)


def _checked_row(coded: CodedReport, event: Event, said: list[Correction]) -> dict[str, Any]:
    from polybius.store.corrections import FIELDS, coded_value

    names = {one.field for one in said}
    values = {field: coded_value(event, field) for field in FIELDS}
    changed = {one.field: one.new for one in said if one.field in FIELDS}
    verdict = "wrong" if "wrong" in names else "corrected" if changed else "right"
    return {
        "report": coded.report.id,
        "event": event.id,
        "sentence": _sentence(coded, event.start, event.end),
        "text": coded.report.text[event.start : event.end],
        "start": event.start,
        "end": event.end,
        "trigger": [event.trigger.start, event.trigger.end],
        "verdict": verdict,
        "coded": values,
        "corrected": values | changed if verdict != "wrong" else None,
        **_signed(said[-1]),
    }


def _missed_row(coded: CodedReport, one: Correction) -> dict[str, Any]:
    told = dict(missed_event(one))
    start, end = int(told.pop("start")), int(told.pop("end"))
    return {
        "report": coded.report.id,
        "event": None,
        "sentence": _sentence(coded, start, end),
        "text": coded.report.text[start:end],
        "start": start,
        "end": end,
        "trigger": None,
        "verdict": "missed",
        "coded": None,
        "corrected": told,
        **_signed(one),
    }


def _sentence(coded: CodedReport, start: int, end: int) -> str:
    first, last = sentence_around(coded.report.text, start, end)
    return coded.report.text[first:last]


def _signed(one: Correction) -> dict[str, Any]:
    return {"by": one.by, "at": one.at, "note": one.note}


def _by_event(held: Iterable[Correction]) -> dict[str, set[str]]:
    """Of each event that was checked the fields of its corrections."""
    found: dict[str, set[str]] = {}
    for one in held:
        if one.event is not None:
            found.setdefault(one.event, set()).add(one.field)
    return found


def _reports(store: str | Path, wanted: set[str]) -> Iterator[CodedReport]:
    """The reports with these ids."""
    import pyarrow.compute as pc

    from polybius.store.schema import from_row

    if not wanted:
        return
    for batch in stores.snapshot(store).to_batches(filter=pc.field("report_id").isin(sorted(wanted))):
        yield from map(from_row, batch.to_pylist())


def _figures(right: int, checked: int, missed: int) -> Mapping[str, Any]:
    low, high = _wilson(right, checked)
    precision = round(right / checked, 3) if checked else None
    return {"checked": checked, "right": right, "precision": precision, "low": low, "high": high, "missed": missed}


def _wilson(right: int, checked: int) -> tuple[float | None, float | None]:
    """Wilson's interval of a share; (None, None) of nothing."""
    if not checked:
        return None, None
    share, spread = right / checked, Z * Z / checked
    middle = (share + spread / 2) / (1 + spread)
    half = Z * math.sqrt(share * (1 - share) / checked + spread / (4 * checked)) / (1 + spread)
    return round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)
