"""The table answers as counting them one by one would."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth_match.matching.domain.compatibility import Seeker, may_meet
from auth_match.matching.domain.compatibility_counts import count_compatible, counts_of

# the ends, a few between: enough for bounds that touch, and for two with the same wishes
ages = st.sampled_from([18, 19, 30, 31, 32, 98, 99])
seekers = st.builds(
    lambda age, gender, bounds, wants: Seeker(age, gender, min(bounds), max(bounds), wants),
    ages,
    st.sampled_from(["male", "female"]),
    st.tuples(ages, ages),
    st.sampled_from(["male", "female", "any"]),
)
ANY_SEEKER = Seeker(age=30, gender="female", age_min=18, age_max=99, preferred_gender="any")


@given(st.lists(seekers, max_size=40), seekers)
def test_unqueued_user_sees_how_many_are_compatible(people: list[Seeker], asker: Seeker) -> None:
    crowd = counts_of(Counter(people).items())
    assert count_compatible(crowd, asker, is_counted=False) == sum(may_meet(asker, other) for other in people)


@given(st.lists(seekers, min_size=1, max_size=40))
def test_waiting_user_sees_how_many_others_are_compatible(people: list[Seeker]) -> None:
    crowd = counts_of(Counter(people).items())
    for number, asker in enumerate(people):
        others = people[:number] + people[number + 1 :]
        expected = sum(may_meet(asker, other) for other in others)
        assert count_compatible(crowd, asker, is_counted=True) == expected


@given(st.lists(seekers, max_size=40))
def test_everybody_waits_on_one_side(people: list[Seeker]) -> None:
    sides = Counter((person.gender, person.preferred_gender) for person in people)
    assert counts_of(Counter(people).items()).waiting == dict(sides)


@pytest.mark.parametrize("is_counted", [True, False])
def test_empty_queue_and_oneself_count_zero(is_counted: bool) -> None:
    people = [(ANY_SEEKER, 1)] if is_counted else []
    assert count_compatible(counts_of(people), ANY_SEEKER, is_counted=is_counted) == 0
