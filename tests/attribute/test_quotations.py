"""Quotation marks of all kinds to quoted stretches, on plain text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.attribute.quotations import Paragraphs, find_quotations


def quoted(text):
    return [[text[piece.start : piece.end] for piece in quotation.pieces] for quotation in find_quotations(text)]


@pytest.mark.parametrize(
    "text",
    [
        'The envoy said: "We are leaving."',
        "The envoy said: “We are leaving.”",
        "The envoy said: ``We are leaving.''",
        "The envoy said: ''We are leaving.''",
        "The envoy said: 'We are leaving.'",
        "The envoy said: ‘We are leaving.’",
        "The envoy said: «We are leaving.»",
        "The envoy said: „We are leaving.“",
    ],
)
def test_every_kind_of_mark_is_read(text):
    assert quoted(text) == [["We are leaving."]]


@pytest.mark.parametrize(
    "text",
    [
        "The envoys' cars weren't there, and it's the minister's fault.",
        "It was the summer of '91 and the '90s had begun.",
        "The ministers’ cars weren’t there.",
    ],
)
def test_apostrophes_are_no_quotations(text):
    assert quoted(text) == []


def test_single_marks_hold_words_with_apostrophes():
    assert quoted("'We don't know the ministers' plans,' she said.") == [["We don't know the ministers' plans,"]]


def test_paragraphs_opened_again_and_closed_once_are_one_quotation():
    text = '"The bridge is gone.\n\n"The road is closed too.\n\n"Nobody came," said Ilse Brandt.'
    assert quoted(text) == [["The bridge is gone.", "The road is closed too.", "Nobody came,"]]


def test_a_mark_never_closed_ends_with_its_paragraph():
    text = 'She said: "The bridge is gone.\n\nThe road stayed open.'
    (quotation,) = find_quotations(text)
    assert not quotation.closed
    assert quoted(text) == [["The bridge is gone."]]


def test_quotations_inside_quotations_belong_to_the_outer_one():
    text = "“He told me ‘go home’ and left,” she said."
    assert quoted(text) == [["He told me ‘go home’ and left,"]]


def test_paragraphs_are_parted_by_blank_lines():
    text = "a\n\nbc\n \n d"
    assert [text[start:end] for start, end in Paragraphs(text)] == ["a", "bc", "d"]


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="\"'“”‘’«»„`ab .,:\n"))
def test_any_text_gives_ordered_quotations_within_it(text):
    last = 0
    for quotation in find_quotations(text):
        assert last <= quotation.start < quotation.end <= len(text)
        last = quotation.end
