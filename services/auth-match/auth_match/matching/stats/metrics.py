"""The queue as one process sees it. docs/runbook.md says what to watch."""

from prometheus_client import Gauge

WAITING = Gauge(
    "maru_waiting",
    "Users who can be found now. Every process reports the same queue: take one, not the sum.",
    ["gender", "wanted"],
)
