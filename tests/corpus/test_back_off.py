"""How long is waited after faults."""

from email.utils import formatdate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.corpus.watch.back_off import LONGEST, LONGEST_ASKED, header, pause, retry_after, spread


@given(st.floats(0.1, 900.0), st.integers(1, 10_000))
def test_a_pause_grows_up_to_a_limit_and_is_never_the_same_for_all(first, failures):
    whole = min(first * 2.0 ** min(failures - 1, 40), LONGEST)
    assert 0.75 * whole <= pause(first, failures) <= 1.25 * whole
    assert len({pause(first, failures) for _ in range(5)}) > 1


def test_looks_are_spread():
    assert all(90.0 <= spread(100.0) <= 110.0 for _ in range(50))


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("7", 7.0),
        ("0", 0.0),
        ("99999999", LONGEST_ASKED),
        (formatdate(1_000_030, usegmt=True), 30.0),
        (formatdate(1_000_030).removesuffix(" -0000"), 30.0),
        (formatdate(999_000, usegmt=True), 0.0),
        ("tomorrow", None),
        ("-3", None),
        ("", None),
    ],
)
def test_what_a_server_asks_for_is_understood(said, seconds):
    assert retry_after({"retry-AFTER": said}, 1_000_000.0) == seconds


@given(st.text())
def test_no_header_breaks_it(said):
    found = retry_after({"Retry-After": said}, 1_000_000.0)
    assert found is None or 0.0 <= found <= LONGEST_ASKED


def test_headers_are_found_in_any_case():
    assert header({"etag": ' "x" '}, "ETag") == '"x"'
    assert header({}, "ETag") is None
