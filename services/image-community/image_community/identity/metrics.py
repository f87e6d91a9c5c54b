"""Metrics of the account feed, per web process."""

from prometheus_client import Counter

FEED_GAPS = Counter(
    "maru_account_feed_gaps", "Times that events were deleted before this process read them; must be 0."
)
