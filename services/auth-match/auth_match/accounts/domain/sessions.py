"""When a session expires, and which of its refresh tokens can still be exchanged."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A session's two expiry times. A refresh extends the idle one, never past the absolute one."""

    idle_expires_at: datetime
    absolute_expires_at: datetime


def new_lifetime(now: datetime, *, idle: timedelta, absolute: timedelta) -> Lifetime:
    return Lifetime(idle_expires_at=min(now + idle, now + absolute), absolute_expires_at=now + absolute)


def extended_lifetime(lifetime: Lifetime, now: datetime, *, idle: timedelta) -> Lifetime:
    """The lifetime after a refresh at `now`."""
    return Lifetime(
        idle_expires_at=min(now + idle, lifetime.absolute_expires_at),
        absolute_expires_at=lifetime.absolute_expires_at,
    )


def is_expired(lifetime: Lifetime, now: datetime) -> bool:
    return now >= min(lifetime.idle_expires_at, lifetime.absolute_expires_at)


@dataclass(frozen=True, slots=True)
class TokenFamily:
    """The refresh tokens of one session: hashes of the live one's id and of its parent's ("" before the first
    exchange), and when the parent was exchanged."""

    live: str
    parent: str
    exchanged_at: datetime


class RefreshTokenStatus(StrEnum):
    LIVE = "live"  # can be exchanged
    REPEATED = "repeated"  # the parent within the grace: gets the same successor
    REUSED = "reused"  # an old token was copied: the family must end


def token_status(token: str, family: TokenFamily, now: datetime, *, grace: timedelta) -> RefreshTokenStatus:
    """A token that is neither live nor its parent is an older ancestor. The parent's grace ends with time, or
    when the successor is exchanged, which makes the parent a grandparent."""
    if hmac.compare_digest(token, family.live):
        return RefreshTokenStatus.LIVE
    if hmac.compare_digest(token, family.parent) and now - family.exchanged_at <= grace:
        return RefreshTokenStatus.REPEATED
    return RefreshTokenStatus.REUSED
