"""Ends a long run in good order when the terminal or the system asks for it."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped:
    """Whether, and by which signal, the run was asked to end."""

    def __init__(self) -> None:
        self.signal = threading.Event()
        self.by: int | None = None

    def note(self, number: int, _frame: FrameType | None) -> None:
        """The first signal ends the run in good order, the second at once."""
        if self.signal.is_set():
            sys.exit(128 + number)
        self.by = number
        self.signal.set()


@contextmanager
def until_signal() -> Iterator[Stopped]:
    """Takes SIGINT and SIGTERM as a wish to end, where this is the main thread."""
    stopped = Stopped()
    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    before = {number: signal.signal(number, stopped.note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
