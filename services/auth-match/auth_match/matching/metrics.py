"""What matching counts of itself (runtime/metrics.py tells it). docs/runbook.md says what to watch."""

from typing import Any

from prometheus_client import Counter, Gauge, Histogram

WAITING = Gauge(
    "maru_waiting",
    "People who can be found now. Every process tells of the same queue: take one, not the sum.",
    ["gender", "wanted"],
)
TIME_TO_MATCH = Histogram(
    "maru_time_to_match_seconds",
    "From the join of somebody to the second yes.",
    buckets=(0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600),
)
OFFERS = Counter("maru_offers", "Offers that ended, by how.", ["outcome"])
SWEEP_LAG = Histogram(
    "maru_sweep_lag_seconds",
    "How late the most overdue thing was when a sweep came to it.",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60),
)
SCRIPT = Histogram(
    "maru_script_seconds",
    "How long a process waited for a script's answer.",
    ["script"],
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2),
)

_OUTCOMES = {"partner_left": "cancelled"}


def count(event: dict[str, Any]) -> None:
    """Counts one event of the trail."""
    match event:
        case {"type": "matched"}:
            OFFERS.labels("accepted").inc()
            waited = event.get("waited", {})  # absent in the trail of an older version
            for seconds in waited.values():
                TIME_TO_MATCH.observe(float(seconds))
        case {"type": "closed", "reason": reason}:
            OFFERS.labels(_OUTCOMES.get(reason, reason)).inc()
