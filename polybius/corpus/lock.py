"""One ingest on a store at a time: a lock that ends with the process that holds it, however that ends."""

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
    """Another ingest is at work on the store."""


@contextmanager
def sole_ingest(store: str, *, wait: bool = True, on_wait: Callable[[], None] | None = None) -> Iterator[None]:
    """Holds the lock of a store; where another ingest holds it, waits for its end, or raises StoreBusy.

    on_wait: called once before waiting. A store at a URL is locked for this machine only: between machines the store
    itself sees to it that no report is doubled. Raises StoreError where the lock cannot be made.
    """
    from filelock import FileLock, Timeout

    path = lock_path(store)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(path)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not wait:
                raise StoreBusy(
                    f"{store}: another ingest is at work on this store; wait for its end, or leave --no-wait out"
                ) from None
            if on_wait is not None:
                on_wait()
            lock.acquire()
    except OSError as error:
        raise StoreError(f"{store}: cannot be written to ({error.strerror or error}); check your rights") from error
    try:
        yield
    finally:
        lock.release()


def lock_path(store: str) -> Path:
    """The file that stands for the lock of a store."""
    if "://" in store:
        name = hashlib.blake2b(store.rstrip("/").encode(), digest_size=8).hexdigest()
        return Path(tempfile.gettempdir()) / f"polybius-{name}.lock"
    return Path(store) / FOLDER / "lock"
