"""Keeps what comes out of the workers: in batches, in the background, each batch whole or not at all."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from polybius.corpus._trimming import trim_memory
from polybius.corpus.lock import sole_writer
from polybius.records import CodedReport, Reject
from polybius.store.rejects import remove_rejects, write_rejects
from polybius.store.write import Seen, Written, write

BATCH = 1000
"""Reports per commit."""
SECONDS = 60.0
"""After which a smaller batch is kept too, so that little is lost where the machine stops."""


Fate = Literal["coded", "repeated", "foreign", "rejected", "passed"]


@dataclass(frozen=True)
class Outcome:
    """What became of one thing: its mark, as what it counts, the number of its events, and why it was rejected."""

    mark: int
    fate: Fate
    events: int = 0
    reason: str | None = None


class Keeping:
    """Takes coded reports and rejects for a store; storing goes on beside the work, and its faults come out later.

    on_kept: called with the marks of what is safely in the store now, from within the methods of this class. All
    methods raise StoreError where the store cannot be written.
    """

    def __init__(
        self,
        store: str,
        batch: int = BATCH,
        seconds: float = SECONDS,
        on_kept: Callable[[list[Outcome]], None] | None = None,
    ) -> None:
        self._store, self._batch, self._seconds, self._on_kept = store, batch, seconds, on_kept
        self._reports: list[CodedReport | Seen] = []
        self._rejects: list[Reject] = []
        self._marks: list[Outcome] = []
        self._marks_written: list[Outcome] = []
        self._since = time.monotonic()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._writing: Future[Written] | None = None
        self.written = Written()

    def keep(self, one: CodedReport | Seen | Reject) -> None:
        """Takes one, and stores what there is where that is enough."""
        if isinstance(one, Reject):
            self._rejects.append(one)
        else:
            self._reports.append(one)
        if len(self._reports) + len(self._rejects) >= self._batch:
            self._hand_over()

    def mark(self, outcome: Outcome) -> None:
        """Takes what became of something, to be told when all that was taken before is stored."""
        self._marks.append(outcome)

    def pulse(self) -> None:
        """To be called now and then: stores what has waited long enough, and raises what went wrong."""
        if time.monotonic() - self._since >= self._seconds or (self._writing is not None and self._writing.done()):
            if time.monotonic() - self._since >= self._seconds:
                self._hand_over()
            else:
                self._settle()

    def flush(self) -> None:
        """Stores all there is and waits for it."""
        self._hand_over()
        self._settle()

    def forget(self, rejects: list[Reject]) -> None:
        """Takes rejects out of the store, after all taken before is stored."""
        self.flush()
        with sole_writer(self._store):
            remove_rejects(self._store, rejects)

    def close(self) -> None:
        """Ends the writing of what was handed over; what was not is dropped."""
        self._writer.shutdown(wait=True)

    def _hand_over(self) -> None:
        self._settle()
        self._since = time.monotonic()
        self._marks_written, self._marks = self._marks, []
        if self._reports or self._rejects:
            self._writing = self._writer.submit(_store, self._store, self._reports, self._rejects)
            self._reports, self._rejects = [], []
        else:
            self._settle()

    def _settle(self) -> None:
        """Waits for the batch being written."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            self.written += writing.result()
        if self._marks_written and self._on_kept is not None:
            marks, self._marks_written = self._marks_written, []
            self._on_kept(marks)


def _store(store: str, reports: list[CodedReport | Seen], rejects: list[Reject]) -> Written:
    with sole_writer(store):
        written = write(store, reports, batch=max(len(reports), 1))
        write_rejects(store, rejects)
    trim_memory()
    return written
