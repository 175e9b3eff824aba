"""``polybius schema``: the JSON Schema of the records."""

from __future__ import annotations

import typer


def schema() -> None:
    """Print the JSON Schema of a CodedReport, what --json prints a line of."""
    import json

    from polybius.records import json_schema

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
