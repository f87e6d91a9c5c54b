"""One user's state, as the scripts answer it (`snapshot` in lua/_shared.lua)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auth_match.matching.domain.room import Participant
from auth_match.matching.state.events import Offer, parse_offer, participant

Status = Literal["idle", "queued", "offered", "in_room"]


@dataclass(frozen=True, slots=True)
class QueueStats:
    """What a waiting user learns of the others, where it is known: how many are compatible, and the seconds
    that users like this one waited of late. Both are filled in by stats/wait_estimate.py."""

    compatible: int | None = None
    estimate_seconds: int | None = None


@dataclass(frozen=True, slots=True)
class QueueEntry:
    """`bucket`: who is equal to this user in the index (domain/candidate_index.py). Times as in events.py."""

    queued_at: float
    bucket: bytes
    widened: bool = False
    widens_at: float | None = None
    stats: QueueStats = QueueStats()


@dataclass(frozen=True, slots=True)
class Call:
    """The call of a room. `ends_at`: when the room ends at the latest."""

    match_id: str
    user1: Participant
    user2: Participant
    ends_at: float

    def partner_of(self, user_id: int) -> Participant:
        return self.user2 if self.user1.user_id == user_id else self.user1


@dataclass(frozen=True, slots=True)
class Snapshot:
    """`waiting`: how many users are queued. `entry`, `offer`, `room` go with queued, offered, in_room; `call`
    with `room`, but for a room that the release before has opened."""

    status: Status
    waiting: int
    entry: QueueEntry | None = None
    offer: Offer | None = None
    room: str | None = None
    call: Call | None = None


def parse(state: Mapping[str, Any], offer: Mapping[str, Any] | None) -> Snapshot:
    return Snapshot(
        status=state["status"],
        waiting=state["waiting"],
        entry=_entry(state) if "queued_at" in state else None,
        offer=parse_offer(offer) if offer else None,
        room=state.get("room"),
        call=_call(state) if "call" in state else None,
    )


def _call(state: Mapping[str, Any]) -> Call:
    call = state["call"]
    return Call(
        match_id=call["match_id"],
        user1=participant(call, "user1"),
        user2=participant(call, "user2"),
        ends_at=float(state["ends_at"]),
    )


def _entry(state: Mapping[str, Any]) -> QueueEntry:
    widens_at = state.get("widens_at")
    return QueueEntry(
        queued_at=float(state["queued_at"]),
        bucket=bytes(state["bucket"]),
        widened="widened" in state,
        widens_at=None if widens_at is None else float(widens_at),
    )
