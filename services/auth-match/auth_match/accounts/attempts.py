"""Counts of tries, and the seconds to wait after too many.

Tries that are refused count too, so a client that does not wait has to wait longer; one that waits as it was
asked to gets one try. Nothing outlives the allowance's seconds: with the count the wait is forgotten.
"""

from auth_match.accounts.attempt_counts import Counts, counted, everywhere
from auth_match.accounts.domain.limits import Allowance, wait_seconds


def count(key: str, allowance: Allowance) -> int:
    """Counts one try; the seconds to wait, or 0 when it may pass."""
    return counted(lambda counts: _count(counts, key, allowance))


def seconds_left(key: str) -> int:
    """Of the wait that earlier tries have earned; 0 when there is none."""
    return max(everywhere(lambda counts: counts.wait_left(key)))


def forget(key: str) -> None:
    """As if it had never been tried."""
    everywhere(lambda counts: counts.forget(key))


def _count(counts: Counts, key: str, allowance: Allowance) -> int:
    tries = counts.increment(key, seconds=allowance.seconds)
    if tries < allowance.free:
        return 0
    if allowance.shared_seconds is not None:
        # Many clients share it: the wait of one must not grow by what the others do.
        if tries == allowance.free or counts.begin_wait(key, seconds=allowance.shared_seconds):
            return 0
        return max(1, counts.wait_left(key))
    seconds = wait_seconds(tries - allowance.free)
    # Of many at once one passes; it makes the next one wait.
    if counts.begin_wait(key, seconds=seconds):
        return 0
    counts.renew_wait(key, seconds=seconds)
    return seconds
