"""A bound on the memory that questions of visitors may take.

DuckDB's own limit covers its tables and joins, not the values that a function makes (``repeat('x', 1000000000)``), so
Linux is told to refuse the process more than the bound while such a question runs. Elsewhere DuckDB's limit is all.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_STATM = Path("/proc/self/statm")
_DATA = 5
"""Place of the process's data in the numbers of statm, in pages."""


class Bound:
    """Keeps the process from taking more than ``size`` bytes beyond what it has, while at least one is inside."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._lock = threading.Lock()
        self._inside = 0
        self._before = (0, 0)

    @contextmanager
    def held(self) -> Iterator[None]:
        """What is done inside gets no more memory than that; MemoryError is raised, or DuckDB's error."""
        if sys.platform != "linux":
            yield
            return
        import resource

        with self._lock:
            if self._inside == 0:
                self._before = resource.getrlimit(resource.RLIMIT_DATA)
                wanted, (soft, hard) = _data_of_process() + self.size, self._before
                if soft == resource.RLIM_INFINITY or wanted < soft:
                    resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if self._inside == 0:
                    resource.setrlimit(resource.RLIMIT_DATA, self._before)


def _data_of_process() -> int:
    import resource

    return int(_STATM.read_text(encoding="ascii").split()[_DATA]) * resource.getpagesize()
