"""The frames of `/ws/match/`, both ways, as promised in contracts/realtime_messages.schema.json.

Client frames are parsed here; server frames are rendered here from events and snapshots, with no I/O.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self, assert_never

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from auth_match.matching.domain.room import Participant
from auth_match.matching.domain.widening import Widening
from auth_match.matching.state.events import (
    Answered,
    Event,
    Joined,
    Left,
    Matched,
    Offer,
    OfferClosed,
    Offered,
    RangeWidened,
    RoomClosed,
    SeatFreed,
)
from auth_match.matching.state.snapshot import Call, QueueEntry, Snapshot
from auth_match.realtime.frames import ClientFrame

Frame = dict[str, Any]


class JoinQueue(ClientFrame):
    """Sent to start waiting. `widen_after` (seconds) and `widen_years` come together or not at all."""

    action: Literal["join_queue"]
    widen_after: Annotated[int, Field(ge=5, le=300)] | None = None
    widen_years: Annotated[int, Field(ge=1, le=20)] | None = None

    @model_validator(mode="after")
    def _both_or_neither(self) -> Self:
        if (self.widen_after is None) != (self.widen_years is None):
            raise PydanticCustomError("half_a_widening", "Give widen_after and widen_years, or neither")
        return self

    @property
    def widening(self) -> Widening | None:
        if self.widen_after is None or self.widen_years is None:
            return None
        return Widening(after_seconds=self.widen_after, years=self.widen_years)


class LeaveQueue(ClientFrame):
    action: Literal["leave_queue"]


class Respond(ClientFrame):
    """With neither `offer_id` nor `partner` (a username), the one current offer is meant."""

    action: Literal["respond"]
    response: Literal["accept", "reject"]
    offer_id: Annotated[str, Field(max_length=40)] | None = None
    partner: Annotated[str, Field(max_length=64)] | None = None


class Sync(ClientFrame):
    action: Literal["sync"]


class Ping(ClientFrame):
    action: Literal["ping"]


Command = JoinQueue | LeaveQueue | Respond | Sync | Ping
COMMANDS: TypeAdapter[Command] = TypeAdapter(Annotated[Command, Field(discriminator="action")])


def moment(seconds: float) -> str:
    """`1763762700.5` → `"2025-11-21T22:05:00.500000Z"` (ISO 8601, UTC)."""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def state(snapshot: Snapshot, user_id: int) -> Frame:
    """Sent on every (re)connect and for `sync`: the full truth; all other frames are only a doorbell."""
    frame: Frame = {"type": "state", "status": snapshot.status, "waiting": snapshot.waiting}
    if snapshot.entry:
        frame |= _of_entry(snapshot.entry)
    if snapshot.offer:
        frame["offer"] = offer_for(snapshot.offer, user_id)
    if snapshot.room:
        frame["room"] = snapshot.room
        if snapshot.call:
            frame["call"] = call_for(snapshot.call, snapshot.room, user_id)
    return frame


def call_for(call: Call, room: str, user_id: int) -> Frame:
    """The call as one of the two sees it: who the partner is, and when it ends at the latest."""
    return {
        "room": room,
        "match_id": call.match_id,
        **_partner(call.partner_of(user_id)),
        "ends_at": moment(call.ends_at),
    }


def _partner(partner: Participant) -> Frame:
    return {"partner": partner.name, "partner_age": partner.age, "partner_gender": partner.gender}


def queue_joined(snapshot: Snapshot) -> Frame:
    """Sent when a `join_queue` was accepted, also when the user had joined before."""
    assert snapshot.entry is not None
    return {"type": "queue_joined", "waiting": snapshot.waiting, **_of_entry(snapshot.entry)}


def _of_entry(entry: QueueEntry) -> Frame:
    """For a waiting user alone. Absent: numbers that are not known, and a widening that was not asked for."""
    optional = {
        "widens_at": None if entry.widens_at is None else moment(entry.widens_at),
        "fitting": entry.stats.compatible,
        "estimate_seconds": entry.stats.estimate_seconds,
        "widened": entry.widened or None,
    }
    known = {name: value for name, value in optional.items() if value is not None}
    return {"queued_at": moment(entry.queued_at), **known}


def queue_left(reason: str) -> Frame:
    """Sent when the user is no longer queued: `left` (asked to) or `disconnected`."""
    return {"type": "queue_left", "reason": reason}


def no_active_match() -> Frame:
    """Sent when a `respond` names no offer that is open to this user."""
    return {"type": "match_cancelled", "reason": "no_active_match", "requeued": False}


def offer_for(offer: Offer, user_id: int) -> Frame:
    """The offer as one of the two sees it: who the partner is, and until when to answer."""
    return {
        "offer_id": offer.offer_id,
        "match_id": offer.match_id,
        **_partner(offer.partner_of(user_id)),
        "expires_at": moment(offer.expires_at),
    }


def pushes(event: Event) -> Iterator[tuple[int, Frame]]:  # noqa: C901 - one case per event
    """(user id, frame) for every user whom an event concerns and who has not been answered directly."""
    match event:
        case Left():
            yield event.user_id, queue_left(event.reason)
        case RangeWidened():
            frame = {"type": "range_widened", "age_min": event.age_min, "age_max": event.age_max}
            yield event.user_id, frame
        case Offered():
            for each in event.offer.participants:
                yield each.user_id, {"type": "match_found", **offer_for(event.offer, each.user_id)}
        case Answered():
            yield from _answered(event)
        case Matched():
            yield from _matched(event)
        case OfferClosed():
            for each in event.offer.participants:
                yield each.user_id, _closed(event, each.user_id)
        case RoomClosed():
            frame = room_over(event)
            yield from ((user, frame) for user in (event.user1, event.user2) if user != event.by)
        case Joined() | SeatFreed():
            pass
        case _:
            assert_never(event)


def room_over(event: RoomClosed) -> Frame:
    """Sent when a room has ended. Byte for byte the same however the partner left: a user must not learn of a
    block (decision 0022)."""
    reason = "room_closed" if event.reason == "deadline" else "partner_left"
    return {"type": "match_cancelled", "reason": reason, "requeued": False}


def _answered(event: Answered) -> Iterator[tuple[int, Frame]]:
    offer = event.offer
    frame = {
        "type": "match_response",
        "offer_id": offer.offer_id,
        "result": event.response,
        "from": offer.participant(event.user_id).name,
    }
    for each in offer.participants:
        yield each.user_id, frame


def _matched(event: Matched) -> Iterator[tuple[int, Frame]]:
    offer = event.offer
    for each in offer.participants:
        frame = {
            "type": "match_success",
            "room": event.room,
            "partner": offer.partner_of(each.user_id).name,
            "match_id": offer.match_id,
            "offer_id": offer.offer_id,
        }
        yield each.user_id, frame


def _closed(event: OfferClosed, user_id: int) -> Frame:
    """After a block (`partner_left`, both requeued) each hears that the other left: a block looks like it."""
    offer, has_left = event.offer, event.reason == "partner_left"
    if has_left and user_id not in event.requeued:
        return queue_left("left")
    frame: Frame = {
        "type": "match_cancelled",
        "offer_id": offer.offer_id,
        "reason": event.reason,
        "requeued": user_id in event.requeued,
    }
    if event.by is not None:
        frame["from"] = (offer.partner_of(user_id) if has_left else offer.participant(event.by)).name
    return frame
