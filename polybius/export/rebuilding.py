"""Makes the records of an export without texts whole again, from texts that are read one by one."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from pydantic import ValidationError

from polybius.errors import ReadError
from polybius.export.textless import MARK, filled
from polybius.read.failure import ReadFailure
from polybius.read.unpacking import Damaged, unpacked
from polybius.records import CodedReport, Report


class Records:
    """The records of a file, found by report id; only ids and where they stand are held in memory."""

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file, self._name = file, name
        self._at: dict[str, tuple[int, int]] = {}
        self._bad: list[ReadFailure] = []
        self.whole = 0
        self._index()

    @property
    def total(self) -> int:
        """How many records the file holds."""
        return len(self._at)

    @property
    def without_text(self) -> int:
        """How many have not been made whole yet."""
        return self.total - self.whole

    def filled(self, reports: Iterable[Report | ReadFailure]) -> Iterator[CodedReport | ReadFailure]:
        """Yields a coded report for each text that belongs to a record, and what could not be used.

        Texts that belong to none are passed by.
        """
        yield from self._bad
        done: set[str] = set()
        for one in reports:
            if isinstance(one, ReadFailure):
                yield one
            elif one.id in self._at and one.id not in done:
                made = self._filled(one)
                if isinstance(made, CodedReport):
                    done.add(one.id)
                    self.whole += 1
                yield made

    def _filled(self, report: Report) -> CodedReport | ReadFailure:
        offset, number = self._at[report.id]
        self._file.seek(offset)
        place = f"{self._name}:{number}"
        try:
            return filled(json.loads(self._file.readline()), report.text)
        except ValidationError as error:
            return ReadFailure(place, f"it is no coded report ({error.error_count()} fields are wrong)")
        except ValueError as error:
            return ReadFailure(place, str(error))

    def _index(self) -> None:
        number = 0
        while True:
            offset = self._file.tell()
            line = self._file.readline()
            if not line:
                return
            number += 1
            if line.strip():
                found = _id_in(line)
                if found is None:
                    reason = "it is no line of: polybius export --format jsonl --no-text"
                    self._bad.append(ReadFailure(f"{self._name}:{number}", reason))
                else:
                    self._at[found] = (offset, number)


def _id_in(line: bytes) -> str | None:
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    report = record.get("report") if isinstance(record, dict) and MARK in record else None
    name = report.get("id") if isinstance(report, dict) else None
    return name if isinstance(name, str) else None


@contextmanager
def rebuilt(path: Path) -> Iterator[Records]:
    """The records of a file, also a packed one. Raises ReadError where it cannot be read."""
    try:
        with path.open("rb") as file, tempfile.TemporaryFile() as plain:
            # lines are looked up by where they stand, which a packed file cannot do
            shutil.copyfileobj(unpacked(file), plain)
            plain.seek(0)
            yield Records(plain, str(path))
    except Damaged as error:
        raise ReadError(f"{path}: {error}; fetch it again") from error
    except OSError as error:
        raise ReadError(f"{path}: cannot be read ({error.strerror or error}); check the path") from error
