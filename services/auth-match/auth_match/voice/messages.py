"""The frames of `/ws/voicechat/{room}/`: the server checks the shape of signals and relays them.

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
    """`candidate: null` marks the end of candidates."""

    type: Literal["ice-candidate"]
    candidate: Candidate | None


class Bye(ClientFrame):
    type: Literal["bye"]


class Ping(ClientFrame):
    type: Literal["ping"]


Message = Offer | Answer | IceCandidate | Bye | Ping
MESSAGES: TypeAdapter[Message] = TypeAdapter(Annotated[Message, Field(discriminator="type")])


def relayed(message: Offer | Answer | IceCandidate, *, sender: str) -> Frame:
    """The frame for the partner: the checked fields and the sender, set by the server."""
    frame = message.model_dump(exclude={"id"}, exclude_unset=True)
    return {**frame, "from": sender}


def role_assignment(*, offers: bool) -> Frame:
    """Sent to both when both are present, and again after either reconnects. The answerer is the polite peer
    ("perfect negotiation", W3C WebRTC 10.7)."""
    return {"type": "role_assignment", "role": "offer" if offers else "answer", "polite": not offers}


def peer_joined(*, fresh: bool) -> Frame:
    """Sent when the partner takes their seat and this user already has theirs. `fresh`: by a page that knows
    nothing of the connection so far, which must be built again; else the connection may be kept."""
    return {"type": "peer_joined", "fresh": fresh}


def peer_left(*, grace_seconds: int) -> Frame:
    """Sent when the partner's socket is gone; their seat is kept for the grace."""
    return {"type": "peer_left", "grace_seconds": grace_seconds}


def call_over(reason: str) -> Frame:
    """Sent last: the room has closed for both."""
    return {"type": "match_cancelled", "reason": reason, "requeued": False}
