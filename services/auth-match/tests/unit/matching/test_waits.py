"""A typical wait is told only where it says something."""

import pytest

from auth_match.matching.domain.waits import typical_waits

SIDE, OTHER = ("female", "any"), ("male", "any")


def test_it_is_the_median_of_each_side() -> None:
    waits = [(SIDE, float(seconds)) for seconds in range(21)] + [(OTHER, 7.0)] * 20
    assert typical_waits(waits, {}) == {SIDE: 10.0, OTHER: 7.0}


def test_of_few_people_nothing_is_told() -> None:
    assert typical_waits([(SIDE, 1.0)] * 19, {}) == {}


@pytest.mark.parametrize(("waiting", "told"), [(30, {SIDE: 1.0}), (31, {})])
def test_nothing_is_told_where_more_still_wait_than_were_offered_somebody(
    waiting: int, told: dict[tuple[str, str], float]
) -> None:
    assert typical_waits([(SIDE, 1.0)] * 30, {SIDE: waiting}) == told
