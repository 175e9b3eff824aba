"""The bound on memory holds inside, and only there."""

import resource
import sys
import threading

import pytest

from polybius.web.memory import Bound

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")


def limit():
    return resource.getrlimit(resource.RLIMIT_DATA)


def test_inside_no_more_memory_is_given_and_afterwards_it_is():
    before = limit()
    with Bound(64 << 20).held():
        with pytest.raises(MemoryError):
            bytearray(512 << 20)
        assert len(bytearray(1 << 20)) == 1 << 20
    assert limit() == before
    assert len(bytearray(512 << 20)) == 512 << 20


def test_it_holds_until_the_last_one_is_out():
    bound, before = Bound(64 << 20), limit()
    inside, go = threading.Event(), threading.Event()

    def other():
        with bound.held():
            inside.set()
            go.wait(10)

    thread = threading.Thread(target=other)
    thread.start()
    inside.wait(10)
    with bound.held():
        pass
    assert limit() != before
    go.set()
    thread.join()
    assert limit() == before


def test_a_fault_inside_lifts_it_too():
    before = limit()
    with pytest.raises(KeyError), Bound(64 << 20).held():
        raise KeyError
    assert limit() == before


def test_a_stricter_limit_of_the_machine_stays():
    before = limit()
    tight = (8 << 30, before[1])
    resource.setrlimit(resource.RLIMIT_DATA, tight)
    try:
        with Bound(1 << 50).held():
            assert limit() == tight
        assert limit() == tight
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)
