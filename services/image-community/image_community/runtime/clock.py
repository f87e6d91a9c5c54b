"""The one place that asks what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends


def utc_now() -> datetime:
    """The present, timezone-aware, in UTC."""
    return datetime.now(UTC)


def as_text(moment: datetime) -> str:
    """A moment in UTC as answers tell it (RFC 3339)."""
    return moment.isoformat().replace("+00:00", "Z")


Now = Annotated[datetime, Depends(utc_now)]

Clock = Callable[[], datetime]


def get_clock() -> Clock:
    """For who waits, and must ask again afterwards."""
    return utc_now
