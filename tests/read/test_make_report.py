"""Ids, dates and refusals of make_report."""

from datetime import date

import pytest

from polybius.read import make_report

TEXT = "Troops of Ruritania crossed the border on Monday."


def test_id_ignores_blanks_and_composition_but_not_words():
    cafe, decomposed = "The café was shelled.", "The  cafe\u0301\nwas shelled. "
    assert make_report(cafe).id == make_report(decomposed).id
    assert make_report(cafe).id != make_report("The café was closed.").id


def test_text_is_never_altered():
    text = " \tA\u00a0b \r\n c\x0b said. "
    assert make_report(text).text == text


@pytest.mark.parametrize(
    ("value", "start", "precision"),
    [
        ("2020-10-03", "2020-10-03", "day"),
        ("2020-10", "2020-10", "month"),
        ("1998", "1998", "year"),
        (date(2020, 2, 29), "2020-02-29", "day"),
        ("2020-10-03T23:30:00+02:00", "2020-10-03", "day"),
    ],
)
def test_published_is_kept_as_short_as_known(value, start, precision):
    published = make_report(TEXT, published=value).published
    assert (published.start, published.end, published.precision, published.basis) == (start, start, precision, "given")


@pytest.mark.parametrize(
    "value", ["3 October 2020", "2020-13", "2020-02-30", "20201003", "2020-1-1", "0000", "２０２０"]
)
def test_other_dates_are_refused(value):
    with pytest.raises(ValueError, match="YYYY"):
        make_report(TEXT, published=value)


def test_no_date_stays_unknown():
    assert make_report(TEXT, published=" ").published.basis == "unknown"


@pytest.mark.parametrize("text", ["half a pair \ud800", "x" * 1_000_001])
def test_texts_that_are_none_are_refused(text):
    with pytest.raises(ValueError, match="text"):
        make_report(text)
