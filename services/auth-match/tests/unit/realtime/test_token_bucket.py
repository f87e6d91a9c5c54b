"""A burst, and a rate in the long run."""

from hypothesis import given
from hypothesis import strategies as st

from auth_match.realtime.token_bucket import TokenBucket


def test_burst_passes_and_one_more_does_not() -> None:
    bucket = TokenBucket(per_second=2, burst=3)
    assert [bucket.take(100.0) for _ in range(4)] == [True, True, True, False]


def test_tokens_refill_with_time() -> None:
    bucket = TokenBucket(per_second=2, burst=1)
    assert [bucket.take(now) for now in (0.0, 0.4, 0.9, 1.0, 1.5)] == [True, False, True, False, True]


def test_idle_socket_saves_at_most_one_burst() -> None:
    bucket = TokenBucket(per_second=2, burst=3)
    assert [bucket.take(1_000.0) for _ in range(4)].count(True) == 3


@given(st.lists(st.floats(0, 5), max_size=200), st.integers(1, 20), st.integers(1, 20))
def test_frames_never_exceed_burst_and_rate(pauses: list[float], per_second: int, burst: int) -> None:
    bucket, now, passed = TokenBucket(per_second=per_second, burst=burst), 0.0, 0
    for pause in pauses:
        now += pause
        passed += bucket.take(now)
        assert passed <= burst + now * per_second + 1e-6
