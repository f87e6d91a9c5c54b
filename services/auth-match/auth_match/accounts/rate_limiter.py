"""Counts attempts, and computes the seconds to wait after too many.

Refused attempts count too, so a client that ignores the wait has to wait longer; one that waits as asked gets
one attempt. Nothing outlives the allowance's `seconds`: the wait ends with the count.
"""

from auth_match.accounts.domain.limits import Allowance, wait_seconds
from auth_match.accounts.rate_limit_counters import RateLimitCounters, on_all_counters, on_available_counters


def hit(key: str, allowance: Allowance) -> int:
    """Counts one attempt. Returns the seconds to wait, 0 when the attempt may pass."""
    return on_available_counters(lambda counters: _hit(counters, key, allowance))


def seconds_left(key: str) -> int:
    """Seconds left of the wait that earlier attempts began; 0 without one."""
    return max(on_all_counters(lambda counters: counters.wait_left(key)))


def reset(key: str) -> None:
    """Clears the count and the wait."""
    on_all_counters(lambda counters: counters.reset(key))


def _hit(counters: RateLimitCounters, key: str, allowance: Allowance) -> int:
    attempts = counters.increment(key, seconds=allowance.seconds)
    if attempts < allowance.free:
        return 0
    if allowance.shared_seconds is not None:
        # Unrelated clients share this allowance: the wait of one must not grow by the attempts of others.
        if attempts == allowance.free or counters.begin_wait(key, seconds=allowance.shared_seconds):
            return 0
        return max(1, counters.wait_left(key))
    seconds = wait_seconds(attempts - allowance.free)
    # Of many simultaneous attempts one passes; it makes the next one wait.
    if counters.begin_wait(key, seconds=seconds):
        return 0
    counters.renew_wait(key, seconds=seconds)
    return seconds
