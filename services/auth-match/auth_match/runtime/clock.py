"""The only place that reads the clock. Rules take `now` as an argument."""

from datetime import UTC, datetime


def now() -> datetime:
    """The current time, aware, UTC."""
    return datetime.now(UTC)
