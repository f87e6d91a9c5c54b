"""The frames of `/ws/voicechat/{room}/`: signals are checked for shape and relayed; nobody listens in.

Shapes as in WebRTC's own dictionaries (RTCSessionDescriptionInit, RTCIceCandidateInit).
"""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from auth_match.realtime.frames import ClientFrame, Shape

Frame = dict[str, Any]
Sdp = Annotated[str, Field(max_length=16_000)]


class OfferDescription(Shape):
    type: Literal["offer"]
    sdp: Sdp


class AnswerDescription(Shape):
    type: Literal["answer"]
    sdp: Sdp


class Candidate(Shape):
    candidate: Annotated[str, Field(max_length=4_096)]
    sdpMid: Annotated[str, Field(max_length=64)] | None = None  # noqa: N815 - WebRTC's own spelling
    sdpMLineIndex: Annotated[int, Field(ge=0, le=65_535)] | None = None  # noqa: N815
    usernameFragment: Annotated[str, Field(max_length=256)] | None = None  # noqa: N815


class Offer(ClientFrame):
    type: Literal["offer"]
    offer: OfferDescription


class Answer(ClientFrame):
    type: Literal["answer"]
    answer: AnswerDescription


class IceCandidate(ClientFrame):
    """`candidate: null` is the end of candidates."""

    type: Literal["ice-candidate"]
    candidate: Candidate | None


class Bye(ClientFrame):
    type: Literal["bye"]


class Ping(ClientFrame):
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
