"""Where a user stands, as a frame has told it, or as a state says: so that what was told is not told again,
and what was missed is seen."""

from typing import Any

# status, and of which offer or room
Standing = tuple[str, str | None]

_ENDS = ("rejected", "expired", "partner_left", "room_closed")


def of_state(state: dict[str, Any]) -> Standing:
    """Of the scripts' state (lua/_shared.lua), or of a `state` frame."""
    offer = state.get("offer") or {}
    return state["status"], state.get("room") or offer.get("offer_id")


def told_by(frame: dict[str, Any]) -> Standing | None:
    """What a server frame of the match socket says of it; None when it says nothing."""
    told: Standing | None = None
    match frame:
        case {"type": "state"}:
            told = of_state(frame)
        case {"type": "queue_joined"}:
            told = "queued", None
        case {"type": "queue_left"}:
            told = "idle", None
        case {"type": "match_found", "offer_id": offer_id}:
            told = "offered", offer_id
        case {"type": "match_success", "room": room}:
            told = "in_room", room
        case {"type": "match_cancelled", "reason": reason, "requeued": requeued} if reason in _ENDS:
            told = "queued" if requeued else "idle", None
    return told
