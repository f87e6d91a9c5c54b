"""The only module that reads the clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends


def utc_now() -> datetime:
    """The current time, timezone-aware, in UTC."""
    return datetime.now(UTC)


def as_text(moment: datetime) -> str:
    """A time in UTC as in responses (RFC 3339)."""
    return moment.isoformat().replace("+00:00", "Z")


async def get_now() -> datetime:
    """The time of the request."""
    return utc_now()


Now = Annotated[datetime, Depends(get_now)]

Clock = Callable[[], datetime]


async def get_clock() -> Clock:
    """For code that reads the clock again after a wait."""
    return utc_now
