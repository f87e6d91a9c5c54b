"""What a socket has sent last, read from frames and snapshots."""

from typing import Any

import pytest

from auth_match.matching.domain.room import Participant
from auth_match.matching.protocol.last_sent import LastSentState, of_frame, of_snapshot
from auth_match.matching.state.events import Offer
from auth_match.matching.state.snapshot import Snapshot

OFFER = Offer(
    offer_id="o",
    match_id="1:2",
    user1=Participant(1, "alice", 30, "female"),
    user2=Participant(2, "bob", 40, "male"),
    from_user=2,
    to_user=1,
    expires_at=1800000030.5,
)


@pytest.mark.parametrize(
    ("frame", "last_sent"),
    [
        ({"type": "state", "status": "queued", "waiting": 3}, LastSentState("queued")),
        ({"type": "state", "status": "offered", "offer": {"offer_id": "o"}}, LastSentState("offered", "o")),
        ({"type": "state", "status": "in_room", "room": "r"}, LastSentState("in_room", "r")),
        ({"type": "queue_joined", "waiting": 3}, LastSentState("queued")),
        ({"type": "queue_left", "reason": "left"}, LastSentState("idle")),
        ({"type": "match_found", "offer_id": "o"}, LastSentState("offered", "o")),
        ({"type": "match_success", "room": "r", "offer_id": "o"}, LastSentState("in_room", "r")),
        ({"type": "match_cancelled", "reason": "expired", "requeued": True}, LastSentState("queued")),
        ({"type": "match_cancelled", "reason": "rejected", "requeued": False}, LastSentState("idle")),
        ({"type": "match_cancelled", "reason": "room_closed", "requeued": False}, LastSentState("idle")),
        ({"type": "match_cancelled", "reason": "no_active_match", "requeued": False}, None),
        ({"type": "match_response", "offer_id": "o", "result": "accept"}, None),
        ({"type": "pong"}, None),
    ],
)
def test_frame_implies_a_state(frame: dict[str, Any], last_sent: LastSentState | None) -> None:
    assert of_frame(frame) == last_sent


@pytest.mark.parametrize(
    ("snapshot", "last_sent"),
    [
        (Snapshot("queued", 3), LastSentState("queued")),
        (Snapshot("offered", 0, offer=OFFER), LastSentState("offered", "o")),
        (Snapshot("in_room", 0, room="r"), LastSentState("in_room", "r")),
    ],
)
def test_snapshot_implies_the_same(snapshot: Snapshot, last_sent: LastSentState) -> None:
    assert of_snapshot(snapshot) == last_sent
