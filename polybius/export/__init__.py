"""Stage 9 of 9: export — needs CodedReports or a store, leaves files, frames and tables.

To add a format: a module here with a function (file, source) -> number of records, and a line in ``EXPORTERS``.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import BinaryIO, cast

from polybius.errors import PolybiusError
from polybius.export.cameo import write_cameo
from polybius.export.comma_separated import write_csv
from polybius.export.gdelt import write_gdelt
from polybius.export.gdelt_mentions import write_gdelt_mentions
from polybius.export.geojson import write_geojson
from polybius.export.icews import write_icews
from polybius.export.json_lines import to_json_line, write_json_lines
from polybius.export.jsonld import write_jsonld
from polybius.export.parquet import write_parquet
from polybius.export.petrarch2 import write_petrarch2
from polybius.export.plover import to_plover, write_plover
from polybius.export.polecat import write_polecat
from polybius.export.selection import Selection
from polybius.export.source import Source
from polybius.records import CodedReport

Exporter = Callable[[BinaryIO, Source], int]

# name of the format -> what writes it; a file's suffix names its format too
EXPORTERS: dict[str, Exporter] = {
    "csv": write_csv,  # event rows
    "parquet": write_parquet,  # event rows, typed
    "jsonl": write_json_lines,  # whole coded reports
    "plover": write_plover,  # PLOVER records, JSON Lines
    "geojson": write_geojson,
    "jsonld": write_jsonld,
    "gdelt": write_gdelt,
    "gdelt-mentions": write_gdelt_mentions,
    "icews": write_icews,
    "polecat": write_polecat,
    "cameo": write_cameo,  # Phoenix
    "petrarch2": write_petrarch2,
}
BINARY = ("parquet",)
"""Formats that are no text and need a file."""


def export(
    path: str | Path,
    reports: Iterable[CodedReport] | Source,
    *,
    format: str | None = None,
    selection: Selection | None = None,
) -> int:
    """Writes coded reports to a file in the format named, or else in that of the file's suffix.

    A path that ends in .gz is compressed. selection: what goes out; a ``Source`` brings its own.
    Returns the number of records written. Raises PolybiusError where the format is unknown, the file not writable or
    the store not readable.
    """
    path = Path(path)
    exporter = exporter_for(path, format)
    source = reports if isinstance(reports, Source) else Source(reports, selection)
    try:
        with path.open("wb") as file:
            if path.suffix.lower() != ".gz":
                return exporter(file, source)
            # without name and time in its header, the same events give the same file
            with gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
                return exporter(cast("BinaryIO", packed), source)
    except OSError as error:
        raise PolybiusError(f"{path}: cannot be written ({error.strerror or error})") from error


def exporter_for(path: str | Path, format: str | None = None) -> Exporter:
    """What writes a format, or what a file's suffix stands for. Raises PolybiusError naming the formats there are."""
    name = Path(path)
    suffix = name.with_suffix("").suffix if name.suffix.lower() == ".gz" else name.suffix
    wanted = format or suffix.removeprefix(".").lower()
    if wanted not in EXPORTERS:
        known = ", ".join(EXPORTERS)
        raise PolybiusError(
            f"{path}: no export format {wanted!r}; name the file .csv, .parquet, .jsonl, .geojson or .jsonld, "
            f"or give one of {known}"
        )
    return EXPORTERS[wanted]


__all__ = [
    "BINARY", "EXPORTERS", "Exporter", "Selection", "Source", "export", "exporter_for", "to_json_line", "to_plover",
]  # fmt: skip
