"""Stage 9 of 9: export — needs CodedReports, leaves files, frames and tables.

To add a format: a module here with a function (path, reports) -> number of events, and a line in ``EXPORTERS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from polybius.errors import PolybiusError
from polybius.export.comma_separated import write_csv
from polybius.export.json_lines import to_json_line, write_json_lines
from polybius.export.parquet import write_parquet
from polybius.export.plover import to_plover, write_plover
from polybius.records import CodedReport

Exporter = Callable[[Path, Iterable[CodedReport]], int]

# name of the format -> what writes it; a file's suffix names its format too
EXPORTERS: dict[str, Exporter] = {
    "csv": write_csv,  # event rows
    "parquet": write_parquet,  # event rows, typed
    "jsonl": write_json_lines,  # whole coded reports
    "plover": write_plover,  # PLOVER records, JSON Lines
}


def export(path: str | Path, reports: Iterable[CodedReport], *, format: str | None = None) -> int:
    """Writes coded reports to a file in the format named, or else in that of the file's suffix.

    Returns the number of events written. Raises PolybiusError where the format is unknown or the file not writable.
    """
    path = Path(path)
    exporter = exporter_for(path, format)
    try:
        return exporter(path, reports)
    except OSError as error:
        raise PolybiusError(f"{path}: cannot be written ({error.strerror or error})") from error


def exporter_for(path: str | Path, format: str | None = None) -> Exporter:
    """What writes a format, or what a file's suffix stands for. Raises PolybiusError naming the formats there are."""
    wanted = format or Path(path).suffix.removeprefix(".").lower()
    if wanted not in EXPORTERS:
        known = ", ".join(EXPORTERS)
        raise PolybiusError(
            f"{path}: no export format {wanted!r}; name the file .csv, .parquet or .jsonl, or give one of {known}"
        )
    return EXPORTERS[wanted]


__all__ = ["EXPORTERS", "Exporter", "export", "exporter_for", "to_json_line", "to_plover"]
