"""Choosing two images, uniformly over every unordered pair that may be shown."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

Pair = frozenset[int]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An image that takes part."""

    id: int
    author_id: int


Shown = tuple[Candidate, Candidate]  # left, right


def ids_of(shown: Shown) -> Pair:
    """The two, in no order."""
    return Pair((shown[0].id, shown[1].id))


def may_meet(left: Candidate, right: Candidate, taken: Set[Pair]) -> bool:
    """Two different images by different authors, not a pair that is taken."""
    return left.author_id != right.author_id and ids_of((left, right)) not in taken


def pairs(drawn: Iterable[Candidate]) -> Iterator[Shown]:
    """Independent uniform draws, taken two by two, without those of one author.

    Each two draws are a uniform choice over all ordered pairs; rejecting those that may not meet leaves it
    uniform over the rest, also for the sides. The draws must be independent, repeats included: of draws
    without repeats a pair of a prolific author would come too rarely.
    """
    draws = iter(drawn)
    for left, right in zip(draws, draws, strict=False):
        if left.author_id != right.author_id:
            yield left, right


def first_free(drawn: Iterable[Shown], taken: Set[Pair]) -> Shown | None:
    """The first pair that is not taken: rejecting again, so still uniform over the rest."""
    return next((shown for shown in drawn if ids_of(shown) not in taken), None)


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
