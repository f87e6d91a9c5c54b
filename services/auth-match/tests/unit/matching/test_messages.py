"""Every event becomes frames that the contract promises, for exactly those whom it concerns."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from auth_match.matching import messages
from auth_match.matching.domain.widening import Widening

CONTRACT = json.loads(
    (Path(__file__).parents[5] / "contracts" / "realtime_messages.schema.json").read_text(encoding="utf-8")
)
SERVER = Draft202012Validator({"$ref": "#/$defs/match_server", "$defs": CONTRACT["$defs"]})
OFFER = {
    "offer_id": "f00-0",
    "match_id": "1:2",
    "user1": "1",
    "user2": "2",
    "user1_name": "alice",
    "user2_name": "bob",
    "user1_age": 30,
    "user2_age": 40,
    "user1_gender": "female",
    "user2_gender": "male",
    "expires_at": "1800000030.500000",
}
EVENTS: list[tuple[dict[str, Any], list[int]]] = [
    ({"type": "joined", "user": "1", "queued_at": "1.5", "waiting": 1}, []),
    ({"type": "left", "user": "1", "reason": "disconnected"}, [1]),
    ({"type": "offered", "offer": OFFER, "from_user": "2", "to_user": "1"}, [1, 2]),
    ({"type": "answered", "offer": OFFER, "user": "1", "response": "accept"}, [1, 2]),
    ({"type": "matched", "offer": OFFER, "room": "key"}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "rejected", "by": "2", "requeued": ["1"]}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "expired", "requeued": {}}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "partner_left", "by": "1", "requeued": ["2"]}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "partner_left", "by": "1", "requeued": ["1", "2"]}, [1, 2]),
    ({"type": "widened", "user": "1", "age_min": 18, "age_max": 40}, [1]),
    ({"type": "room_closed", "room": "key", "user1": "1", "user2": "2", "by": "1"}, [2]),
    ({"type": "room_closed", "room": "key", "user1": "1", "user2": "2"}, [1, 2]),
    ({"type": "of a newer version"}, []),
]


@pytest.mark.parametrize(("event", "told"), EVENTS)
def test_event_is_pushed_to_whom_it_concerns(event: dict[str, Any], told: list[int]) -> None:
    pushes = list(messages.pushes(event))
    assert [user for user, _ in pushes] == told
    for _, frame in pushes:
        SERVER.validate({**frame, "seq": 1})


def test_offer_shows_each_side_the_other() -> None:
    assert messages.offer_for(OFFER, 1)["partner"] == "bob"
    assert messages.offer_for(OFFER, 2)["partner"] == "alice"
    assert messages.offer_for(OFFER, 2)["expires_at"] == "2027-01-15T08:00:30.500000Z"


def test_who_left_an_offer_is_not_told_of_a_partner_who_left() -> None:
    event = {"type": "closed", "offer": OFFER, "reason": "partner_left", "by": "1", "requeued": ["2"]}
    frames = dict(messages.pushes(event))
    assert frames[1] == {"type": "queue_left", "reason": "left"}
    assert (frames[2]["reason"], frames[2]["requeued"], frames[2]["from"]) == ("partner_left", True, "alice")


@pytest.mark.parametrize(
    "state",
    [
        {"status": "idle", "waiting": 0},
        {"status": "queued", "waiting": 3, "queued_at": "1800000000.000001"},
        {
            **{"status": "queued", "waiting": 3, "queued_at": "1800000000.000001", "fitting": 2},
            **{"estimate_seconds": 40, "widens_at": "1800000030.000001"},
        },
        {"status": "queued", "waiting": 3, "queued_at": "1800000000.000001", "widened": True},
        {"status": "offered", "waiting": 0, "offer": OFFER},
        {"status": "in_room", "waiting": 0, "room": "key"},
    ],
)
def test_state_tells_the_whole_truth(state: dict[str, Any]) -> None:
    frame = messages.state(state, 1)
    SERVER.validate({**frame, "seq": 1})
    assert set(frame) == {"type", *state}


def test_queue_joined_tells_of_the_crowd_and_of_the_widening() -> None:
    told = {"status": "queued", "waiting": 3, "queued_at": "1800000000.5", "class": [1, 2, 3, 4, 5]}
    numbers = {"fitting": 2, "estimate_seconds": 40}
    frame = messages.queue_joined({**told, **numbers, "widens_at": "1800000030.5"})
    SERVER.validate({**frame, "seq": 1})
    assert frame == {
        "type": "queue_joined",
        "waiting": 3,
        "queued_at": "2027-01-15T08:00:00.500000Z",
        "widens_at": "2027-01-15T08:00:30.500000Z",
        **numbers,
    }


CLIENT = Draft202012Validator({"$ref": "#/$defs/match_client", "$defs": CONTRACT["$defs"]})


@pytest.mark.parametrize(
    ("asked", "widening"),
    [
        ({}, None),
        ({"widen_after": 5, "widen_years": 1}, Widening(after_seconds=5, years=1)),
        ({"widen_after": 300, "widen_years": 20}, Widening(after_seconds=300, years=20)),
    ],
)
def test_widening_is_asked_for_with_both_numbers(asked: dict[str, Any], widening: Widening | None) -> None:
    frame = {"action": "join_queue", **asked}
    CLIENT.validate(frame)
    assert messages.COMMANDS.validate_python(frame).widening == widening


@pytest.mark.parametrize(
    "asked",
    [
        {"widen_after": 30},
        {"widen_years": 5},
        {"widen_after": 4, "widen_years": 5},
        {"widen_after": 301, "widen_years": 5},
        {"widen_after": 30, "widen_years": 0},
        {"widen_after": 30, "widen_years": 21},
        {"widen_after": 30.5, "widen_years": 5},
        {"widen_after": "30", "widen_years": 5},
    ],
)
def test_other_widenings_are_refused(asked: dict[str, Any]) -> None:
    frame = {"action": "join_queue", **asked}
    assert not CLIENT.is_valid(frame)
    with pytest.raises(ValidationError):
        messages.COMMANDS.validate_python(frame)


def test_unknown_fields_of_a_command_are_ignored() -> None:
    command = messages.COMMANDS.validate_python({"action": "join_queue", "id": 7, "radius": 5})
    assert command.id == 7


@pytest.mark.parametrize(
    "frame", [{}, {"action": "fly"}, {"action": "respond"}, {"action": "ping", "id": 1.5}]
)
def test_what_is_no_command_is_refused(frame: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        messages.COMMANDS.validate_python(frame)
