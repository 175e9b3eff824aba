"""Measures of coreference: worked examples of the literature, and what holds of any two clusterings."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polybius.evaluate._coreference import Measure, restricted, score

# Luo 2005, "On coreference resolution performance metrics", figure 1 and table 1
TRUTH = [range(1, 6), range(6, 8), range(8, 13)]
# Pradhan et al. 2014, "Scoring coreference partitions of predicted mentions", figure 1 and section 4
KEY = ["abc", "defg"]
RESPONSE = ["ab", "cd", "fghi"]


@pytest.mark.parametrize(
    ("response", "muc", "b_cubed", "ceaf_e"),
    [
        ([range(1, 6), range(6, 13)], 0.947, 0.865, 0.733),
        ([[*range(1, 6), *range(8, 13)], range(6, 8)], 0.947, 0.737, 0.667),
        ([range(1, 13)], 0.9, 0.545, 0.294),
        ([[one] for one in range(1, 13)], 0.0, 0.4, 0.178),
    ],
)
def test_luo_2005(response, muc, b_cubed, ceaf_e):
    measured = score(TRUTH, response)
    figures = (measured.muc.f1, measured.b_cubed.f1, measured.ceaf_e.f1)
    assert figures == pytest.approx((muc, b_cubed, ceaf_e), abs=0.001)


def test_pradhan_2014_with_mentions_that_one_side_lacks():
    measured = score(KEY, RESPONSE)
    assert measured.muc == Measure(pytest.approx(2 / 5), pytest.approx(2 / 5))
    assert measured.b_cubed == Measure(pytest.approx(4 / 8), pytest.approx(35 / 12 / 7))
    assert measured.ceaf_e == Measure(pytest.approx(1.3 / 3), pytest.approx(1.3 / 2))
    assert measured.conll == pytest.approx((0.4 + 0.4565 + 0.52) / 3, abs=0.001)


def test_a_missing_mention_lowers_recall_and_a_made_up_one_precision():
    missing, extra = score(["ab", "c"], ["ab"]), score(["ab"], ["ab", "c"])
    assert missing.b_cubed == Measure(1.0, pytest.approx(2 / 3))
    assert missing.ceaf_e == Measure(1.0, pytest.approx(1 / 2))
    assert extra.b_cubed == Measure(pytest.approx(2 / 3), 1.0)
    assert extra.ceaf_e == Measure(pytest.approx(1 / 2), 1.0)
    assert missing.muc == extra.muc == Measure(1.0, 1.0)  # who stands alone has no links


def test_nothing_is_right_in_nothing():
    assert score([], []).conll == 0.0
    assert score(["ab"], []).conll == 0.0
    assert score([], ["ab"]).conll == 0.0


def test_a_mention_in_two_clusters_is_refused():
    with pytest.raises(ValueError, match="two clusters"):
        score(["ab", "bc"], ["abc"])


def test_clusters_are_restricted_to_some_mentions():
    assert restricted(["abc", "d"], "ab") == [frozenset("ab")]


partitions = st.dictionaries(st.integers(0, 30), st.integers(0, 6), min_size=1).map(
    lambda where: [[m for m, c in where.items() if c == cluster] for cluster in sorted(set(where.values()))]
)


@given(partitions)
def test_the_gold_itself_is_perfect(gold):
    measured = score(gold, gold)
    assert measured.b_cubed == measured.ceaf_e == Measure(pytest.approx(1.0), pytest.approx(1.0))
    linked = any(len(cluster) > 1 for cluster in gold)
    assert measured.muc == Measure(float(linked), float(linked))


@given(partitions, partitions, st.randoms(use_true_random=False))
def test_the_order_of_clusters_changes_nothing(gold, response, chance: random.Random):
    measured = score(gold, response)
    for clusters in (gold, response):
        chance.shuffle(clusters)
        for cluster in clusters:
            chance.shuffle(cluster)
    again = score(gold, response)
    assert again.as_dict() == measured.as_dict()


@given(partitions, partitions)
def test_figures_are_shares_and_swapping_sides_swaps_precision_and_recall(gold, response):
    measured, swapped = score(gold, response), score(response, gold)
    for name in ("muc", "b_cubed", "ceaf_e"):
        one, other = getattr(measured, name), getattr(swapped, name)
        assert 0 <= one.precision <= 1 + 1e-9
        assert 0 <= one.recall <= 1 + 1e-9
        assert (one.precision, one.recall) == pytest.approx((other.recall, other.precision))
