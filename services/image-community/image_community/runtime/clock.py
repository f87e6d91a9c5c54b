"""The one place that asks what time it is."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends


def utc_now() -> datetime:
    """The present, timezone-aware, in UTC."""
    return datetime.now(UTC)


Now = Annotated[datetime, Depends(utc_now)]
