"""How long people like somebody waited of late, and when that says anything."""

from collections.abc import Iterable
from statistics import median

from auth_match.matching.domain.crowd import Side

FEWEST = 20  # people; of fewer a median says nothing


def typical_waits(waits: Iterable[tuple[Side, float]], waiting: dict[Side, int]) -> dict[Side, float]:
    """Side → the median seconds that people of that side had waited when they were offered somebody.

    Only where at least twenty were, and no more wait there now than were: those who still wait are in no
    median, and where they are the most, those who were offered somebody were the lucky ones.
    """
    of_side: dict[Side, list[float]] = {}
    for side, seconds in waits:
        of_side.setdefault(side, []).append(seconds)
    return {
        side: median(seconds)
        for side, seconds in of_side.items()
        if len(seconds) >= max(FEWEST, waiting.get(side, 0))
    }
