"""Coded reports without the words of their reports, and the words put back by whoever holds them.

What is shared has ids, offsets and hashes only. Where a record repeats words of its report, a reference stands in their
place: "@10:25" for the code points 10 to 25 of the text, "@10:25~" for the same with runs of blanks made one. Words
that are not in the text are lost, as are titles that it does not hold, and the reasons, which quote it freely.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

from polybius.records import CodedReport

MARK = "withheld"
"""The member that tells such a line from a whole coded report; it holds the hash of the exact text and its length."""
_REFERENCE = re.compile(r"@(\d+):(\d+)(~?)", re.ASCII)


class Unfit(ValueError):
    """The text is not the one that was coded; the message is fit for the user."""


def textless(coded: CodedReport) -> dict[str, Any]:
    """A coded report as JSON members, with references in place of the words."""
    text = coded.report.text
    record = _withheld(coded.model_dump(mode="json", by_alias=True), text)
    report = record["report"]
    report["text"] = ""
    report["title"] = None if coded.report.title is None else _reference(coded.report.title, text, None) or None
    return {MARK: {"sha256": hash_of(text), "characters": len(text)}, **record}


def filled(record: dict[str, Any], text: str) -> CodedReport:
    """The coded report that ``textless`` was given, from what it left and the text, but for what is lost.

    The text may have other line ends, or blanks at its ends, than the one that was coded.
    Raises Unfit where it is not that text, ValueError where the record is none of ``textless``.
    """
    known = record.get(MARK)
    if not isinstance(known, dict) or not {"sha256", "characters"} <= known.keys():
        raise ValueError("it is no line of an export with --no-text")
    exact = next((form for form in _forms(text) if hash_of(form) == known["sha256"]), None)
    if exact is None:
        raise Unfit(
            f"the words are the same, but not the blanks: {known['characters']:,} characters were coded, "
            f"{len(text):,} are here, so the offsets would not fit; use the text as it was, or code it anew"
        )
    whole = _filled({name: value for name, value in record.items() if name != MARK}, exact)
    whole["report"]["text"] = exact
    return CodedReport.model_validate(whole)


def hash_of(text: str) -> str:
    """SHA-256 of the exact text in UTF-8, in hex digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _forms(text: str) -> tuple[str, ...]:
    """The text as it is, and as other readers would give it."""
    plain = text.replace("\r\n", "\n")
    return (
        text,
        plain,
        text.strip(),
        plain.strip(),
        plain.strip() + "\n",
        text.strip() + "\r\n",
        plain.replace("\n", "\r\n"),
    )


def _withheld(value: Any, text: str) -> Any:
    if isinstance(value, list):
        return [_withheld(part, text) for part in value]
    if not isinstance(value, dict):
        return value
    kept = {name: _withheld(part, text) for name, part in value.items()}
    for name, part in value.items():
        if name == "text" and isinstance(part, str):
            kept[name] = _reference(part, text, value.get("start"), value.get("end"))
        elif name == "reason":
            kept[name] = ""
        elif name == "reasons":
            kept[name] = []
    return kept


def _reference(words: str, text: str, start: int | None, end: int | None = None) -> str:
    """Where the words stand in the text, at their own offsets if it is there; empty where nowhere."""
    if start is not None and end is not None:
        if text[start:end] == words:
            return f"@{start}:{end}"
        if _joined(text[start:end]) == words:
            return f"@{start}:{end}~"
    found = text.find(words) if words else -1
    return f"@{found}:{found + len(words)}" if found >= 0 else ""


def _filled(value: Any, text: str) -> Any:
    if isinstance(value, list):
        return [_filled(part, text) for part in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _words(part, text) if name in ("text", "title") and isinstance(part, str) else _filled(part, text)
        for name, part in value.items()
    }


def _words(reference: str, text: str) -> str:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return ""
    words = text[int(found[1]) : int(found[2])]
    return _joined(words) if found[3] else words


def _joined(words: str) -> str:
    return " ".join(words.split())
