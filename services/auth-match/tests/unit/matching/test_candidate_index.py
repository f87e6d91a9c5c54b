"""The keys of the index against the plain rule: every age, every interval."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker, may_meet

AGES = range(candidate_index.YOUNGEST, candidate_index.OLDEST + 1)
INTERVALS = list(itertools.combinations_with_replacement(AGES, 2))

people = st.builds(
    lambda bounds, age, gender, wanted: Seeker(age, gender, min(bounds), max(bounds), wanted),
    st.tuples(st.sampled_from(AGES), st.sampled_from(AGES)),
    st.sampled_from(AGES),
    st.sampled_from(["male", "female"]),
    st.sampled_from(["male", "female", "any"]),
)


def test_every_accepted_age_has_exactly_one_node_on_its_path_and_no_other_age_has_any() -> None:
    paths = {age: set(candidate_index.path(age)) for age in AGES}
    for age_min, age_max in INTERVALS:
        nodes = set(candidate_index.canonical_nodes(age_min, age_max))
        for age in AGES:
            assert len(nodes & paths[age]) == (1 if age_min <= age <= age_max else 0)


def test_default_range_is_one_node_and_any_is_at_most_twelve() -> None:
    assert candidate_index.canonical_nodes(18, 99) == [1]
    assert max(len(candidate_index.canonical_nodes(*interval)) for interval in INTERVALS) <= 12


def test_path_goes_from_the_leaf_to_the_root() -> None:
    assert candidate_index.path(18) == [146, 73, 36, 18, 9, 4, 2, 1]


@given(people, people)
def test_crossing_nodes_say_who_may_meet(one: Seeker, other: Seeker) -> None:
    def crosses(seeker: Seeker, partner: Seeker) -> bool:
        accepted = candidate_index.queue_ticket(seeker)[candidate_index.BUCKET_BYTES :]
        return bool(set(accepted) & set(candidate_index.path(partner.age)))

    by_age = crosses(one, other) and crosses(other, one)
    by_gender = one.preferred_gender in ("any", other.gender) and other.preferred_gender in (
        "any",
        one.gender,
    )
    assert (by_age and by_gender) == may_meet(one, other)


@given(people)
def test_class_of_a_ticket_names_its_seeker(seeker: Seeker) -> None:
    assert candidate_index.seeker_of(candidate_index.queue_ticket(seeker)) == seeker


@pytest.mark.parametrize(
    "seeker",
    [
        Seeker(17, "male", 18, 99, "any"),
        Seeker(100, "male", 18, 99, "any"),
        Seeker(30, "male", 17, 99, "any"),
        Seeker(30, "male", 18, 100, "any"),
        Seeker(30, "male", 40, 39, "any"),
    ],
)
def test_age_outside_the_range_gets_no_queue_ticket(seeker: Seeker) -> None:
    with pytest.raises(ValueError, match="outside"):
        candidate_index.queue_ticket(seeker)
