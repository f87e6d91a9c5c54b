"""Where a waiting user is in the queue's index, as the bytes that state/lua/_index.lua reads.

Ages are the leaves of a binary tree, numbered like a heap: 1 is the root, node n has the children 2n and
2n + 1, the leaf of an age is 128 + age. An interval of accepted ages is the few nodes that together cover
exactly it (its canonical nodes, at most 10); an own age is the path from its leaf up to the root (8 nodes).
A user who accepts an age has exactly one node on that age's path. So two users are compatible by age when the
nodes of each cross the other's path, and ages are never compared one by one (docs/matching-index.md).
"""

from collections.abc import Iterator

from auth_match.accounts.domain.ages import MAX_AGE, MIN_AGE
from auth_match.matching.domain.compatibility import Seeker

LEAVES = 128  # the power of two above the oldest age
# No age is outside, so an interval that reaches them is open there, and has fewer nodes.
YOUNGEST, OLDEST = MIN_AGE, MAX_AGE

_GENDERS = {"female": b"f", "male": b"m", "any": b"a"}
_NAMES = {code[0]: name for name, code in _GENDERS.items()}
BUCKET_BYTES = 5


def queue_ticket(seeker: Seeker) -> bytes:
    """A user's position in the index, all that a search needs to know.

    Byte 1 own gender, 2 wanted gender (f, m, a), 3 the leaf of the own age, 4 and 5 the accepted interval:
    these five name the candidate bucket of all equal users. From byte 6 on: the interval's canonical nodes.

    Raises:
        ValueError: an age is outside 18–99, or the interval is empty.
    """
    if not (YOUNGEST <= seeker.age <= OLDEST and YOUNGEST <= seeker.age_min <= seeker.age_max <= OLDEST):
        raise ValueError(f"{seeker} is outside {YOUNGEST}–{OLDEST}")
    own = bytes((LEAVES + seeker.age, seeker.age_min, seeker.age_max))
    accepted = bytes(canonical_nodes(seeker.age_min, seeker.age_max))
    return _GENDERS[seeker.gender] + _GENDERS[seeker.preferred_gender] + own + accepted


def seeker_of(bucket: bytes) -> Seeker:
    """The inverse: the Seeker that the first five bytes of a queue ticket describe."""
    gender, wanted, leaf, age_min, age_max = bucket[:BUCKET_BYTES]
    return Seeker(
        age=leaf - LEAVES,
        gender=_NAMES[gender],
        age_min=age_min,
        age_max=age_max,
        preferred_gender=_NAMES[wanted],
    )


def path(age: int) -> list[int]:
    """The nodes above one age, its leaf first, the root last."""
    node, nodes = LEAVES + age, []
    while node:
        nodes.append(node)
        node //= 2
    return nodes


def canonical_nodes(age_min: int, age_max: int) -> list[int]:
    """The fewest nodes that cover the interval and nothing else; beyond its open ends there is no age."""
    low = 0 if age_min <= YOUNGEST else age_min
    high = LEAVES - 1 if age_max >= OLDEST else age_max
    return sorted(_cover(LEAVES + low, LEAVES + high + 1))


def _cover(left: int, right: int) -> Iterator[int]:
    """Nodes over the leaves [left, right), going up a level at a time."""
    while left < right:
        if left % 2:
            yield left
            left += 1
        if right % 2:
            right -= 1
            yield right
        left, right = left // 2, right // 2
