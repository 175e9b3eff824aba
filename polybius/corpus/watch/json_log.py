"""A log of JSON lines: one object each, with the time, the level, what happened, and its particulars."""

from __future__ import annotations

import json
import logging
import logging.handlers
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from polybius.errors import PolybiusError

Level = Literal["debug", "info", "warning", "error"]
LEVELS: tuple[Level, ...] = ("debug", "info", "warning", "error")


class JsonLog:
    """Writes to stderr, or to a file, which may be moved away at any time (logrotate). May be used by many threads."""

    def __init__(self, file: str | Path | None = None, level: Level = "info") -> None:
        # one of its own, so that the logging of a program that uses this is left alone
        self._logger = logging.Logger("polybius.watch", level.upper())
        try:
            handler = (
                logging.StreamHandler()
                if file is None
                else logging.handlers.WatchedFileHandler(file, encoding="utf-8", errors="backslashreplace")
            )
        except OSError as error:
            said = error.strerror or error
            raise PolybiusError(f"{file}: the log cannot be written ({said}); name another file with --log") from error
        handler.setFormatter(_Lines())
        self._logger.addHandler(handler)

    def __call__(self, level: Level, event: str, **particulars: object) -> None:
        """Writes a line, unless its level is below that of the log."""
        self._logger.log(getattr(logging, level.upper()), event, extra={"particulars": particulars})

    def close(self) -> None:
        """Closes the file."""
        for handler in self._logger.handlers:
            handler.close()


class _Lines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"at": at, "level": record.levelname.lower(), "event": record.msg}
        said = {name: value for name, value in record.__dict__["particulars"].items() if value is not None}
        return json.dumps(line | said, ensure_ascii=True, default=str)
