"""What is told of the account feed at `/metrics`, by each web process."""

from prometheus_client import Counter

FEED_GAPS = Counter(
    "maru_account_feed_gaps", "Times that events were deleted before this process had read them; must be 0."
)
