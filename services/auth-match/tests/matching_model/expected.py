"""The keys that Redis must have when the model is right: names, types, contents, ends (docs/seeds.md, A8)."""

import json
from typing import Any

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker
from matching_model import index
from matching_model.model import Model
from matching_model.queue import wishes
from matching_model.state import SECOND, Offer, Person, Room
from matching_model.world import Key, Keys


def compare(model: Model, keys: Keys) -> None:
    """Asserts that Redis has exactly what the model says, but for the looks that are due."""
    found = {name: _told(name, key) for name, key in keys.items() if _is_compared(name)}
    wanted = expected(model)
    assert found == wanted, _difference(found, wanted)
    _compare_cooldowns(model, keys)
    index.compare(model, keys)
    assert "maru:trail" not in keys or keys["maru:trail"].kind == "stream"


def expected(model: Model) -> Keys:
    keys = {**_of_rooms(model), **_of_all(model)}
    for one in model.people.values():
        keys.update(_of_person(model, one))
    for offer in model.offers.values():
        keys[f"match_requests:{offer.match_id}"] = Key("string", request(offer), offer.stored_until)
    return {name: key for name, key in keys.items() if key.content and not _is_over(key, model.now)}


def _of_all(model: Model) -> Keys:
    queue = {str(one.id): one.score / SECOND for one in model.waiting()}
    last = f"{model.last_score / SECOND:.6f}"
    return {
        "match_queue": Key("zset", queue, None),
        "maru:deadlines": Key("zset", deadlines(model), None),
        "maru:offers": Key("set", set(model.offers), None),
        "maru:last_score": Key("string", last, model.last_score_until),
        "global_match_lock": Key("string", "operator", model.lock_until),
    }


def _of_rooms(model: Model) -> Keys:
    keys = {
        f"maru:room_closed:{room}": Key("string", "1", until) for room, until in model.closed_rooms.items()
    }
    for room in model.rooms.values():
        fields: dict[str, Any] = {f"user{side}": str(user) for side, user in enumerate(room.pair, 1)}
        fields |= {f"seat:{user}": str(connection) for user, connection in room.seats.items()}
        fields |= {"ends_at": f"{room.end_due / SECOND:.6f}", "call": _call(room)}
        keys[f"maru:room:{room.key}"] = Key("hash", fields, None)
    return keys


def deadlines(model: Model) -> dict[str, float]:
    """All that is to be done at some time, without looks: those are how the scripts keep other promises."""
    due: dict[str, int | None] = {f"offer:{offer.match_id}": offer.expires for offer in model.offers.values()}
    for one in model.people.values():
        due[f"presence:{one.id}"], due[f"grace:{one.id}"] = one.presence_due, one.grace_due
        due[f"widen:{one.id}"] = one.widens_at
    for room in model.rooms.values():
        due[f"roomend:{room.key}"] = room.end_due
        due.update({f"empty:{room.key}:{user}": at for user, at in room.empty_due.items()})
        due.update({f"seat:{room.key}:{user}": at for user, at in room.seat_due.items()})
    return {name: at / SECOND for name, at in due.items() if at is not None}


def request(offer: Offer) -> dict[str, Any]:
    """The stored offer: the specification's ten fields, then ours."""
    first, second = offer.pair
    return {
        "match_id": offer.match_id,
        "user1": str(first),
        "user2": str(second),
        "user1_name": f"user{first}",
        "user2_name": f"user{second}",
        "status": "pending",
        "created_at": offer.created // SECOND,
        "updated_at": offer.updated // SECOND,
        "user1_response": offer.answers.get(first),
        "user2_response": offer.answers.get(second),
        "offer_id": offer.offer_id,
        "expires_at": f"{offer.expires / SECOND:.6f}",
        "from_user": str(offer.seeker),
        "to_user": str(offer.waited),
    }


def record(model: Model, one: Person) -> dict[str, str]:
    """What is remembered of a person."""
    if one.connection is None:
        return {}
    fields = {"connection": str(one.connection)}
    if one.waits:
        fields |= {
            "state": one.waits,
            "score": f"{one.score / SECOND:.6f}",
            **_named_ticket(one, wishes(one)),
        }
    if one.match_id:
        fields["match_id"] = one.match_id
        fields["offer_id"] = model.offers[one.match_id].offer_id
    if one.wider:
        fields["wider"] = _named_ticket(one, one.wider)["ticket"]
    if one.is_widened:
        fields["widened"] = "1"
    if one.suspended:
        fields["suspended"] = "1"
    return fields


def _named_ticket(one: Person, seeker: Seeker) -> dict[str, str]:
    return {"name": f"user{one.id}", "ticket": candidate_index.queue_ticket(seeker).decode("latin-1")}


def _of_person(model: Model, one: Person) -> Keys:
    met = {str(partner): at / SECOND for partner, at in one.met.items()}
    blocked = {str(other) for other in model.blocked_by(one)}
    unblocked = {str(other) for other in model.lately_unblocked_by(one)}
    offer, edited = model.offer_of(one.id), model.lately_edited(one)
    return {
        f"maru:user:{one.id}": Key("hash", record(model, one), None),
        f"maru:met:{one.id}": Key("zset", met, None),
        f"maru:blocks:{one.id}": Key("set", blocked, one.blocked_until),
        f"maru:unblocked:{one.id}": Key("set", unblocked, one.unblocked_until),
        f"maru:edited:{one.id}": Key("hash", edited and _named_ticket(one, edited), one.edited_until),
        f"user_online:{one.id}": Key("string", "True", one.online_until),
        f"maru:user_room:{one.id}": Key("string", one.room, one.room_until),
        f"user_matches:{one.id}": Key(
            "string", offer and offer.match_id, offer.stored_until if offer else None
        ),
    }


def _is_over(key: Key, now: int) -> bool:
    return key.until is not None and key.until <= now


def _is_compared(name: str) -> bool:
    return name != "maru:trail" and not name.startswith((*index.PREFIXES, "maru:cooldowns:"))


def _told(name: str, key: Key) -> Key:
    """As it is compared: JSON read, looks left out."""
    if name.startswith("match_requests:"):
        whole = json.loads(key.content)
        return Key(key.kind, {field: whole[field] for field in whole if not _is_extra(field)}, key.until)
    if name.startswith("maru:room:"):
        call = json.loads(key.content["call"])
        named = {field: call[field] for field in call if not _is_extra(field)}
        return Key(key.kind, {**key.content, "call": named}, key.until)
    if name == "maru:deadlines":
        others = {member: at for member, at in key.content.items() if not member.startswith("look:")}
        return Key(key.kind, others, key.until)
    return key


def _call(room: Room) -> dict[str, str]:
    first, second = room.pair
    sides = {"user1": first, "user2": second}
    names = {f"{side}_name": f"user{user}" for side, user in sides.items()}
    return {
        "match_id": f"{first}:{second}",
        **{side: str(user) for side, user in sides.items()},
        **names,
    }


def _is_extra(field: str) -> bool:
    """What messages are made of beside the specification's fields."""
    return field.endswith(("_age", "_gender"))


def _compare_cooldowns(model: Model, keys: Keys) -> None:
    """Every rejection whose time is not over is there, for both, and the key goes soon after the last."""
    found: dict[str, dict[str, float]] = {
        name.rpartition(":")[2]: key.content
        for name, key in keys.items()
        if name.startswith("maru:cooldowns:")
    }
    for pair, until in model.cooldowns.items():
        for one, other in (tuple(pair), tuple(pair)[::-1]):
            if until > model.now:
                assert found[str(one)][str(other)] == until / SECOND, (one, other)
                last = max(found[str(one)].values())
                left = keys[f"maru:cooldowns:{one}"].until
                assert left is not None
                assert 0 <= left - last * SECOND <= 2 * SECOND, (one, last, left)
    for one_id, partners in found.items():
        for partner, at in partners.items():
            assert model.cooldowns[frozenset((int(one_id), int(partner)))] == round(at * SECOND)


def _difference(found: Keys, wanted: Keys) -> str:
    names = sorted({*found, *wanted})
    lines = [
        f"{name}: Redis {found.get(name)} model {wanted.get(name)}"
        for name in names
        if found.get(name) != wanted.get(name)
    ]
    return "\n".join(lines)
