"""The pair's name orders ids as numbers."""

from hypothesis import given
from hypothesis import strategies as st

from auth_match.matching.domain.pair import match_id, ordered

ids = st.integers(1, 2**31 - 1)


def test_nine_comes_before_ten() -> None:
    assert match_id(10, 9) == "9:10"


@given(ids, ids)
def test_both_sides_make_the_same_name(one: int, other: int) -> None:
    assert match_id(one, other) == match_id(other, one)
    assert ordered(one, other) == tuple(sorted((one, other)))
