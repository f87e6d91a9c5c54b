"""How long a session lives, and which of its refresh tokens still buys something."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A session's two ends. A refresh moves the first, never past the second."""

    idle_expires_at: datetime
    absolute_expires_at: datetime


def begun(now: datetime, *, idle: timedelta, absolute: timedelta) -> Lifetime:
    return Lifetime(idle_expires_at=min(now + idle, now + absolute), absolute_expires_at=now + absolute)


def used(lifetime: Lifetime, now: datetime, *, idle: timedelta) -> Lifetime:
    """The lifetime after a use at `now`."""
    return Lifetime(
        idle_expires_at=min(now + idle, lifetime.absolute_expires_at),
        absolute_expires_at=lifetime.absolute_expires_at,
    )


def is_over(lifetime: Lifetime, now: datetime) -> bool:
    return now >= min(lifetime.idle_expires_at, lifetime.absolute_expires_at)


@dataclass(frozen=True, slots=True)
class Family:
    """The refresh tokens of one session: the live one, its parent ("" before the first exchange), and when
    the parent was exchanged for it. Tokens are known by a hash of their id."""

    live: str
    parent: str
    exchanged_at: datetime


class Standing(StrEnum):
    LIVE = "live"  # to be exchanged
    REPEATED = "repeated"  # asked again in the grace: gets the same successor
    REUSED = "reused"  # somebody keeps an old token: the family must end


def standing(token: str, family: Family, now: datetime, *, grace: timedelta) -> Standing:
    """What a token of the family is worth. Any that is neither live nor the live one's parent is an older
    ancestor; the parent's grace ends with time, or by use of the successor, which makes it a grandparent."""
    if hmac.compare_digest(token, family.live):
        return Standing.LIVE
    if hmac.compare_digest(token, family.parent) and now - family.exchanged_at <= grace:
        return Standing.REPEATED
    return Standing.REUSED
