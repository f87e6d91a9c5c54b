"""The one place that asks what time it is. Rules take `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, UTC."""
    return datetime.now(UTC)
