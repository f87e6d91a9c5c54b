"""Pairs are uniform over all that are allowed, by both ways of drawing."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_community.tournaments.domain.pairing import Candidate, Pair, draw_pair, first_pair, may_meet

# Author 1 has three images, author 2 two, author 3 one.
FIELD = [Candidate(each, author) for each, author in ((1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3))]
TAKEN = {Pair((1, 4)), Pair((5, 6)), Pair((1, 2))}
ALLOWED = [(a, b) for a, b in combinations(FIELD, 2) if may_meet(a, b, TAKEN)]

candidates = st.lists(
    st.builds(Candidate, st.integers(1, 12), st.integers(1, 4)), max_size=8, unique_by=lambda each: each.id
)
pairs = st.sets(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda both: both[0] != both[1]).map(Pair),
    max_size=20,
)


@given(candidates, pairs, st.integers())
def test_draws_an_allowed_pair_exactly_if_there_is_one(field, taken, seed):
    drawn = draw_pair(field, taken, random.Random(seed))
    allowed = [both for both in combinations(field, 2) if may_meet(*both, taken)]
    assert (drawn is not None) == bool(allowed)
    if drawn is not None:
        assert may_meet(*drawn, taken)


def by_list(chance):
    return draw_pair(FIELD, TAKEN, chance)


def by_probing(chance):
    return first_pair(chance.choices(FIELD, k=200), TAKEN)


@pytest.mark.parametrize("draw", [by_list, by_probing])
def test_every_allowed_pair_and_side_is_equally_likely(draw):
    chance = random.Random(11)
    rounds = 4_000
    drawn = Counter(draw(chance) for _ in range(rounds))
    expected = rounds / (2 * len(ALLOWED))
    for left, right in ALLOWED:
        for sides in ((left, right), (right, left)):
            assert abs(drawn[sides] - expected) < 5 * expected**0.5
    assert sum(drawn.values()) == rounds


def test_probing_gives_up_without_luck():
    assert first_pair([FIELD[0], FIELD[1], FIELD[4], FIELD[5], FIELD[3]], TAKEN) is None


def test_one_author_with_almost_everything_is_still_drawn_fairly():
    field = [Candidate(each, 1) for each in range(1, 200)] + [Candidate(1000, 2)]
    drawn = {draw_pair(field, set(), random.Random(seed)) for seed in range(50)}
    assert all(1000 in {left.id, right.id} for left, right in drawn)
    assert len(drawn) > 30
