"""How long a session lives: until it has not been used for a while, and in any case not for ever."""

from dataclasses import dataclass
from datetime import datetime, timedelta


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
