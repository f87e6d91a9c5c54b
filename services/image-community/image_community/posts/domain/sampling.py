"""Uniform random choice without sorting or counting a table.

It probes random ids between the smallest and the largest one, and rejects ids that are not in the pool. The
rest is a uniform choice in random order: every id of the pool has the same chance at each draw, regardless of
gaps.
"""

import random
from array import array
from collections.abc import Iterable

# (probes, most hits kept), per requested post. The second round fills a page if one post in fifty is in the
# pool.
PROBES_PER_ITEM = ((8, 2), (128, 8))


def fractions(chance: random.Random, count: int) -> list[float]:
    """`count` independent uniform draws from [0, 1), as fine as a float is (53 bits), in one call."""
    return [(bits >> 11) * 2.0**-53 for bits in array("Q", chance.randbytes(8 * count))]


def first_distinct(drawn: Iterable[int], *, limit: int) -> list[int] | None:
    """The first `limit` different ids in the order drawn, or None if there are fewer."""
    chosen: dict[int, None] = {}
    for post_id in drawn:
        chosen[post_id] = None
        if len(chosen) == limit:
            return list(chosen)
    return None
