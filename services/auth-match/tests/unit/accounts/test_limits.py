import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth_match.accounts.domain.limits import Allowance, allowance, wait_seconds


def test_wait_doubles_up_to_a_minute() -> None:
    assert [wait_seconds(excess) for excess in range(1, 10)] == [1, 2, 4, 8, 16, 32, 60, 60, 60]


@given(st.integers(min_value=-5, max_value=10**9))
def test_wait_never_shrinks_nor_passes_a_minute(excess: int) -> None:
    assert 1 <= wait_seconds(excess) <= wait_seconds(excess + 1) <= 60


def test_allowance_is_attempts_per_seconds() -> None:
    assert allowance("10/900") == Allowance(free=10, seconds=900)


def test_allowance_may_be_shared() -> None:
    assert allowance("20/900/10") == Allowance(free=20, seconds=900, shared_seconds=10)


@pytest.mark.parametrize(
    "text", ["", "10", "0/900", "10/0", "-1/5", "10 / 900", "1/2/3/4", "1/2/0", "ten/900", "1/1e3"]
)
def test_any_other_text_raises(text: str) -> None:
    with pytest.raises(ValueError, match="tries/seconds"):
        allowance(text)
