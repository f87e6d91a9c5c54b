"""Draws two images, uniformly over all unordered pairs that may be shown."""

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
    """Both ids, unordered."""
    return Pair((shown[0].id, shown[1].id))


def may_meet(left: Candidate, right: Candidate, excluded: Set[Pair]) -> bool:
    """Two different images by different authors, and not an excluded pair."""
    return left.author_id != right.author_id and ids_of((left, right)) not in excluded


def pairs(drawn: Iterable[Candidate]) -> Iterator[Shown]:
    """Pairs of consecutive independent uniform draws, without pairs of one author.

    Two draws are a uniform choice over all ordered pairs; rejection leaves it uniform over the rest, also for
    the sides. The draws must be independent, with repeats: without repeats a prolific author's pairs would be
    too rare.
    """
    draws = iter(drawn)
    for left, right in zip(draws, draws, strict=False):
        if left.author_id != right.author_id:
            yield left, right


def first_free(drawn: Iterable[Shown], excluded: Set[Pair]) -> Shown | None:
    """The first pair that is not excluded: again rejection, so still uniform over the rest."""
    return next((shown for shown in drawn if ids_of(shown) not in excluded), None)


def draw_pair(candidates: Sequence[Candidate], excluded: Set[Pair], chance: random.Random) -> Shown | None:
    """The same choice from the full list, even if few pairs are allowed; None if none is.

    The left image is drawn with its number of images by other authors as weight, the right one among those.
    An excluded pair is drawn again; the expected number of redraws is at most the number of excluded pairs.
    """
    posts_by = Counter(each.author_id for each in candidates)
    could_meet = [len(candidates) - posts_by[each.author_id] for each in candidates]
    if sum(could_meet) // 2 <= _count_excluded(candidates, excluded):
        return None
    cumulative = list(accumulate(could_meet))
    others_by_author: dict[int, list[Candidate]] = {}
    while True:
        left = chance.choices(candidates, cum_weights=cumulative)[0]
        if left.author_id not in others_by_author:
            others_by_author[left.author_id] = [
                each for each in candidates if each.author_id != left.author_id
            ]
        right = chance.choice(others_by_author[left.author_id])
        if may_meet(left, right, excluded):
            return left, right


def _count_excluded(candidates: Sequence[Candidate], excluded: Set[Pair]) -> int:
    """How many excluded pairs would otherwise be allowed."""
    author_of = {each.id: each.author_id for each in candidates}
    return sum(pair <= author_of.keys() and len({author_of[each] for each in pair}) == 2 for pair in excluded)
