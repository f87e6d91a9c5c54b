"""Fractions, and the choice among draws. Uniformity: integration/posts/test_probing.py."""

import random

from hypothesis import given
from hypothesis import strategies as st

from image_community.posts.domain.sampling import first_distinct, fractions


@given(st.integers(), st.integers(0, 300))
def test_fractions_are_many_and_below_one(seed, count):
    drawn = fractions(random.Random(seed), count)
    assert len(drawn) == count
    assert all(0 <= each < 1 for each in drawn)


def test_fractions_come_from_the_generator_alone():
    assert fractions(random.Random(5), 9) == fractions(random.Random(5), 9)


def test_largest_draw_is_still_below_one():
    class AllOnes(random.Random):
        def randbytes(self, n: int) -> bytes:
            return b"\xff" * n

    assert fractions(AllOnes(), 1) == [1 - 2**-53]


def test_takes_the_first_distinct():
    assert first_distinct([5, 5, 9, 4], limit=2) == [5, 9]


def test_too_few_is_none():
    assert first_distinct([5, 5], limit=2) is None
