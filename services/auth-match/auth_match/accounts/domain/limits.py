"""How many attempts are allowed, and how long to wait after too many."""

import re
from dataclasses import dataclass

LONGEST_WAIT_SECONDS = 60
_ALLOWANCE = re.compile(r"([1-9][0-9]{0,8})/([1-9][0-9]{0,8})(?:/([1-9][0-9]{0,3}))?")


@dataclass(frozen=True, slots=True)
class Allowance:
    """`free` attempts within `seconds` of the first one; each further one waits longer than the one before.

    With `shared_seconds` unrelated clients share the allowance: beyond the free attempts one attempt of any
    client passes per `shared_seconds`, and the wait does not grow.
    """

    free: int
    seconds: int
    shared_seconds: int | None = None

    def __str__(self) -> str:
        """As `allowance` reads it."""
        shared = "" if self.shared_seconds is None else f"/{self.shared_seconds}"
        return f"{self.free}/{self.seconds}{shared}"


def allowance(text: str) -> Allowance:
    """`10/900`: ten attempts in 900 seconds. `20/900/10`: beyond them one per ten seconds, shared.

    Raises: ValueError: for any other text.
    """
    match = _ALLOWANCE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not tries/seconds, as in 10/900, or tries/seconds/shared seconds")
    shared = int(match[3]) if match[3] else None
    return Allowance(free=int(match[1]), seconds=int(match[2]), shared_seconds=shared)


def wait_seconds(excess: int) -> int:
    """1, 2, 4 … 60 for the first, second, third … excess attempt."""
    return min(1 << min(max(excess - 1, 0), 10), LONGEST_WAIT_SECONDS)
