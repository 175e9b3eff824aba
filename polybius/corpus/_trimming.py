"""Gives memory that is free back to the system: what a commit takes for a moment would else stay with the process."""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any


def trim_memory() -> None:
    """Has Arrow and the C library hand back what is free; the latter where it is one that can (glibc)."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    trim = _malloc_trim()
    if trim is not None:
        trim(0)


@cache
def _malloc_trim() -> Any:
    try:
        return ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):
        return None
