"""The frames of `/ws/match/`, both ways, as promised in contracts/realtime_messages.schema.json.

Client frames are parsed here; server frames are made here from the events of the scripts, with no I/O.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, model_validator
from pydantic_core import PydanticCustomError

from auth_match.matching.domain.widening import Widening
from auth_match.realtime.frames import ClientFrame

Frame = dict[str, Any]
Event = dict[str, Any]


class JoinQueue(ClientFrame):
    """`widen_after` (seconds) and `widen_years` come together or not at all."""

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


AnyCommand = Annotated[JoinQueue | LeaveQueue | Respond | Sync | Ping, Field(discriminator="action")]
COMMANDS: TypeAdapter[JoinQueue | LeaveQueue | Respond | Sync | Ping] = TypeAdapter(AnyCommand)


def moment(seconds: str | float) -> str:
    """`"1763762700.5"` → `"2025-11-21T22:05:00.500000Z"` (ISO 8601, UTC)."""
    return datetime.fromtimestamp(float(seconds), UTC).isoformat().replace("+00:00", "Z")


def state(told: dict[str, Any], user_id: int) -> Frame:
    """Sent on every (re)connect and for `sync`: the full truth; all other frames are only a doorbell."""
    frame: Frame = {"type": "state", "status": told["status"], "waiting": told["waiting"]}
    if "queued_at" in told:
        frame |= _of_a_stay(told)
    if told.get("offer"):
        frame["offer"] = offer_for(told["offer"], user_id)
    if "room" in told:
        frame["room"] = told["room"]
    return frame


def queue_joined(told: dict[str, Any]) -> Frame:
    """Sent when a `join_queue` has been taken, also when it was taken before."""
    return {"type": "queue_joined", "waiting": told["waiting"], **_of_a_stay(told)}


def _of_a_stay(told: dict[str, Any]) -> Frame:
    """What only somebody who waits is told. Numbers of the crowd are absent where nobody knows them."""
    frame: Frame = {"queued_at": moment(told["queued_at"])}
    if "widens_at" in told:
        frame["widens_at"] = moment(told["widens_at"])
    known = ("fitting", "estimate_seconds", "widened")
    return frame | {name: told[name] for name in known if name in told}


def queue_left(reason: str) -> Frame:
    """Sent when the user stands in no queue any more: `left` (asked to) or `disconnected`."""
    return {"type": "queue_left", "reason": reason}


def no_active_match() -> Frame:
    """Sent when a `respond` names no offer that is open to this user."""
    return {"type": "match_cancelled", "reason": "no_active_match", "requeued": False}


def offer_for(offer: dict[str, Any], user_id: int) -> Frame:
    """The offer as one of the two sees it: who the other is, and until when to answer."""
    other = "user2" if offer["user1"] == str(user_id) else "user1"
    return {
        "offer_id": offer["offer_id"],
        "match_id": offer["match_id"],
        "partner": offer[f"{other}_name"],
        "partner_age": offer[f"{other}_age"],
        "partner_gender": offer[f"{other}_gender"],
        "expires_at": moment(offer["expires_at"]),
    }


def pushes(event: Event) -> Iterator[tuple[int, Frame]]:
    """(user id, frame) for everybody whom an event concerns and who has not been answered directly."""
    yield from _PUSHES.get(event["type"], _nobody)(event)


def _nobody(_: Event) -> Iterator[tuple[int, Frame]]:
    yield from ()


def _sides(offer: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """(user id, the other's name)"""
    yield int(offer["user1"]), offer["user2_name"]
    yield int(offer["user2"]), offer["user1_name"]


def _name(offer: dict[str, Any], user: str) -> str:
    return str(offer["user1_name"] if offer["user1"] == user else offer["user2_name"])


def _left(event: Event) -> Iterator[tuple[int, Frame]]:
    yield int(event["user"]), queue_left(event["reason"])


def _widened(event: Event) -> Iterator[tuple[int, Frame]]:
    frame = {"type": "range_widened", "age_min": event["age_min"], "age_max": event["age_max"]}
    yield int(event["user"]), frame


def _offered(event: Event) -> Iterator[tuple[int, Frame]]:
    for user, _ in _sides(event["offer"]):
        yield user, {"type": "match_found", **offer_for(event["offer"], user)}


def _answered(event: Event) -> Iterator[tuple[int, Frame]]:
    offer = event["offer"]
    frame = {
        "type": "match_response",
        "offer_id": offer["offer_id"],
        "result": event["response"],
        "from": _name(offer, event["user"]),
    }
    for user, _ in _sides(offer):
        yield user, frame


def _matched(event: Event) -> Iterator[tuple[int, Frame]]:
    offer = event["offer"]
    for user, partner in _sides(offer):
        yield (
            user,
            {
                "type": "match_success",
                "room": event["room"],
                "partner": partner,
                "match_id": offer["match_id"],
                "offer_id": offer["offer_id"],
            },
        )


def _closed(event: Event) -> Iterator[tuple[int, Frame]]:
    """After a block (`partner_left`, both requeued) each hears that the other left: a block looks like it."""
    offer, requeued = event["offer"], list(event["requeued"])
    for user, partner in _sides(offer):
        has_left = event["reason"] == "partner_left"
        if has_left and str(user) not in requeued:
            yield user, queue_left("left")
            continue
        frame: Frame = {
            "type": "match_cancelled",
            "offer_id": offer["offer_id"],
            "reason": event["reason"],
            "requeued": str(user) in requeued,
        }
        if event.get("by"):
            frame["from"] = partner if has_left else _name(offer, event["by"])
        yield user, frame


def _room_closed(event: Event) -> Iterator[tuple[int, Frame]]:
    for user in (event["user1"], event["user2"]):
        if user != event.get("by"):
            yield int(user), {"type": "match_cancelled", "reason": "room_closed", "requeued": False}


_PUSHES = {
    "left": _left,
    "widened": _widened,
    "offered": _offered,
    "answered": _answered,
    "matched": _matched,
    "closed": _closed,
    "room_closed": _room_closed,
}
