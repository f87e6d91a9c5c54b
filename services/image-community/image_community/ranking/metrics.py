"""Metrics of the ranking, per web process."""

from datetime import datetime

from prometheus_client import Counter, Gauge

READS = Counter(
    "maru_ranking_reads",
    "Reads of the ranking, from the stored counts or, as a fallback, from the events.",
    ["source"],
)
LAG = Gauge("maru_ranking_lag_seconds", "Age of the ranking's counts; NaN while there are none.")
MISMATCHES = Gauge("maru_ranking_mismatches", "Posts with wrong counts in all self-checks so far; must be 0.")
CHECK_AGE = Gauge("maru_ranking_check_age_seconds", "Time since the last self-check; NaN before the first.")

for source in ("counts", "events"):
    READS.labels(source)  # exported as 0 before the first read


def report(*, as_of: datetime | None, checked_at: datetime | None, mismatches: int, now: datetime) -> None:
    """Set the gauges from the row of the window."""
    LAG.set((now - as_of).total_seconds() if as_of else float("nan"))
    CHECK_AGE.set((now - checked_at).total_seconds() if checked_at else float("nan"))
    MISMATCHES.set(mismatches)
