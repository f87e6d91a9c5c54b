"""How often something may be tried, and how long to wait after trying it too often."""

import re
from dataclasses import dataclass

LONGEST_WAIT_SECONDS = 60
_ALLOWANCE = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})(?:/([1-9][0-9]{0,3}))?")


@dataclass(frozen=True, slots=True)
class Allowance:
    """`free` tries within `seconds` of the first one; each further one has to wait, longer and longer.

    With `shared_seconds` clients that have nothing to do with each other share it: past the free tries one
    passes in so many seconds, whichever comes first, and waiting does not get longer.
    """

    free: int
    seconds: int
    shared_seconds: int | None = None


def allowance(text: str) -> Allowance:
    """`10/900`: ten tries in 900 seconds. `20/900/10`: past them one in ten seconds, shared.

    Raises: ValueError: for anything else.
    """
    match = _ALLOWANCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not tries/seconds, as in 10/900, or tries/seconds/shared seconds")
    shared = int(match[3]) if match[3] else None
    return Allowance(free=int(match[1]), seconds=int(match[2]), shared_seconds=shared)


def wait_seconds(excess: int) -> int:
    """1, 2, 4 … 60 for the first, second, third … try too many."""
    return min(1 << min(max(excess - 1, 0), 10), LONGEST_WAIT_SECONDS)
