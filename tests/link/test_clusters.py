"""Clusters: joined while they are near, the same for any order of the scores."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from polybius.link.clusters import LARGEST, THRESHOLD, clusters, components

GOOD, BAD = THRESHOLD + 2, THRESHOLD - 4


def test_pairs_above_the_threshold_hold_components_together():
    assert components("abcd", {("a", "b"): GOOD, ("c", "d"): BAD}) == [["a", "b"], ["c"], ["d"]]


def test_two_who_agree_with_a_third_but_not_with_each_other_are_parted():
    scores = {("a", "b"): GOOD, ("b", "c"): THRESHOLD + 0.1, ("a", "c"): BAD}
    assert clusters(list("abc"), scores) == [["a", "b"], ["c"]]


def test_a_pair_that_was_never_compared_counts_against_joining():
    assert clusters(list("abc"), {("a", "b"): GOOD, ("b", "c"): THRESHOLD + 0.1}) == [["a", "b"], ["c"]]


@given(st.integers(0, 1000), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_the_scores_does_not_matter_and_everything_is_in_one_cluster(seed, chance):
    members = list(range(12))
    source = random.Random(seed)
    pairs = [((a, b), source.uniform(-5, 4)) for a in members for b in members if a < b and source.random() < 0.6]
    expected = clusters(members, dict(pairs))
    chance.shuffle(pairs)
    assert clusters(members, dict(pairs)) == expected
    assert sorted(one for cluster in expected for one in cluster) == members


def test_a_component_that_is_too_large_is_cut_at_its_weakest_pairs():
    members = list(range(LARGEST + 60))
    middle = LARGEST // 2
    scores = {(a, a + 1): GOOD for a in members[:-1]}
    scores[middle, middle + 1] = THRESHOLD + 0.01
    found = clusters(members, scores)
    assert not any(middle in cluster and middle + 1 in cluster for cluster in found)
    assert sorted(one for cluster in found for one in cluster) == members
