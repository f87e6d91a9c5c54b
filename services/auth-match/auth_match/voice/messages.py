"""The frames of `/ws/voicechat/{room}/`: signals are checked for shape and relayed; nobody listens in.

Shapes as in WebRTC's own dictionaries (RTCSessionDescriptionInit, RTCIceCandidateInit).
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Frame = dict[str, Any]
Sdp = Annotated[str, Field(max_length=16_000)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class OfferDescription(_Shape):
    type: Literal["offer"]
    sdp: Sdp


class AnswerDescription(_Shape):
    type: Literal["answer"]
    sdp: Sdp


class Candidate(_Shape):
    candidate: Annotated[str, Field(max_length=4_096)]
    sdpMid: Annotated[str, Field(max_length=64)] | None = None  # noqa: N815 - WebRTC's own spelling
    sdpMLineIndex: Annotated[int, Field(ge=0, le=65_535)] | None = None  # noqa: N815
    usernameFragment: Annotated[str, Field(max_length=256)] | None = None  # noqa: N815


class Message(_Shape):
    """Fields as in the clients in the field: the kind stands in `type`. `id` comes back as `re`."""

    id: str | int | None = None


class Offer(Message):
    type: Literal["offer"]
    offer: OfferDescription


class Answer(Message):
    type: Literal["answer"]
    answer: AnswerDescription


class IceCandidate(Message):
    """`candidate: null` is the end of candidates."""

    type: Literal["ice-candidate"]
    candidate: Candidate | None


class Bye(Message):
    type: Literal["bye"]


class Ping(Message):
    type: Literal["ping"]


AnyMessage = Annotated[Offer | Answer | IceCandidate | Bye | Ping, Field(discriminator="type")]
MESSAGES: TypeAdapter[Offer | Answer | IceCandidate | Bye | Ping] = TypeAdapter(AnyMessage)


def relayed(message: Offer | Answer | IceCandidate, *, sender: str) -> Frame:
    """What the partner gets: the checked fields and, from the server, who sent it."""
    frame = message.model_dump(exclude={"id"}, exclude_unset=True)
    return {**frame, "from": sender}


def role_assignment(*, offers: bool) -> Frame:
    """Sent to both once both are present, and again after either reconnects. The answerer is the polite one
    ("perfect negotiation", W3C WebRTC 10.7)."""
    return {"type": "role_assignment", "role": "offer" if offers else "answer", "polite": not offers}


def peer_joined() -> Frame:
    """Sent when the partner takes the seat while we are there."""
    return {"type": "peer_joined"}


def peer_left(*, grace_seconds: int) -> Frame:
    """Sent when the partner's socket is gone; the seat is kept for the grace."""
    return {"type": "peer_left", "grace_seconds": grace_seconds}


def call_over(reason: str) -> Frame:
    """Sent last: the room is over for both."""
    return {"type": "match_cancelled", "reason": reason}
