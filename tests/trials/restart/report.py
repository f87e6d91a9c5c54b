"""Outcomes in one cell of a table."""

from collections import Counter
from collections.abc import Sequence

from tests.trials.load import Outcome


def failures(outcomes: Sequence[Outcome]) -> str:
    """`3 (auth-match POST 503 × 2, image-community GET none × 1)`."""
    failed = Counter(
        f"{o.request.name} {o.request.method} {o.status or 'none'}" for o in outcomes if o.failed
    )
    shown = ", ".join(f"{name} × {count}" for name, count in failed.most_common(3))
    return f"{failed.total()} ({shown})" if failed else "0"
