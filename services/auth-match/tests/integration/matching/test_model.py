"""Anything in any order: the scripts do what the plain model says, and keep every promise."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import run_state_machine_as_test
from matching_model.machine import Matching
from matching_model.people import any_seeker
from matching_model.side_by_side import SideBySide
from matching_model.state import SECOND, Life
from matching_model.world import World

from auth_match.matching.domain.compatibility import Seeker

IS_LONG = os.environ.get("MARU_TRIALS") == "long"
COOLDOWN_SECONDS = 50
LIFE = Life(cooldown=COOLDOWN_SECONDS * SECOND)


def trials(number: int, *, long: int) -> settings:
    """The same ones every time in `make test`; more, and others each time, in `make race`."""
    return settings(
        max_examples=long if IS_LONG else number,
        stateful_step_count=30,
        derandomize=not IS_LONG,
        database=None,
        print_blob=True,  # how to repeat a failure
        deadline=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def world() -> Iterator[World]:
    world = World()
    yield world
    world.close()


@pytest.fixture(autouse=True)
def _cooldown(settings) -> None:
    settings.MATCH_REJECT_COOLDOWN_SECONDS = COOLDOWN_SECONDS


def test_scripts_do_what_the_model_says(world: World) -> None:
    run_state_machine_as_test(lambda: Matching(world, LIFE), settings=trials(150, long=5_000))


ages = st.sampled_from((30, 30, 31))
ranges = st.sampled_from(((30, 31), (30, 40), (18, 99)))
women = st.lists(st.tuples(ages, ranges, st.sampled_from((False, False, True))), min_size=6, max_size=12)
men = st.lists(st.tuples(ages, ranges, st.integers(0, 3)), min_size=1, max_size=6)


@trials(40, long=400)
@given(women, men)
def test_longest_waiting_is_found_behind_many_who_are_skipped(
    world: World,
    women: list[tuple[int, tuple[int, int], bool]],
    men: list[tuple[int, tuple[int, int], int]],
) -> None:
    """Women wait alike by age or class, some away for a moment; each man has met all but one of the last."""
    people = tuple(range(1, len(women) + len(men) + 1))
    beside = SideBySide(world, LIFE, people)
    for user, (age, bounds, is_away) in zip(people, women, strict=False):
        beside.attach_at(0, user)
        beside.join_as(user, Seeker(age, "female", *bounds, "male"), {})
        if is_away:
            beside.detach_one(user)
    for user, (age, bounds, from_the_end) in zip(people[len(women) :], men, strict=True):
        met = set(people[: len(women)]) - {len(women) - from_the_end}
        beside.attach_at(1, user)
        beside.join_as(user, Seeker(age, "male", *bounds, "female"), dict.fromkeys(met, float("inf")))
    for user in people:
        beside.attach_at(0, user)
    beside.teardown()


# who they are, their earlier partners, whether they are away for a moment
joiners = st.tuples(any_seeker, st.sets(st.integers(1, 24)), st.booleans())


@trials(30, long=300)
@given(st.lists(joiners, min_size=8, max_size=24))
def test_longest_waiting_of_a_mixed_queue_is_found(
    world: World, crowd: list[tuple[Seeker, set[int], bool]]
) -> None:
    people = tuple(range(1, len(crowd) + 1))
    beside = SideBySide(world, LIFE, people)
    for user, (seeker, met, is_away) in zip(people, crowd, strict=True):
        beside.attach_at(0, user)
        beside.join_as(user, seeker, dict.fromkeys(met - {user}, float("inf")))
        if is_away:
            beside.detach_one(user)
    for user in people:
        beside.attach_at(1, user)
    beside.teardown()
