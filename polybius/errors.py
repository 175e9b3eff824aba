"""Errors users can meet. Each message is one sentence: what is wrong, where, and what to do."""

from __future__ import annotations

from pathlib import Path


class PolybiusError(Exception):
    """Base of all errors Polybius raises on purpose; its text is fit to be shown to the user."""


class DataError(PolybiusError):
    """A data file (lexicon, actor list, codebook) breaks its rules."""

    def __init__(self, path: str | Path, line: int | None, what: str) -> None:
        where = f"{path}:{line}" if line else str(path)
        super().__init__(f"{where}: {what}")
        self.path, self.line, self.what = str(path), line, what


class ReadError(PolybiusError):
    """An input cannot be read as a report."""


class ModelError(PolybiusError):
    """The language model is missing or does not fit."""


class StoreError(PolybiusError):
    """The store cannot be opened, read or written."""
