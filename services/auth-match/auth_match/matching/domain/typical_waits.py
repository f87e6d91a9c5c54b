"""How long users of one side waited of late, and when that number means something."""

from collections.abc import Iterable
from statistics import median

from auth_match.matching.domain.compatibility_counts import Side

FEWEST = 20  # users; the median of fewer means nothing


def typical_waits(waits: Iterable[tuple[Side, float]], waiting: dict[Side, int]) -> dict[Side, float]:
    """Side → the median seconds that users of that side had waited when they were offered a partner.

    Only where at least twenty were offered one, and no more wait now than were offered one: users who still
    wait are in no median, and where they are the majority, the median is that of the lucky ones.
    """
    of_side: dict[Side, list[float]] = {}
    for side, seconds in waits:
        of_side.setdefault(side, []).append(seconds)
    return {
        side: median(seconds)
        for side, seconds in of_side.items()
        if len(seconds) >= max(FEWEST, waiting.get(side, 0))
    }
