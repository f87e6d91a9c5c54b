"""Choosing two images, uniformly over every unordered pair that may be shown."""

import random
from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An image that takes part."""

    id: int
    author_id: int


Shown = tuple[Candidate, Candidate]  # left, right


def may_meet(left: Candidate, right: Candidate, taken: Set[Pair]) -> bool:
    """Two different images by different authors, not a pair that is taken."""
    return left.author_id != right.author_id and Pair((left.id, right.id)) not in taken


def first_pair(drawn: Iterable[Candidate], taken: Set[Pair]) -> Shown | None:
    """The first allowed pair among independent uniform draws, taken two by two.

    Each two draws are a uniform choice over all ordered pairs; rejecting those that may not meet leaves it
    uniform over the rest, also for the sides.
    """
    draws = iter(drawn)
    for left, right in zip(draws, draws, strict=False):
        if may_meet(left, right, taken):
            return left, right
    return None


def draw_pair(candidates: Sequence[Candidate], taken: Set[Pair], chance: random.Random) -> Shown | None:
    """The same choice from the full list, however few pairs are allowed; None if none is.

    The left one is drawn in proportion to how many it could meet by author, the right one among those.
    Taken pairs are drawn again: at most as often, on average, as there are taken ones.
    """
    posts_by = Counter(each.author_id for each in candidates)
    could_meet = [len(candidates) - posts_by[each.author_id] for each in candidates]
    if sum(could_meet) // 2 <= _taken_among(candidates, taken):
        return None
    cumulative = list(accumulate(could_meet))
    others: dict[int, list[Candidate]] = {}
    while True:
        left = chance.choices(candidates, cum_weights=cumulative)[0]
        if left.author_id not in others:
            others[left.author_id] = [each for each in candidates if each.author_id != left.author_id]
        right = chance.choice(others[left.author_id])
        if may_meet(left, right, taken):
            return left, right


def _taken_among(candidates: Sequence[Candidate], taken: Set[Pair]) -> int:
    """How many taken pairs would otherwise be allowed."""
    author_of = {each.id: each.author_id for each in candidates}
    return sum(pair <= author_of.keys() and len({author_of[each] for each in pair}) == 2 for pair in taken)
