"""Uniform random choice without sorting or counting a table.

Ids are drawn uniformly between the smallest and the largest; those that are not eligible, or came before,
are rejected. What remains is a uniform choice in random order, as every eligible id had the same chance at
each draw.
"""

import random
from collections.abc import Container, Iterable

# Reaching 50 of 50 with the second round needs about one id in forty to be eligible.
PROBES_PER_ITEM = (4, 64)


def draw_ids(chance: random.Random, *, low: int, high: int, count: int) -> list[int]:
    """`count` independent draws from low..high, both included."""
    return [chance.randint(low, high) for _ in range(count)]


def first_distinct(drawn: Iterable[int], eligible: Container[int], *, limit: int) -> list[int] | None:
    """The first `limit` different eligible ids in the order drawn, or None if there are fewer."""
    chosen: dict[int, None] = {}
    for post_id in drawn:
        if post_id in eligible:
            chosen[post_id] = None
            if len(chosen) == limit:
                return list(chosen)
    return None
