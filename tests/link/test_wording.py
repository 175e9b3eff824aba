"""Wordings: how near two words or clauses are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.link.wording import likeness, nearness, vocabulary, words_of


def test_the_words_and_their_vectors_fit_together():
    known = vocabulary()
    assert len(known.place) == len(known.weight) == len(known.vectors)
    assert np.allclose(np.linalg.norm(known.vectors, axis=1), 1.0, atol=1e-5)


def test_function_words_tell_nothing():
    assert words_of("It was in the town of Ganja that it was shelled.") == ("town", "ganja", "shelled")


@pytest.mark.parametrize(("one", "other"), [("kill", "killed"), ("shelling", "shelled"), ("talk", "talks")])
def test_forms_of_one_word_are_as_near_as_can_be(one, other):
    assert nearness(one, other) == 1.0


def test_words_of_like_meaning_are_nearer_than_others():
    assert nearness("arrested", "detained") > 0.5 > nearness("arrested", "praised")


def test_a_word_nobody_knows_is_near_to_itself_alone():
    assert nearness("qwertyx", "qwertyx") == 1.0
    assert nearness("qwertyx", "killed") == 0.0


@given(st.lists(st.sampled_from(["ganja", "shelled", "bombed", "market", "killed", "ten", "zzyx"]), max_size=6),
       st.lists(st.sampled_from(["ganja", "attacked", "bombed", "town", "died", "ten"]), max_size=6))  # fmt: skip
def test_likeness_is_the_same_both_ways_and_between_none_and_full(one, other):
    assert likeness(one, other) == pytest.approx(likeness(other, one))
    assert 0.0 <= likeness(one, other) <= 1.0 + 1e-6
    assert likeness(one, one) == pytest.approx(1.0 if one else 0.0)
