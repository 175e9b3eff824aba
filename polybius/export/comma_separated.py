"""Events as a CSV file: UTF-8, a header row, one row per event (the columns of ``event_rows``)."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from polybius.export.event_rows import EVENT_COLUMNS, event_rows
from polybius.records import CodedReport


def write_csv(path: Path, reports: Iterable[CodedReport]) -> int:
    """Writes the events as CSV; returns their number. Unknown values are empty."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in EVENT_COLUMNS])
        writer.writeheader()
        for row in event_rows(reports):
            writer.writerow(row)
            count += 1
    return count
