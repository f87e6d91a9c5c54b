"""Where a user stands, read from frames."""

from typing import Any

import pytest

from auth_match.matching.standing import Standing, of_state, told_by


@pytest.mark.parametrize(
    ("frame", "standing"),
    [
        ({"type": "state", "status": "queued", "waiting": 3}, ("queued", None)),
        ({"type": "state", "status": "offered", "offer": {"offer_id": "o"}}, ("offered", "o")),
        ({"type": "state", "status": "in_room", "room": "r"}, ("in_room", "r")),
        ({"type": "queue_joined", "waiting": 3}, ("queued", None)),
        ({"type": "queue_left", "reason": "left"}, ("idle", None)),
        ({"type": "match_found", "offer_id": "o"}, ("offered", "o")),
        ({"type": "match_success", "room": "r", "offer_id": "o"}, ("in_room", "r")),
        ({"type": "match_cancelled", "reason": "expired", "requeued": True}, ("queued", None)),
        ({"type": "match_cancelled", "reason": "rejected", "requeued": False}, ("idle", None)),
        ({"type": "match_cancelled", "reason": "room_closed", "requeued": False}, ("idle", None)),
        ({"type": "match_cancelled", "reason": "no_active_match", "requeued": False}, None),
        ({"type": "match_response", "offer_id": "o", "result": "accept"}, None),
        ({"type": "pong"}, None),
    ],
)
def test_frames_say_where_one_stands(frame: dict[str, Any], standing: Standing | None) -> None:
    assert told_by(frame) == standing


def test_state_of_the_scripts_says_the_same() -> None:
    told = {"status": "offered", "waiting": 0, "offer": {"offer_id": "o", "match_id": "1:2"}}
    assert of_state(told) == ("offered", "o")
