"""What the scripts cost, and how late deadlines are met. docs/runbook.md says what to watch."""

from prometheus_client import Histogram

SWEEP_LAG = Histogram(
    "maru_sweep_lag_seconds",
    "How late the most overdue deadline was when a sweep reached it.",
    buckets=(0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60),
)
SCRIPT = Histogram(
    "maru_script_seconds",
    "How long a process waited for a script's answer.",
    ["script"],
    buckets=(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2),
)
