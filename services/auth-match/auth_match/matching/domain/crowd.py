"""How many of those who wait fit a person both ways, asked often of one snapshot of the queue.

For each side (own gender, wanted gender) a table says how many accept an age, summed up over their own ages.
So an answer is two look-ups for each of the six sides, whoever asks and however many wait.
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
class Crowd:
    """`waiting`: how many wait on each side. Made by `crowd_of`."""

    waiting: dict[Side, int]
    tables: dict[Side, Table]


def crowd_of(sizes: Iterable[tuple[Seeker, int]]) -> Crowd:
    """From how many wait with the same facts and wishes; every such Seeker once. O(classes + years²)."""
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
    return Crowd(waiting, {side: _summed(change) for side, change in changes.items()})


def _summed(change: Table) -> Table:
    """From what changes at each accepted age to the table: summed over accepted ages, then over own ages."""
    by_accepted = accumulate(change, lambda row, step: list(map(add, row, step)))
    return [[0, *accumulate(row)] for row in by_accepted]


def count_fitting(crowd: Crowd, seeker: Seeker, *, is_in_crowd: bool) -> int:
    """How many of the crowd fit `seeker` both ways.

    `is_in_crowd` when the seeker is counted in it: nobody fits themselves.
    """
    found = sum(
        _accepting(table, seeker)
        for (gender, wanted), table in crowd.tables.items()
        if seeker.preferred_gender in (ANY_GENDER, gender) and wanted in (ANY_GENDER, seeker.gender)
    )
    return found - 1 if is_in_crowd and may_meet(seeker, seeker) else found


def _accepting(table: Table, seeker: Seeker) -> int:
    """How many accept the seeker's age and are of an age that the seeker accepts."""
    by_own_age = table[seeker.age - MIN_AGE]
    return by_own_age[seeker.age_max - MIN_AGE + 1] - by_own_age[seeker.age_min - MIN_AGE]
