"""A range of accepted ages that grows while the user waits, as asked for at the join.

Only the user's own range, and never the gender: every candidate accepts the user as before.
"""

from dataclasses import dataclass, replace

from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.matching.domain.compatibility import Seeker


@dataclass(frozen=True, slots=True)
class Widening:
    """By how many years on both sides, after how many seconds in the queue."""

    after_seconds: int
    years: int


def widened(seeker: Seeker, widening: Widening) -> Seeker:
    """The same user with the wider range, within 18–99; equal to `seeker` where that is all of it."""
    return replace(
        seeker,
        age_min=max(MIN_AGE, seeker.age_min - widening.years),
        age_max=min(MAX_AGE, seeker.age_max + widening.years),
    )
