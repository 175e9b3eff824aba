"""Memory that is free goes back to the system, and a process that stores again and again does not grow."""

import os
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from polybius.corpus import allocators
from polybius.corpus._trimming import trim_memory
from polybius.corpus.allocators import spare_memory


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


def test_what_the_user_has_set_of_allocators_stays(monkeypatch):
    monkeypatch.setattr(allocators.os, "environ", {"TOKIO_WORKER_THREADS": "4"})
    monkeypatch.setattr(allocators.ctypes, "CDLL", lambda _: object())
    spare_memory()
    assert allocators.os.environ["TOKIO_WORKER_THREADS"] == "4"
    assert allocators.os.environ["ARROW_DEFAULT_MEMORY_POOL"] == "system"


STORING = """
import sys
from polybius.corpus.allocators import spare_memory
spare_memory()
import psutil, pyarrow
from polybius.corpus.keeping import Keeping
from polybius.store.table import open_or_create
from polybius.store.write import Seen
from tests.made import numbered
open_or_create(sys.argv[1])
keeping = Keeping(sys.argv[1], 1_000, 1_000.0)
for turn in range(40):
    for number in range(8):
        keeping.keep(numbered(8 * turn + number))
    keeping.keep(Seen(numbered(8 * turn).report.id, f"https://x.example/{turn}", f"Outlet {turn}"))
    keeping.flush()
    if turn in (9, 39):
        print(psutil.Process().memory_info().rss)
print(pyarrow.default_memory_pool().backend_name)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is told apart on Linux only")
def test_a_process_that_stores_again_and_again_stays_flat(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", STORING, str(tmp_path / "s")], capture_output=True, text=True, check=True,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    early, late, pool = done.stdout.split()
    assert pool == "system"
    assert int(late) < 1.05 * int(early)
