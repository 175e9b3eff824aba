"""Stage 7 of 9: store, corrections — needs a store, keeps what readers say of its events as an overlay beside it.

They are a Delta Lake table of their own in the store's folder, to which rows are only ever added: what the coder said,
and what an earlier reader said, stays as it was.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polybius.codebook import REALIS, load_codebook
from polybius.errors import StoreError
from polybius.iso_days import FORMS, days_of
from polybius.records import Correction, Event
from polybius.store.beside import open_beside, path_beside
from polybius.store.table import dataset_of, first_line, open_table

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER = "_corrections"
FIELDS = ("category", "modes", "contexts", "realis", "actors", "recipients", "date", "place")
"""The fields of an event that can be corrected."""
LONGEST = 2000
"""Most characters of a value or note."""
MISSED_FIELDS = frozenset({"category", "modes", "actors", "recipients", "date", "place", "start", "end"})
_PARTY = re.compile(r"(?:[A-Z]{3}|\?)(?: [A-Z]{3})*")


def read_corrections(store: str | Path) -> list[Correction]:
    """All corrections of a store, the oldest first. Raises StoreError where there is none, or it cannot be read."""
    table = open_beside(store, FOLDER, "its corrections")
    if table is None:
        open_table(store)
        return []
    try:
        rows = dataset_of(table).to_table().to_pylist()
        return sorted((Correction.model_validate(row) for row in rows), key=lambda one: (one.at, one.id))
    except (OSError, ValueError) as error:
        raise StoreError(f"{store}: its corrections are damaged ({first_line(error)})") from error


def corrections_table(corrections: Iterable[Correction]) -> pa.Table:
    """Corrections as an Arrow table, one row each, with the fields of the record as columns."""
    import pyarrow as pa

    return pa.Table.from_pylist([one.model_dump() for one in corrections], schema=_schema())


def add_correction(store: str | Path, correction: Correction) -> None:
    """Adds one correction. Raises StoreError where there is no store, or it cannot be written."""
    from deltalake import write_deltalake
    from deltalake.exceptions import DeltaError

    open_table(store)
    where = path_beside(store, FOLDER)
    try:
        write_deltalake(where, corrections_table([correction]), mode="append", name="polybius corrections")
    except (DeltaError, OSError) as error:
        raise StoreError(f"{where}: the correction cannot be kept ({first_line(error)}); check your rights") from error


def correction_of(
    report: str, event: Event | None, field: str, new: str | None, *, by: str | None = None, note: str | None = None
) -> Correction:
    """A correction made now, its value checked.

    event: None for one that was missed. field: see ``Correction``. new: the value; several joined by bars, parties as
    "ARM MIL", a period as "2020-10-01/2020-10-03", empty for none. Raises StoreError where the value does not fit.
    """
    value = (new or "").strip() or None
    if field not in (*FIELDS, "right", "wrong", "missed"):
        raise StoreError(f"{field!r} is no field that can be corrected; choose from {', '.join(FIELDS)}")
    if (event is None) != (field == "missed"):
        raise StoreError("a correction needs the event it is of, unless it adds one that was missed")
    for text in (value, by, note):
        _check_text(text)
        if text and len(text) > LONGEST:
            raise StoreError(f"a correction may have {LONGEST} characters in each field; this one has {len(text)}")
    old = None
    if field in FIELDS and event is not None:
        _check(field, value)
        old = coded_value(event, field)
        if value == old:
            raise StoreError(f"{field} is already {old or 'empty'}; there is nothing to correct")
    elif field == "missed":
        _check_missed(value)
    else:
        value = None
    return Correction.model_validate({
        "id": uuid.uuid4().hex[:16], "report": report, "event": event.id if event else None, "field": field,
        "old": old, "new": value, "by": (by or "").strip() or None,
        "at": datetime.now(UTC).isoformat(timespec="microseconds"), "note": (note or "").strip() or None,
    })  # fmt: skip


def withdrawal_of(correction: Correction, *, by: str | None = None) -> Correction:
    """The correction that takes another one back."""
    return Correction(
        id=uuid.uuid4().hex[:16], report=correction.report, event=correction.event, field="withdrawn",
        old=correction.id, by=by, at=datetime.now(UTC).isoformat(timespec="microseconds"),
    )  # fmt: skip


def in_force(corrections: Iterable[Correction]) -> list[Correction]:
    """Those that hold: not taken back, and of one event and field only the last. Missed events all hold.

    A later "right" lifts an earlier "wrong", and the other way round.
    """
    every = sorted(corrections, key=lambda one: (one.at, one.id))
    gone = {one.old for one in every if one.field == "withdrawn"}
    held: dict[tuple[str, str], Correction] = {}
    for one in every:
        if one.field == "withdrawn" or one.id in gone:
            continue
        verdict = "verdict" if one.field in ("right", "wrong") else one.field
        key = (one.id, "missed") if one.event is None else (one.event, verdict)
        held.pop(key, None)
        held[key] = one
    return list(held.values())


def coded_value(event: Event, field: str) -> str | None:
    """What the coder said of a field, as corrections write it; None where it said nothing."""
    if field == "category":
        return event.category
    if field in ("modes", "contexts"):
        return "|".join(one.name for one in getattr(event, field)) or None
    if field == "realis":
        return "|".join(event.realis) or None
    if field in ("actors", "recipients"):
        return "|".join(" ".join([one.code or "?", *one.sectors]) for one in getattr(event, field)) or None
    if field == "date":
        start, end = event.date.start, event.date.end
        return (start if start == end else f"{start or '..'}/{end or '..'}") if start or end else None
    return (event.place.name or event.place.text) if event.place else None


def missed_event(correction: Correction) -> Mapping[str, Any]:
    """The fields of an event that was missed."""
    found: dict[str, Any] = json.loads(correction.new or "{}")
    return found


def _check(field: str, value: str | None) -> None:
    """Raises StoreError where a value does not fit its field."""
    book, parts = load_codebook(), (value or "").split("|") if value else []
    if field == "category":
        _check_names("category", [value or ""], tuple(book.categories))
    elif field == "modes":
        every = tuple(mode for one in book.categories.values() for mode in one.modes)
        _check_names("mode", parts, every)
    elif field == "contexts":
        _check_names("context", parts, tuple(book.contexts))
    elif field == "realis":
        _check_names("realis", parts, REALIS)
    elif field in ("actors", "recipients"):
        for part in parts:
            if not _PARTY.fullmatch(part):
                raise StoreError(f'{part!r} is no party; write a code and its sectors, such as "ARM MIL", or "?"')
    elif field == "date" and value:
        days = value.split("/")
        if len(days) > 2 or not all(day == ".." or days_of(day) for day in days):
            raise StoreError(f"{value!r} is no date; write {FORMS}, or two of them with / between")


def _check_text(text: str | None) -> None:
    """Raises StoreError where a text has halves of characters, which JSON can say and no file can hold."""
    if text and any("\ud800" <= one <= "\udfff" for one in text):
        raise StoreError("a correction may hold whole characters only; this text has halves of some (surrogates)")


def _check_names(what: str, names: list[str], known: tuple[str, ...]) -> None:
    for name in names:
        if name not in known:
            raise StoreError(f"{name!r} is no {what}; choose from {', '.join(dict.fromkeys(known))}")


def _check_missed(value: str | None) -> None:
    try:
        fields = json.loads(value or "")
    except (ValueError, RecursionError) as error:
        raise StoreError("a missed event needs its fields as JSON") from error
    if not isinstance(fields, dict) or not fields.keys() <= MISSED_FIELDS:
        raise StoreError(f"a missed event may have the fields {', '.join(sorted(MISSED_FIELDS))}")
    start, end = fields.get("start"), fields.get("end")
    if not (type(start) is int and type(end) is int and 0 <= start < end):
        raise StoreError("a missed event needs the words that tell it: mark them in the text")
    for name, told in fields.items():
        if name not in ("start", "end"):
            if told is not None and not isinstance(told, str):
                raise StoreError(f"{name} of a missed event must be text")
            _check_text(told)
            _check(name, told or None)
    _check("category", fields.get("category"))


def _schema() -> pa.Schema:
    import pyarrow as pa

    return pa.schema([pa.field(name, pa.string()) for name in Correction.model_fields])
