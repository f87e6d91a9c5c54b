"""Pairs are uniform over all allowed ones, by both methods."""

import random
from collections import Counter
from itertools import combinations, islice, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from image_community.tournaments.domain.pairing import (
    Candidate,
    Pair,
    draw_pair,
    first_free,
    ids_of,
    may_meet,
    pairs,
)

# Author 1 has three images, author 2 two, author 3 one.
FIELD = [Candidate(each, author) for each, author in ((1, 1), (2, 1), (3, 1), (4, 2), (5, 2), (6, 3))]
TAKEN = {Pair((1, 4)), Pair((5, 6)), Pair((1, 2))}

fields = st.lists(
    st.builds(Candidate, st.integers(1, 12), st.integers(1, 4)), max_size=8, unique_by=lambda each: each.id
)
excluded_pairs = st.sets(
    st.tuples(st.integers(1, 12), st.integers(1, 12)).filter(lambda both: both[0] != both[1]).map(Pair),
    max_size=20,
)


def allowed(field, taken):
    return {ids_of(both) for both in combinations(field, 2) if may_meet(*both, taken)}


@given(fields, excluded_pairs, st.integers())
def test_draws_an_allowed_pair_exactly_if_there_is_one(field, taken, seed):
    drawn = draw_pair(field, taken, random.Random(seed))
    assert (drawn is not None) == bool(allowed(field, taken))
    if drawn is not None:
        assert may_meet(*drawn, taken)


@given(st.lists(st.sampled_from(FIELD)), excluded_pairs)
def test_every_two_draws_are_a_pair_unless_of_one_author(drawn, taken):
    met = list(pairs(drawn))
    assert all(may_meet(*shown, set()) for shown in met)
    assert len(met) == sum(a.author_id != b.author_id for a, b in zip(drawn[::2], drawn[1::2], strict=False))
    free = [shown for shown in met if ids_of(shown) not in taken]
    assert first_free(met, taken) == (free[0] if free else None)


def by_list(chance, rounds):
    return [draw_pair(FIELD, TAKEN, chance) for _ in range(rounds)]


def by_probing(chance, rounds):
    drawn = pairs(chance.choices(FIELD, k=5 * rounds))
    return list(islice((shown for shown in drawn if ids_of(shown) not in TAKEN), rounds))


@pytest.mark.parametrize("draw", [by_list, by_probing])
def test_every_allowed_pair_and_side_is_equally_likely(draw, deviation):
    drawn = draw(random.Random(11), 10_000)
    sides = [shown for shown in permutations(FIELD, 2) if may_meet(*shown, TAKEN)]
    assert len(drawn) == 10_000
    assert abs(deviation(Counter(drawn), sides)) < 4


def test_a_small_bias_is_seen(deviation):
    """Draws without repeats look harmless, but a rejected pair uses up two of a prolific author's images."""
    chance = random.Random(3)
    drawn = Counter()
    for _ in range(20_000):
        drawn.update(ids_of(shown) for shown in islice(pairs(chance.sample(FIELD, len(FIELD))), 1))
    assert abs(deviation(drawn, allowed(FIELD, set()))) > 4


def test_one_author_with_almost_everything_is_still_drawn_fairly():
    field = [Candidate(each, 1) for each in range(1, 200)] + [Candidate(1000, 2)]
    drawn = {draw_pair(field, set(), random.Random(seed)) for seed in range(50)}
    assert all(1000 in {left.id, right.id} for left, right in drawn)
    assert len(drawn) > 30
