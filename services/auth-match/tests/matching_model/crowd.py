"""The index of the crowd, computed anew from everybody who can be found (lua/_index.lua, domain/index.py)."""

from collections import defaultdict

from auth_match.matching.domain import index
from matching_model.model import Model
from matching_model.queue import wishes
from matching_model.state import SECOND
from matching_model.world import Key, Keys

NO_LIST = "-" * 65  # keeps a small hash a table


def compare(model: Model, keys: Keys) -> None:
    """Asserts that the index in Redis is exactly that of the model."""
    found = {name: _as_numbers(key) for name, key in keys.items() if name.startswith(PREFIXES)}
    assert found == expected(model)


PREFIXES = ("maru:class:", "maru:leaf:", "maru:heads:", "maru:sizes")


def expected(model: Model) -> Keys:
    classes: defaultdict[str, dict[str, float]] = defaultdict(dict)
    leaves: defaultdict[str, dict[str, float]] = defaultdict(dict)
    heads: defaultdict[str, dict[str, float | str]] = defaultdict(lambda: {"": NO_LIST})
    for one in model.waiting():  # the first of each class, leaf and crossing is the longest-waiting
        if one.suspended:
            continue
        ticket, score = index.ticket(wishes(one)).decode("latin-1"), one.score / SECOND
        side, leaf, class_name, accepted = ticket[:2], ticket[2], ticket[: index.CLASS_BYTES], ticket[5:]
        classes[class_name][str(one.id)] = score
        for node in accepted:
            leaves[side + leaf + node].setdefault(class_name, score)
            for above in index.path(wishes(one).age):
                heads[side].setdefault(chr(above) + node, score)
    return {
        **{f"maru:class:{name}": Key("zset", users, None) for name, users in classes.items()},
        **{f"maru:leaf:{name}": Key("zset", of_leaf, None) for name, of_leaf in leaves.items()},
        **{f"maru:heads:{side}": Key("hash", of_side, None) for side, of_side in heads.items()},
        **_sizes({name: len(users) for name, users in classes.items()}),
    }


def _sizes(counted: dict[str, int]) -> Keys:
    return {"maru:sizes": Key("hash", counted, None)} if counted else {}


def _as_numbers(key: Key) -> Key:
    if key.kind != "hash":
        return key
    return Key(
        key.kind,
        {name: told if told == NO_LIST else float(told) for name, told in key.content.items()},
        key.until,
    )
