"""Keeps what comes out of the workers: in batches, in the background, each batch whole or not at all."""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor

from polybius.records import CodedReport, Reject
from polybius.store.rejects import remove_rejects, write_rejects
from polybius.store.write import Seen, Written, write

BATCH = 1000
"""Reports per commit."""
SECONDS = 60.0
"""After which a smaller batch is kept too, so that little is lost where the machine stops."""


class Keeping:
    """Takes coded reports and rejects for a store; storing goes on beside the work, and its faults come out later.

    All methods raise StoreError where the store cannot be written.
    """

    def __init__(self, store: str, batch: int = BATCH, seconds: float = SECONDS) -> None:
        self._store, self._batch, self._seconds = store, batch, seconds
        self._reports: list[CodedReport | Seen] = []
        self._rejects: list[Reject] = []
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
        remove_rejects(self._store, rejects)

    def close(self) -> None:
        """Ends the writing of what was handed over; what was not is dropped."""
        self._writer.shutdown(wait=True)

    def _hand_over(self) -> None:
        self._settle()
        self._since = time.monotonic()
        if self._reports or self._rejects:
            self._writing = self._writer.submit(_store, self._store, self._reports, self._rejects)
            self._reports, self._rejects = [], []

    def _settle(self) -> None:
        """Waits for the batch being written."""
        if self._writing is not None:
            writing, self._writing = self._writing, None
            self.written += writing.result()


def _store(store: str, reports: list[CodedReport | Seen], rejects: list[Reject]) -> Written:
    written = write(store, reports, batch=max(len(reports), 1))
    write_rejects(store, rejects)
    return written
