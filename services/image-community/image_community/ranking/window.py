"""What the ranking is of."""

from datetime import timedelta

WINDOW = timedelta(hours=24)
