"""Every event becomes frames that the contract promises, for exactly the users it concerns."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from auth_match.matching.domain.widening import Widening
from auth_match.matching.protocol import frames
from auth_match.matching.state import events
from auth_match.matching.state.snapshot import QueueEntry, QueueStats, Snapshot

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
    "from_user": "2",
    "to_user": "1",
}
EVENTS: list[tuple[dict[str, Any], list[int]]] = [
    ({"type": "joined", "user": "1", "queued_at": "1.5", "waiting": 1}, []),
    ({"type": "left", "user": "1", "reason": "disconnected"}, [1]),
    ({"type": "offered", "offer": OFFER}, [1, 2]),
    ({"type": "answered", "offer": OFFER, "user": "1", "response": "accept"}, [1, 2]),
    ({"type": "matched", "offer": OFFER, "room": "key"}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "rejected", "by": "2", "requeued": ["1"]}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "expired", "requeued": {}}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "partner_left", "by": "1", "requeued": ["2"]}, [1, 2]),
    ({"type": "closed", "offer": OFFER, "reason": "partner_left", "by": "1", "requeued": ["1", "2"]}, [1, 2]),
    ({"type": "widened", "user": "1", "age_min": 18, "age_max": 40}, [1]),
    ({"type": "room_closed", "room": "key", "user1": "1", "user2": "2", "by": "1"}, [2]),
    ({"type": "room_closed", "room": "key", "user1": "1", "user2": "2"}, [1, 2]),
    ({"type": "room_closed", "room": "key", "user1": "1", "user2": "2", "reason": "deadline"}, [1, 2]),
    ({"type": "seat_freed", "room": "key", "user": "1"}, []),
]


def parsed(event: dict[str, Any]) -> events.Event:
    found = events.parse({"at": "1800000000.5", **event})
    assert found is not None
    return found


@pytest.mark.parametrize(("event", "concerned"), EVENTS)
def test_event_is_pushed_to_the_users_it_concerns(event: dict[str, Any], concerned: list[int]) -> None:
    pushes = list(frames.pushes(parsed(event)))
    assert [user for user, _ in pushes] == concerned
    for _, frame in pushes:
        SERVER.validate({**frame, "seq": 1})


def test_deadline_alone_says_that_the_room_closed() -> None:
    closed = {"type": "room_closed", "room": "key", "user1": "1", "user2": "2"}
    for reason, said in ((None, "partner_left"), ("left", "partner_left"), ("deadline", "room_closed")):
        event = parsed(closed if reason is None else {**closed, "reason": reason})
        assert {frame["reason"] for _, frame in frames.pushes(event)} == {said}


def test_every_event_has_a_parser_and_a_row_here() -> None:
    assert {type(parsed(event)) for event, _ in EVENTS} == set(get_args(events.Event))


@pytest.mark.parametrize(
    "event",
    [
        {"type": "of a newer version", "at": "1.5"},
        {"type": "seat_freed", "room": "key", "user": "1"},
        {"type": "closed", "at": "1.5", "offer": OFFER, "reason": "of a newer version", "requeued": []},
        {"type": "matched", "at": "1.5", "offer": {}, "room": "key"},
    ],
)
def test_event_that_is_not_understood_is_none(event: dict[str, Any]) -> None:
    """It must not stop the reader of the stream, which would claim it again for ever."""
    assert events.parse(event) is None


def test_event_of_an_older_version_has_no_waits() -> None:
    offered = parsed({"type": "offered", "offer": OFFER})
    assert isinstance(offered, events.Offered)
    assert (offered.waited, offered.wanted) == ({}, {})


def test_every_action_of_the_contract_is_a_command() -> None:
    promised = {each["properties"]["action"]["const"] for each in CONTRACT["$defs"]["match_client"]["oneOf"]}
    commands = get_args(frames.Command)
    assert {get_args(each.model_fields["action"].annotation)[0] for each in commands} == promised


def test_offer_shows_each_side_the_other() -> None:
    offer = events.parse_offer(OFFER)
    assert frames.offer_for(offer, 1)["partner"] == "bob"
    assert frames.offer_for(offer, 2)["partner"] == "alice"
    assert frames.offer_for(offer, 2)["expires_at"] == "2027-01-15T08:00:30.500000Z"


def test_who_left_an_offer_does_not_hear_of_a_partner_who_left() -> None:
    event = {"type": "closed", "offer": OFFER, "reason": "partner_left", "by": "1", "requeued": ["2"]}
    pushed = dict(frames.pushes(parsed(event)))
    assert pushed[1] == {"type": "queue_left", "reason": "left"}
    assert (pushed[2]["reason"], pushed[2]["requeued"], pushed[2]["from"]) == ("partner_left", True, "alice")


ENTRY = QueueEntry(queued_at=1800000000.5, bucket=b"fa\x9e\x12\x63")
STATS = QueueStats(compatible=2, estimate_seconds=40)


@pytest.mark.parametrize(
    ("snapshot", "fields"),
    [
        (Snapshot("idle", 0), set()),
        (Snapshot("queued", 3, ENTRY), {"queued_at"}),
        (
            Snapshot("queued", 3, replace(ENTRY, stats=STATS, widens_at=1800000030.5)),
            {"queued_at", "fitting", "estimate_seconds", "widens_at"},
        ),
        (Snapshot("queued", 3, replace(ENTRY, widened=True)), {"queued_at", "widened"}),
        (Snapshot("offered", 0, offer=events.parse_offer(OFFER)), {"offer"}),
        (Snapshot("in_room", 0, room="key"), {"room"}),
    ],
)
def test_state_is_the_whole_truth(snapshot: Snapshot, fields: set[str]) -> None:
    frame = frames.state(snapshot, 1)
    SERVER.validate({**frame, "seq": 1})
    assert set(frame) == {"type", "status", "waiting", *fields}


def test_queue_joined_has_the_queue_stats_and_the_widening() -> None:
    frame = frames.queue_joined(Snapshot("queued", 3, replace(ENTRY, stats=STATS, widens_at=1800000030.5)))
    SERVER.validate({**frame, "seq": 1})
    assert frame == {
        "type": "queue_joined",
        "waiting": 3,
        "queued_at": "2027-01-15T08:00:00.500000Z",
        "widens_at": "2027-01-15T08:00:30.500000Z",
        "fitting": 2,
        "estimate_seconds": 40,
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
    assert frames.COMMANDS.validate_python(frame).widening == widening


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
        frames.COMMANDS.validate_python(frame)


def test_unknown_fields_of_a_command_are_ignored() -> None:
    command = frames.COMMANDS.validate_python({"action": "join_queue", "id": 7, "radius": 5})
    assert command.id == 7


@pytest.mark.parametrize(
    "frame", [{}, {"action": "fly"}, {"action": "respond"}, {"action": "ping", "id": 1.5}]
)
def test_what_is_no_command_is_refused(frame: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        frames.COMMANDS.validate_python(frame)
