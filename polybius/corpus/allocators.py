"""Has the libraries that write the store give memory back: a process that stores for weeks would else grow and grow.

Three allocators are at work in a commit: that of the C library, Arrow's, and the jemalloc that deltalake brings. Each
keeps what was freed for the thread or the core that used it, and commits come from ever other ones; so what a commit
takes for a moment is taken many times over. With one place each to take memory from, given back at once, it stays flat.
"""

from __future__ import annotations

import ctypes
import os

_SETTINGS = {
    "_RJEM_MALLOC_CONF": "narenas:1,dirty_decay_ms:0,muzzy_decay_ms:0",
    "TOKIO_WORKER_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""What the libraries look up when they are loaded, for deltalake (its memory and its threads) and Arrow."""
_M_ARENA_MAX = -8


def spare_memory() -> None:
    """Sets the allocators of this process up for a long run; what the user has set stays.

    To be called at the start of a program, as libraries that are loaded already do not look again. Where the C library
    is not glibc, its part is left out.
    """
    for name, value in _SETTINGS.items():
        os.environ.setdefault(name, value)
    try:
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
    except (OSError, AttributeError, TypeError):
        return
