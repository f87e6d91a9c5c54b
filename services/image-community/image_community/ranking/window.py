"""The length of the ranking's window."""

from datetime import timedelta

WINDOW = timedelta(hours=24)
