"""How many waiting users are compatible with one user, asked often of one copy of the queue's counts.

For each side (own gender, wanted gender) a table says how many accept an age, summed up over their own ages.
So an answer is two look-ups per side, six sides at most, however many users wait.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from operator import add

from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.matching.domain.compatibility import ANY_GENDER, Seeker, may_meet

YEARS = MAX_AGE - MIN_AGE + 1

Side = tuple[str, str]  # own gender, wanted gender
# [accepted age - MIN_AGE][n]: how many accept that age and are themselves among the n youngest ages
Table = list[list[int]]


@dataclass(frozen=True, slots=True)
class CompatibilityCounts:
    """`waiting`: how many users wait on each side. Made by `counts_of`."""

    waiting: dict[Side, int]
    tables: dict[Side, Table]


def counts_of(sizes: Iterable[tuple[Seeker, int]]) -> CompatibilityCounts:
    """From how many wait per Seeker; each Seeker is given once. O(seekers + years²)."""
    waiting: dict[Side, int] = {}
    changes: dict[Side, Table] = {}
    for seeker, count in sizes:
        side = (seeker.gender, seeker.preferred_gender)
        if side not in changes:
            changes[side] = [[0] * YEARS for _ in range(YEARS + 1)]
            waiting[side] = 0
        waiting[side] += count
        changes[side][seeker.age_min - MIN_AGE][seeker.age - MIN_AGE] += count
        changes[side][seeker.age_max + 1 - MIN_AGE][seeker.age - MIN_AGE] -= count
    return CompatibilityCounts(waiting, {side: _summed(change) for side, change in changes.items()})


def _summed(change: Table) -> Table:
    """From what changes at each accepted age to the table: summed over accepted ages, then over own ages."""
    by_accepted = accumulate(change, lambda row, step: list(map(add, row, step)))
    return [[0, *accumulate(row)] for row in by_accepted]


def count_compatible(counts: CompatibilityCounts, seeker: Seeker, *, is_counted: bool) -> int:
    """How many of them are compatible with `seeker` both ways.

    `is_counted` when the seeker is one of them: no user is offered to themselves.
    """
    found = sum(
        _accepting(table, seeker)
        for (gender, wanted), table in counts.tables.items()
        if seeker.preferred_gender in (ANY_GENDER, gender) and wanted in (ANY_GENDER, seeker.gender)
    )
    return found - 1 if is_counted and may_meet(seeker, seeker) else found


def _accepting(table: Table, seeker: Seeker) -> int:
    """How many accept the seeker's age and are of an age that the seeker accepts."""
    by_own_age = table[seeker.age - MIN_AGE]
    return by_own_age[seeker.age_max - MIN_AGE + 1] - by_own_age[seeker.age_min - MIN_AGE]
