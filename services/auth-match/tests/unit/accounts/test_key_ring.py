from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auth_match.accounts.domain.key_ring import KeyState, key_states

START = datetime(2026, 11, 21, tzinfo=UTC)
LIFE = timedelta(days=7)
SECOND = timedelta(seconds=1)


def states(now: datetime, *starts: datetime) -> list[str]:
    return [str(state) for state in key_states(starts, now=now, token_life=LIFE)]


def test_only_key_signs_even_before_its_start() -> None:
    assert states(START - SECOND, START) == ["current"]
    assert states(START + timedelta(days=999), START) == ["current"]


def test_key_is_next_then_current_then_retired_then_expired() -> None:
    second = START + timedelta(days=1)
    assert states(second - SECOND, START, second) == ["current", "next"]
    assert states(second, START, second) == ["retired", "current"]
    assert states(second + LIFE - SECOND, START, second) == ["retired", "current"]
    assert states(second + LIFE, START, second) == ["expired", "current"]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(-5, 70))
def test_one_key_signs_and_no_valid_token_loses_its_key(days: list[int], today: int) -> None:
    starts = [START + timedelta(days=day) for day in sorted(days)]
    now = START + timedelta(days=today)
    found = key_states(starts, now=now, token_life=LIFE)
    assert found.count(KeyState.CURRENT) == 1
    assert found == sorted(found, key=["expired", "retired", "current", "next"].index)
    for start, successor, state in zip(starts, starts[1:], found, strict=False):
        signed_recently = start <= now and successor + LIFE > now and successor > start
        assert not (signed_recently and state is KeyState.EXPIRED)
