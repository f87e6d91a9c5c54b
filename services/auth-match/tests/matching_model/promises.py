"""What must hold whatever happened, read off the real keys after every step."""

import json
from collections import Counter
from itertools import combinations

from auth_match.matching.domain.compatibility import may_meet
from matching_model.model import Model
from matching_model.queue import wishes
from matching_model.state import SECOND, Event
from matching_model.world import Keys


def check(model: Model, keys: Keys, counted: Counter[str]) -> None:
    nobody_is_in_two_states(keys)
    nobody_sits_in_two_rooms(keys, model.now / SECOND)
    offers_are_disjoint(keys)
    nobody_is_lost(keys, counted)
    no_lock_of_ours_is_left(keys)
    nobody_rests_beside_a_partner(model, keys)


def nobody_is_in_two_states(keys: Keys) -> None:
    """1. At most one of queue, offer and room; the record says the same."""
    queued = set(keys["match_queue"].content) if "match_queue" in keys else set()
    offered = {name.removeprefix("user_matches:") for name in keys if name.startswith("user_matches:")}
    in_room = {name.removeprefix("maru:user_room:") for name in keys if name.startswith("maru:user_room:")}
    assert not queued & offered
    assert not queued & in_room
    assert not offered & in_room
    recorded = {
        name.removeprefix("maru:user:"): key.content.get("state")
        for name, key in keys.items()
        if name.startswith("maru:user:")
    }
    assert queued == {user for user, state in recorded.items() if state == "queued"}
    assert offered <= {user for user, state in recorded.items() if state == "offered"}


def nobody_sits_in_two_rooms(keys: Keys, now: float) -> None:
    """A seat that was not heard of for too long counts no more, though no sweep came by yet."""
    due = keys["maru:deadlines"].content if "maru:deadlines" in keys else {}
    held = [member for member, at in due.items() if member.startswith("seat:") and at > now]
    assert len({member.rpartition(":")[2] for member in held}) == len(held), held


def offers_are_disjoint(keys: Keys) -> None:
    """2. Each offer has two people, nobody has two offers, and both are pointed at it."""
    offers = [json.loads(key.content) for name, key in keys.items() if name.startswith("match_requests:")]
    members = [offer[side] for offer in offers for side in ("user1", "user2")]
    assert len(members) == len(set(members)), members
    for offer in offers:
        assert int(offer["user1"]) < int(offer["user2"])
        for side in ("user1", "user2"):
            assert keys[f"user_matches:{offer[side]}"].content == offer["match_id"]


def count(events: list[Event]) -> Counter[str]:
    """How many people joined, and how many went which way."""
    counted: Counter[str] = Counter()
    for kind, *told in events:
        if kind in ("joined", "left"):
            counted[str(kind)] += 1
        elif kind == "matched":
            counted["matched"] += 2
        elif kind == "closed":
            requeued = told[-1]
            assert isinstance(requeued, tuple)
            counted[str(told[1])] += 2 - len(requeued)
    return counted


def nobody_is_lost(keys: Keys, counted: Counter[str]) -> None:
    """3. Who joined and has not gone is waiting, or has an offer."""
    states = [key.content.get("state") for name, key in keys.items() if name.startswith("maru:user:")]
    waiting = sum(state in ("queued", "offered") for state in states)
    gone = counted.total() - counted["joined"]
    assert counted["joined"] == gone + waiting, counted


def no_lock_of_ours_is_left(keys: Keys) -> None:
    assert "global_match_lock" not in keys or keys["global_match_lock"].content == "operator"


def nobody_rests_beside_a_partner(model: Model, keys: Keys) -> None:
    """5. Two who may meet do not both rest in the queue: one of them is looked for as soon as they may."""
    due = keys["maru:deadlines"].content if "maru:deadlines" in keys else {}
    found = [one for one in model.waiting() if model.can_be_found(one)]
    for one, other in combinations(found, 2):
        at = max(model.excluded_until(one, other), model.now + model.life.retry)
        if at == float("inf") or not may_meet(wishes(one), wishes(other)):
            continue
        looks = [due[f"look:{who.id}"] for who in (one, other) if f"look:{who.id}" in due]
        assert looks, f"nobody will look for {one.id} and {other.id}"
        assert min(looks) <= at / SECOND, (one.id, other.id, looks, at)
