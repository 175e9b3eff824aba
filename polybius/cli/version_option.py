"""``polybius --version``."""

from __future__ import annotations

import typer


def print_version(wanted: bool) -> None:
    """Prints the installed version and ends, if wanted."""
    if wanted:
        from importlib.metadata import version

        typer.echo(f"polybius {version('polybius')}")
        raise typer.Exit
