"""What is told of the ranking at `/metrics`, by each web process."""

from datetime import datetime

from prometheus_client import Counter, Gauge

READS = Counter(
    "maru_ranking_reads",
    "Reads of the ranking, from the kept counts or, as a fallback, the events.",
    ["source"],
)
LAG = Gauge("maru_ranking_lag_seconds", "Age of the ranking's counts; NaN while there are none.")
MISMATCHES = Gauge("maru_ranking_mismatches", "Posts found wrong by all self-checks so far; must be 0.")
CHECK_AGE = Gauge("maru_ranking_check_age_seconds", "Time since the last self-check; NaN before the first.")

for source in ("counts", "events"):
    READS.labels(source)  # told as 0 before the first


def tell(*, as_of: datetime | None, checked_at: datetime | None, mismatches: int, now: datetime) -> None:
    """Take over what the worker keeps in the window's row."""
    LAG.set((now - as_of).total_seconds() if as_of else float("nan"))
    CHECK_AGE.set((now - checked_at).total_seconds() if checked_at else float("nan"))
    MISMATCHES.set(mismatches)
