"""What happens in matching: one class per event that the scripts emit, parsed once, where it leaves Redis.

    Event
    ├── of a queue entry   Joined · Left · RangeWidened
    ├── of an offer        Offered · Answered · Matched · OfferClosed
    └── of a room          RoomClosed · SeatFreed

`at` is when the script ran. All times are seconds since the epoch, in the clock of Redis. The scripts write
their JSON (`emit` in lua/_shared.lua), and the stream keeps it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import structlog

from auth_match.matching.domain.room import Participant

log = structlog.get_logger(__name__)

Json = Mapping[str, Any]
Answer = Literal["accept", "reject"]
CloseReason = Literal["rejected", "expired", "partner_left"]
EndOfRoom = Literal["left", "deadline"]


@dataclass(frozen=True, slots=True)
class Offer:
    """`user1` has the smaller id. `from_user`: whose search made the offer; `to_user`: who was found."""

    offer_id: str
    match_id: str
    user1: Participant
    user2: Participant
    from_user: int
    to_user: int
    expires_at: float

    @property
    def participants(self) -> tuple[Participant, Participant]:
        return self.user1, self.user2

    def participant(self, user_id: int) -> Participant:
        return self.user1 if self.user1.user_id == user_id else self.user2

    def partner_of(self, user_id: int) -> Participant:
        return self.user2 if self.user1.user_id == user_id else self.user1


@dataclass(frozen=True, slots=True)
class Joined:
    """`waiting`: how many users are queued from then on."""

    at: float
    user_id: int
    queued_at: float
    waiting: int


@dataclass(frozen=True, slots=True)
class Left:
    """`reason`: `left` (asked to) or `disconnected`."""

    at: float
    user_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class RangeWidened:
    """The user's own range of accepted ages has grown, for this queue entry."""

    at: float
    user_id: int
    age_min: int
    age_max: int


@dataclass(frozen=True, slots=True)
class Offered:
    """By user id: `waited` seconds in the queue, and the `wanted` gender. Both empty in the stream of a
    version that did not write them."""

    at: float
    offer: Offer
    waited: Mapping[int, float] = field(default_factory=dict)
    wanted: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answered:
    at: float
    offer: Offer
    user_id: int
    response: Answer


@dataclass(frozen=True, slots=True)
class Matched:
    """Both accepted. `waited` by user id: seconds from the join to now; empty as in Offered."""

    at: float
    offer: Offer
    room: str
    waited: Mapping[int, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OfferClosed:
    """The offer ended without a room. `by` caused it, None for an expiry; `requeued` users wait again."""

    at: float
    offer: Offer
    reason: CloseReason
    by: int | None
    requeued: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RoomClosed:
    """`by` ended it; None after a seat stayed empty, a block, or the last deadline: the only `deadline`."""

    at: float
    room: str
    user1: int
    user2: int
    by: int | None
    reason: EndOfRoom = "left"


@dataclass(frozen=True, slots=True)
class SeatFreed:
    at: float
    room: str
    user_id: int


Event = Joined | Left | RangeWidened | Offered | Answered | Matched | OfferClosed | RoomClosed | SeatFreed


def parse(data: Json) -> Event | None:
    """None for an event of another version that this one does not know.

    So a release may add events and fields at will; one that drops or renames a field of a known event leaves
    events that the release before does not record.
    """
    parser = _PARSERS.get(data["type"])
    if parser is None:
        return None
    try:
        return parser(data, float(data["at"]))
    except (KeyError, TypeError, ValueError) as error:
        log.error("event_not_understood", event_type=data["type"], error=repr(error))
        return None


def parse_offer(data: Json) -> Offer:
    return Offer(
        offer_id=data["offer_id"],
        match_id=data["match_id"],
        user1=participant(data, "user1"),
        user2=participant(data, "user2"),
        from_user=int(data["from_user"]),
        to_user=int(data["to_user"]),
        expires_at=float(data["expires_at"]),
    )


def participant(offer: Json, side: str) -> Participant:
    """`side`: `user1` or `user2` of an offer or a call."""
    return Participant(int(offer[side]), offer[f"{side}_name"], offer[f"{side}_age"], offer[f"{side}_gender"])


def _joined(data: Json, at: float) -> Event:
    return Joined(at, int(data["user"]), float(data["queued_at"]), data["waiting"])


def _left(data: Json, at: float) -> Event:
    return Left(at, int(data["user"]), data["reason"])


def _widened(data: Json, at: float) -> Event:
    return RangeWidened(at, int(data["user"]), data["age_min"], data["age_max"])


def _offered(data: Json, at: float) -> Event:
    wanted = {int(user): gender for user, gender in data.get("wanted", {}).items()}
    return Offered(at, parse_offer(data["offer"]), _waited(data), wanted)


def _answered(data: Json, at: float) -> Event:
    return Answered(at, parse_offer(data["offer"]), int(data["user"]), _one_of(Answer, data["response"]))


def _matched(data: Json, at: float) -> Event:
    return Matched(at, parse_offer(data["offer"]), data["room"], _waited(data))


def _waited(data: Json) -> dict[int, float]:
    return {int(user): float(seconds) for user, seconds in data.get("waited", {}).items()}


def _closed(data: Json, at: float) -> Event:
    requeued = tuple(int(user) for user in data["requeued"] or ())  # cjson writes an empty list as {}
    reason = _one_of(CloseReason, data["reason"])
    return OfferClosed(at, parse_offer(data["offer"]), reason, _optional_id(data, "by"), requeued)


def _room_closed(data: Json, at: float) -> Event:
    reason = _one_of(EndOfRoom, data.get("reason", "left"))  # absent in the stream of the release before
    users = int(data["user1"]), int(data["user2"])
    return RoomClosed(at, data["room"], *users, _optional_id(data, "by"), reason)


def _seat_freed(data: Json, at: float) -> Event:
    return SeatFreed(at, data["room"], int(data["user"]))


def _one_of(literal: Any, value: Any) -> Any:
    if value not in get_args(literal):
        raise ValueError(f"{value!r} is none of {get_args(literal)}")
    return value


def _optional_id(data: Json, name: str) -> int | None:
    return int(data[name]) if name in data else None


_PARSERS: dict[str, Callable[[Json, float], Event]] = {
    "joined": _joined,
    "left": _left,
    "widened": _widened,
    "offered": _offered,
    "answered": _answered,
    "matched": _matched,
    "closed": _closed,
    "room_closed": _room_closed,
    "seat_freed": _seat_freed,
}
