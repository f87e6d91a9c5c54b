"""How often something may be tried, and how long to wait after trying it too often."""

import re
from dataclasses import dataclass

LONGEST_WAIT_SECONDS = 60
_ALLOWANCE = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Allowance:
    """`free` tries within `seconds` of the first one; each further one has to wait, longer and longer."""

    free: int
    seconds: int


def allowance(text: str) -> Allowance:
    """`10/900`: ten tries in 900 seconds. ValueError for anything else."""
    match = _ALLOWANCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not tries/seconds, as in 10/900")
    return Allowance(free=int(match[1]), seconds=int(match[2]))


def wait_seconds(excess: int) -> int:
    """1, 2, 4 … 60 for the first, second, third … try too many."""
    return min(1 << min(max(excess - 1, 0), 10), LONGEST_WAIT_SECONDS)
