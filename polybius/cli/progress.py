"""A progress bar with rate and time left, and its lines for logs where there is no terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from polybius.cli.faults import complain

if TYPE_CHECKING:
    from polybius.corpus.tally import Tally

LOG_EVERY = 60.0
"""Seconds between two lines of a log."""


class Shows(Protocol):
    """What shows how far a run is."""

    def tell(self, size: int) -> None:
        """So many bytes of the sources have been read."""
        ...

    def show(self, tally: Tally) -> None:
        """The counts so far."""
        ...


class _Silent:
    def tell(self, size: int) -> None:
        pass

    def show(self, tally: Tally) -> None:
        pass


class _Log:
    """A line now and then."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()

    def tell(self, size: int) -> None:
        pass

    def show(self, tally: Tally) -> None:
        now = time.monotonic()
        if now - self._last >= LOG_EVERY:
            self._last = now
            complain(f"{tally}; {60 * tally.read / (now - self._began):.0f} a minute")


class _Bar:
    """A bar over the bytes of the sources; they are read only a little ahead of what is done."""

    def __init__(self, total: int | None) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
        from rich.progress import TimeRemainingColumn as TimeLeft

        self.progress = Progress(
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[read]:,} read, {task.fields[rate]} a minute, {task.fields[rejected]:,} rejected"),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeLeft(),
            console=Console(stderr=True),
            transient=True,
            refresh_per_second=4,
        )
        self._task = self.progress.add_task("", total=total, read=0, rate="–", rejected=0)
        self._began = time.monotonic()

    def tell(self, size: int) -> None:
        self.progress.advance(self._task, size)

    def show(self, tally: Tally) -> None:
        minutes = max(time.monotonic() - self._began, 0.001) / 60
        rate = f"{tally.read / minutes:,.0f}"
        self.progress.update(self._task, read=tally.read, rate=rate, rejected=tally.rejected)


@contextmanager
def progress(sources: Sequence[str], *, shown: bool = True) -> Iterator[Shows]:
    """Shows how far a run over these sources is: a bar on a terminal, a line a minute elsewhere, or nothing."""
    if not shown:
        yield _Silent()
    elif not sys.stderr.isatty():
        yield _Log()
    else:
        bar = _Bar(total_size(sources))
        with bar.progress:
            yield bar


def total_size(sources: Sequence[str]) -> int | None:
    """The bytes of all sources; None where one of them does not tell its size."""
    from pathlib import Path

    from polybius.read.failure import ReadFailure
    from polybius.read.opening import is_address
    from polybius.read.sources import expand

    total = 0
    for name in expand(sources):
        if isinstance(name, ReadFailure):
            continue
        if name == "-" or is_address(name):
            return None
        try:
            total += Path(name).stat().st_size
        except (OSError, ValueError):
            continue
    return total
