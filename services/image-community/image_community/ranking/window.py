"""The length of the ranking's window."""

from datetime import timedelta

WINDOW = timedelta(hours=24)
MOST_RANKS = 50  # images in one response
