"""A typical wait is there only where it means something."""

import pytest

from auth_match.matching.domain.typical_waits import typical_waits

SIDE, OTHER = ("female", "any"), ("male", "any")


def test_it_is_the_median_of_each_side() -> None:
    waits = [(SIDE, float(seconds)) for seconds in range(21)] + [(OTHER, 7.0)] * 20
    assert typical_waits(waits, {}) == {SIDE: 10.0, OTHER: 7.0}


def test_few_waits_give_no_estimate() -> None:
    assert typical_waits([(SIDE, 1.0)] * 19, {}) == {}


@pytest.mark.parametrize(("waiting", "estimates"), [(30, {SIDE: 1.0}), (31, {})])
def test_no_estimate_where_more_wait_than_got_an_offer(
    waiting: int, estimates: dict[tuple[str, str], float]
) -> None:
    assert typical_waits([(SIDE, 1.0)] * 30, {SIDE: waiting}) == estimates
