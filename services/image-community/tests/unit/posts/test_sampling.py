"""Probing with rejection is uniform."""

import random
from collections import Counter

from image_community.posts.domain.sampling import draw_ids, first_distinct


def test_takes_the_first_distinct_eligible():
    assert first_distinct([5, 3, 5, 9, 4], {5, 9, 4}, limit=2) == [5, 9]


def test_too_few_is_none():
    assert first_distinct([5, 5, 3], {5, 9}, limit=2) is None


def test_every_eligible_id_is_equally_likely_at_each_place():
    chance = random.Random(7)
    eligible = {2, 3, 50, 51, 99}  # a gap before 50 must not favour it
    first, second = Counter(), Counter()
    rounds = 2_000
    for _ in range(rounds):
        chosen = first_distinct(draw_ids(chance, low=1, high=100, count=400), eligible, limit=2)
        assert chosen is not None
        first[chosen[0]] += 1
        second[chosen[1]] += 1
    for counts in (first, second):
        # 5 equal shares of 2,000: standard deviation 18
        assert all(abs(counts[each] - rounds / 5) < 5 * 18 for each in eligible)
