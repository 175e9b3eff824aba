"""What a reader yields in place of a Report where an input, or one row of it, cannot be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class ReadFailure:
    """An input that gives no report.

    source: file, "file:line" or "-" (standard input). reason: one sentence, what is wrong and what to do.
    kind: ``language`` where the text is sound but not in English (to be counted, no fault of the file), else ``input``.
    """

    source: str
    reason: str
    kind: Literal["input", "language"] = "input"

    def __str__(self) -> str:
        """Where and why, in one line."""
        return f"{self.source}: {self.reason}"
