"""Knowledge is data: reads the CSV tables under ``polybius/data`` and checks them, naming file and line.

A table starts with comment lines (``#``) saying what it holds, its columns and its source; then comes the header
row. Values that hold several things separate them by ``|``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from polybius.errors import DataError

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Row:
    """One row of a table: its values by column, and where it stands."""

    path: str
    line: int
    values: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def many(self, column: str) -> tuple[str, ...]:
        """The parts of a value separated by ``|``; empty if the value is empty."""
        return tuple(part.strip() for part in self.values[column].split("|") if part.strip())

    def fault(self, what: str) -> DataError:
        """The error to raise where this row breaks a rule."""
        return DataError(self.path, self.line, what)


def read_table(path: Path, columns: Sequence[str], faults: list[DataError] | None = None) -> Iterator[Row]:
    """Yields the rows of a CSV table whose header must be exactly ``columns``.

    faults: takes the faults of rows with too few or too many values, which are left out then.
    Raises DataError with file and line where the header is missing or wrong, and for such rows without ``faults``.
    """
    label = str(path.relative_to(DATA.parent.parent)) if path.is_relative_to(DATA) else str(path)
    try:
        # utf-8-sig: spreadsheets put a byte-order mark before the first comment or header
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot be read as UTF-8 text ({error}); check the path and the encoding"
        raise DataError(label, None, what) from error
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        values = next(csv.reader([line]))
        if header is None:
            header = values
            if header != list(columns):
                raise DataError(label, number, f"header must be {','.join(columns)}; found {','.join(header)}")
            continue
        if len(values) != len(columns):
            what = f"has {len(values)} values where {len(columns)} are needed; quote values that hold commas"
            if faults is None:
                raise DataError(label, number, what)
            faults.append(DataError(label, number, what))
            continue
        yield Row(label, number, dict(zip(columns, (value.strip() for value in values), strict=True)))
    if header is None:
        raise DataError(label, None, f"has no header row; the first row that is no comment must be {','.join(columns)}")
