"""What a match socket has sent last: so that nothing is sent twice, and a lost push is noticed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from auth_match.matching.state.snapshot import Snapshot

OF_BOTH = ("match_found", "match_success")  # pushes that both users get, each before the state
_ENDS = ("rejected", "expired", "partner_left", "room_closed")


@dataclass(frozen=True, slots=True)
class LastSentState:
    """`status` as in `state`; `of` is the offer's id or the room's key."""

    status: str
    of: str | None = None


def of_snapshot(state: Snapshot) -> LastSentState:
    return LastSentState(state.status, state.room or (state.offer.offer_id if state.offer else None))


def of_frame(frame: Mapping[str, Any]) -> LastSentState | None:
    """What a server frame of the match socket says of the user's state; None when it says nothing."""
    last_sent: LastSentState | None = None
    match frame:
        case {"type": "state", "status": status}:
            last_sent = LastSentState(status, frame.get("room") or frame.get("offer", {}).get("offer_id"))
        case {"type": "queue_joined"}:
            last_sent = LastSentState("queued")
        case {"type": "queue_left"}:
            last_sent = LastSentState("idle")
        case {"type": "match_found", "offer_id": offer_id}:
            last_sent = LastSentState("offered", offer_id)
        case {"type": "match_success", "room": room}:
            last_sent = LastSentState("in_room", room)
        case {"type": "match_cancelled", "reason": reason, "requeued": requeued} if reason in _ENDS:
            last_sent = LastSentState("queued" if requeued else "idle")
    return last_sent
