"""Turns expected faults into one line on stderr and an exit code; nobody sees a traceback for them.

Exit codes: 0 all done, 1 some inputs failed, 2 wrong use or nothing could be read.
"""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from polybius.errors import PolybiusError

SOME_FAILED = 1
WRONG_USE = 2

P = ParamSpec("P")
R = TypeVar("R")


def reports_faults(command: Callable[P, R]) -> Callable[P, R]:
    """Makes a command print a ``PolybiusError`` as one line a fault and exit with code 2."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except PolybiusError as error:
            for line in str(error).splitlines() or [""]:
                complain(f"polybius: {line}")
            raise typer.Exit(WRONG_USE) from error
        except BrokenPipeError as error:
            # the reader of our output (head, less) has seen enough; keep Python from complaining at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(0) from error

    return run


def complain(message: str) -> None:
    """Prints one line on stderr, whatever is in the message."""
    typer.echo(" ".join("".join(c if c.isprintable() else " " for c in message).split()), err=True)
