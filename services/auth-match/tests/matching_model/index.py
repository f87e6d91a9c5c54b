"""The candidate index, computed from scratch from all users who can be found (docs/matching-index.md)."""

import struct
from collections import defaultdict

from auth_match.matching.domain import candidate_index
from matching_model.model import Model
from matching_model.queue import wishes
from matching_model.state import SECOND
from matching_model.world import Key, Keys

ROWS = struct.Struct(
    ">" + 127 * "d" + 100 * "d2s"
)  # of every node; a leaf has the ages of its only class too
SEVERAL = b"\0\0"


def compare(model: Model, keys: Keys) -> None:
    """Asserts that the index in Redis is exactly that of the model."""
    found = {
        name: _counted(key) if name == "maru:sizes" else key
        for name, key in keys.items()
        if name.startswith(PREFIXES)
    }
    assert found == expected(model)


PREFIXES = ("maru:class:", "maru:leaf:", "maru:heads:", "maru:sizes")


def expected(model: Model) -> Keys:
    classes: defaultdict[str, dict[str, float]] = defaultdict(dict)
    leaves: defaultdict[str, dict[str, float]] = defaultdict(dict)
    heads: defaultdict[str, defaultdict[str, dict[int, float]]] = defaultdict(lambda: defaultdict(dict))
    for one in model.waiting():  # the first of each class, leaf and crossing is the longest-waiting
        if one.suspended:
            continue
        ticket, score = candidate_index.queue_ticket(wishes(one)).decode("latin-1"), one.score / SECOND
        side, leaf, class_name, accepted = (
            ticket[:2],
            ticket[2],
            ticket[: candidate_index.BUCKET_BYTES],
            ticket[5:],
        )
        classes[class_name][str(one.id)] = score
        for node in accepted:
            leaves[side + leaf + node].setdefault(class_name, score)
            for above in candidate_index.path(wishes(one).age):
                heads[side][node].setdefault(above, score)
    return {
        **{f"maru:class:{name}": Key("zset", users, None) for name, users in classes.items()},
        **{
            f"maru:leaf:{name}": Key("zset", of_leaf, None)
            for name, of_leaf in leaves.items()
            if len(of_leaf) > 1
        },
        **{
            f"maru:heads:{side}": Key(
                "hash", {node: _row(side, node, firsts, leaves) for node, firsts in of_side.items()}, None
            )
            for side, of_side in heads.items()
        },
        **_sizes({name: len(users) for name, users in classes.items()}),
    }


def _row(side: str, node: str, firsts: dict[int, float], leaves: dict[str, dict[str, float]]) -> str:
    """The heads of an accepted node, as bytes in a text."""
    numbers: list[float | bytes] = [firsts.get(own, 0.0) for own in range(1, candidate_index.LEAVES)]
    for leaf in range(candidate_index.LEAVES, candidate_index.LEAVES + candidate_index.OLDEST + 1):
        there = list(leaves.get(side + chr(leaf) + node, ()))
        numbers += [firsts.get(leaf, 0.0), there[0][3:].encode("latin-1") if len(there) == 1 else SEVERAL]
    return ROWS.pack(*numbers).decode("latin-1")


def _sizes(counted: dict[str, int]) -> Keys:
    return {"maru:sizes": Key("hash", counted, None)} if counted else {}


def _counted(sizes: Key) -> Key:
    return Key(sizes.kind, {name: int(count) for name, count in sizes.content.items()}, sizes.until)
