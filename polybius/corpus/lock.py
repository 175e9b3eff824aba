"""One ingest and one watch on a store at a time: locks that end with the process that holds them, however that ends.

Both may be at work beside each other: what they write, they write one after the other.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from polybius.errors import StoreError

FOLDER = "_ingest"
"""Delta Lake passes by folders whose names start with "_"."""


class StoreBusy(StoreError):
    """Another ingest, or another watch, is at work on the store."""


@contextmanager
def sole_ingest(store: str, *, wait: bool = True, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Holds the lock of a store; where another ingest holds it, waits for its end, or raises StoreBusy.

    on_wait: called once before waiting. A store at a URL is locked for this machine only: between machines the store
    itself sees to it that no report is doubled. Raises StoreError where the lock cannot be made.
    """
    busy = f"{store}: another ingest is at work on this store; wait for its end, or leave --no-wait out"
    with _locked(store, "lock", wait=wait, on_wait=on_wait, busy=busy):
        yield


@contextmanager
def sole_watch(store: str) -> Iterator[None]:
    """Holds the lock that a watch has on a store. Raises StoreBusy where another one holds it: it may for weeks."""
    busy = f"{store}: another watch is at work on this store; end it first, or add its feeds to that one's table"
    with _locked(store, "watch", wait=False, on_wait=None, busy=busy):
        yield


@contextmanager
def sole_writer(store: str) -> Iterator[None]:
    """Holds the lock for writing one batch to a store, after whoever else is writing one."""
    with _locked(store, "writer", wait=True, on_wait=None, busy=""):
        yield


@contextmanager
def _locked(store: str, name: str, *, wait: bool, on_wait: Callable[[], None] | None, busy: str) -> Iterator[None]:
    from filelock import FileLock, Timeout

    path = lock_path(store, name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not wait:
                raise StoreBusy(busy) from None
            if on_wait is not None:
                on_wait()
            lock.acquire()
    except OSError as error:
        raise StoreError(f"{store}: cannot be written to ({error.strerror or error}); check your rights") from error
    try:
        yield
    finally:
        lock.release()


def lock_path(store: str, name: str = "lock") -> Path:
    """The file that stands for a lock of a store."""
    if "://" in store:
        digest = hashlib.blake2b(store.rstrip("/").encode(), digest_size=8).hexdigest()
        return Path(tempfile.gettempdir()) / f"polybius-{digest}.{name}"
    return Path(store) / FOLDER / name
