"""Rows for other programs: JSON, one object a row, and CSV with a header."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import typer


def print_json(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Prints one JSON object per row."""
    import json

    for row in rows:
        typer.echo(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str))


def print_csv(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Prints the rows as CSV with a header row."""
    import csv
    import io

    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    typer.echo(buffer.getvalue(), nl=False)
