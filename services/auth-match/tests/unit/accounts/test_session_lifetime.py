from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from auth_match.accounts.domain import sessions
from auth_match.accounts.domain.sessions import RefreshTokenStatus, TokenFamily

START = datetime(2026, 11, 21, tzinfo=UTC)
IDLE, ABSOLUTE = timedelta(days=7), timedelta(days=30)


def test_unused_session_ends_after_seven_days() -> None:
    lifetime = sessions.new_lifetime(START, idle=IDLE, absolute=ABSOLUTE)
    assert not sessions.is_expired(lifetime, START + IDLE - timedelta(seconds=1))
    assert sessions.is_expired(lifetime, START + IDLE)


@given(st.lists(st.integers(min_value=1, max_value=6 * 24), max_size=40))
def test_refresh_never_extends_a_session_past_thirty_days(hours_between_uses: list[int]) -> None:
    lifetime, now = sessions.new_lifetime(START, idle=IDLE, absolute=ABSOLUTE), START
    for hours in hours_between_uses:
        now += timedelta(hours=hours)
        lifetime = sessions.extended_lifetime(lifetime, now, idle=IDLE)
    assert lifetime.absolute_expires_at == START + ABSOLUTE
    assert sessions.is_expired(lifetime, START + ABSOLUTE)
    assert lifetime.idle_expires_at == min(now + IDLE, START + ABSOLUTE)


GRACE = timedelta(seconds=10)
FAMILY = TokenFamily(live="live", parent="parent", exchanged_at=START)


def test_live_token_is_exchanged_at_any_time() -> None:
    assert sessions.token_status("live", FAMILY, START + IDLE, grace=GRACE) is RefreshTokenStatus.LIVE


def test_parent_gets_the_same_successor_for_ten_seconds() -> None:
    assert sessions.token_status("parent", FAMILY, START + GRACE, grace=GRACE) is RefreshTokenStatus.REPEATED
    late = START + GRACE + timedelta(milliseconds=1)
    assert sessions.token_status("parent", FAMILY, late, grace=GRACE) is RefreshTokenStatus.REUSED


def test_any_other_token_of_the_family_is_reused() -> None:
    assert sessions.token_status("grandparent", FAMILY, START, grace=GRACE) is RefreshTokenStatus.REUSED
    first = TokenFamily(live="live", parent="", exchanged_at=START)
    assert sessions.token_status("parent", first, START, grace=GRACE) is RefreshTokenStatus.REUSED
