"""The table answers as counting them one by one would."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth_match.matching.domain.compatibility import Seeker, may_meet
from auth_match.matching.domain.crowd import count_fitting, crowd_of

# the ends, a few between: enough for bounds that touch, and for two with the same wishes
ages = st.sampled_from([18, 19, 30, 31, 32, 98, 99])
seekers = st.builds(
    lambda age, gender, bounds, wants: Seeker(age, gender, min(bounds), max(bounds), wants),
    ages,
    st.sampled_from(["male", "female"]),
    st.tuples(ages, ages),
    st.sampled_from(["male", "female", "any"]),
)
ANYBODY = Seeker(age=30, gender="female", age_min=18, age_max=99, preferred_gender="any")


@given(st.lists(seekers, max_size=40), seekers)
def test_stranger_is_told_how_many_fit(people: list[Seeker], asker: Seeker) -> None:
    crowd = crowd_of(Counter(people).items())
    assert count_fitting(crowd, asker, is_in_crowd=False) == sum(may_meet(asker, other) for other in people)


@given(st.lists(seekers, min_size=1, max_size=40))
def test_waiting_person_is_told_how_many_others_fit(people: list[Seeker]) -> None:
    crowd = crowd_of(Counter(people).items())
    for number, asker in enumerate(people):
        others = people[:number] + people[number + 1 :]
        expected = sum(may_meet(asker, other) for other in others)
        assert count_fitting(crowd, asker, is_in_crowd=True) == expected


@given(st.lists(seekers, max_size=40))
def test_everybody_waits_on_one_side(people: list[Seeker]) -> None:
    sides = Counter((person.gender, person.preferred_gender) for person in people)
    assert crowd_of(Counter(people).items()).waiting == dict(sides)


@pytest.mark.parametrize("is_in_crowd", [True, False])
def test_nobody_fits_in_an_empty_queue_nor_alone(is_in_crowd: bool) -> None:
    people = [(ANYBODY, 1)] if is_in_crowd else []
    assert count_fitting(crowd_of(people), ANYBODY, is_in_crowd=is_in_crowd) == 0
