"""Both must accept the other (docs/seeds.md, A3)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth_match.matching.domain.compatibility import Seeker, accepts, may_meet

ALICE = Seeker(age=30, gender="female", age_min=18, age_max=99, preferred_gender="any")
BOB = Seeker(age=40, gender="male", age_min=18, age_max=99, preferred_gender="any")

seekers = st.builds(
    lambda age, gender, bounds, wants: Seeker(age, gender, min(bounds), max(bounds), wants),
    st.integers(18, 99),
    st.sampled_from(["male", "female"]),
    st.tuples(st.integers(18, 99), st.integers(18, 99)),
    st.sampled_from(["male", "female", "any"]),
)


def test_two_without_preferences_may_meet() -> None:
    assert may_meet(ALICE, BOB)


@pytest.mark.parametrize(
    ("age_min", "age_max", "expected"), [(40, 40, True), (41, 99, False), (18, 39, False)]
)
def test_bounds_are_inclusive(age_min: int, age_max: int, expected: bool) -> None:
    assert accepts(replace(ALICE, age_min=age_min, age_max=age_max), BOB) is expected


@pytest.mark.parametrize("wish", ["age", "gender"])
def test_refusal_of_one_side_is_enough(wish: str) -> None:
    picky = replace(BOB, age_max=29) if wish == "age" else replace(BOB, preferred_gender="male")
    assert accepts(ALICE, picky)
    assert not may_meet(ALICE, picky)
    assert not may_meet(picky, ALICE)


@given(seekers, seekers)
def test_rule_does_not_depend_on_who_asks(one: Seeker, other: Seeker) -> None:
    assert may_meet(one, other) == may_meet(other, one)
