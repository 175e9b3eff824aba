"""Memory that is free goes back to the system."""

import sys

import psutil
import pytest

from polybius.corpus._trimming import trim_memory


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc gives memory back")
def test_what_is_free_is_given_back():
    import ctypes

    libc = ctypes.CDLL(None)
    libc.malloc.restype = ctypes.c_void_p
    # many small pieces, with one at the end that keeps the C library from giving them back by itself
    pieces = [libc.malloc(60_000) for _ in range(2_000)]
    for piece in pieces:
        ctypes.memset(piece, 1, 60_000)
    last = libc.malloc(60_000)
    for piece in pieces:
        libc.free(ctypes.c_void_p(piece))
    before = psutil.Process().memory_info().rss
    trim_memory()
    assert before - psutil.Process().memory_info().rss > 50_000_000
    libc.free(ctypes.c_void_p(last))


def test_elsewhere_it_does_nothing(monkeypatch):
    from polybius.corpus import _trimming

    monkeypatch.setattr(_trimming.ctypes, "CDLL", lambda _: object())
    _trimming._malloc_trim.cache_clear()
    trim_memory()
    _trimming._malloc_trim.cache_clear()
