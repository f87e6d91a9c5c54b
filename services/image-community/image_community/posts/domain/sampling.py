"""Uniform random choice without sorting or counting a table.

Random places between the smallest and the largest id are looked at; those whose id is not in the pool are
rejected. What remains is a uniform choice in random order, as every id of the pool had the same chance at
each draw, wherever the gaps are.
"""

import random
from array import array
from collections.abc import Iterable

# (places looked at, hits kept at most), per post wanted. The second round fills a page where one post in
# fifty is in the pool.
PROBES_PER_ITEM = ((8, 2), (128, 8))


def fractions(chance: random.Random, count: int) -> list[float]:
    """`count` independent uniform draws from [0, 1), as fine as a float is (53 bits), in one go."""
    return [(bits >> 11) * 2.0**-53 for bits in array("Q", chance.randbytes(8 * count))]


def first_distinct(drawn: Iterable[int], *, limit: int) -> list[int] | None:
    """The first `limit` different ids in the order drawn, or None if there are fewer."""
    chosen: dict[int, None] = {}
    for post_id in drawn:
        chosen[post_id] = None
        if len(chosen) == limit:
            return list(chosen)
    return None
