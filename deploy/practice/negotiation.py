"""One side of a call with aiortc, signalled through a voice socket. The tests' callers use it, too.

aiortc sends its candidates with the description, knows no rollback and no ICE restart. So a description of
another connection of the partner, or of a restart, is answered by a connection that is built again.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any

from aiortc import RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import candidate_from_sdp

Frame = dict[str, Any]
SIGNALS = ("role_assignment", "peer_joined", "offer", "answer", "ice-candidate")
# The connection that made a description (RFC 8866, 5.2), and its ICE session.
_MADE_BY = re.compile(r"^(?:o=\S+ (\S+)|a=ice-ufrag:(\S+))", re.MULTILINE)


Send = Callable[..., Awaitable[None]]


class Negotiation:
    """`connect` makes a connection with its tracks; `send` takes one frame. Close with `aclose`."""

    def __init__(self, connect: Callable[[], RTCPeerConnection], send: Send) -> None:
        self._connect, self._send = connect, send
        self.connection = connect()
        self._is_polite = True
        self._partner: list[tuple[str, str]] = []

    @property
    def is_agreed(self) -> bool:
        """Whether both descriptions are there."""
        return self.connection.signalingState == "stable" and self.connection.remoteDescription is not None

    async def receive(self, frame: Frame) -> None:
        """One of `SIGNALS` from the server; others are ignored."""
        match frame["type"]:
            case "role_assignment":
                await self._take_role(frame)
            case "peer_joined" if frame.get("fresh"):
                await self._rebuild()
            case "offer":
                await self._answer(frame["offer"])
            case "answer" if self._is_offering:
                await self.connection.setRemoteDescription(RTCSessionDescription(**frame["answer"]))
                self._partner = _MADE_BY.findall(frame["answer"]["sdp"])
            case "ice-candidate" if frame["candidate"]:
                await self._add(frame["candidate"])

    async def aclose(self) -> None:
        await self.connection.close()

    @property
    def _is_offering(self) -> bool:
        return self.connection.signalingState == "have-local-offer"

    async def _take_role(self, frame: Frame) -> None:
        self._is_polite = frame["role"] == "answer"
        if self._is_polite or self.is_agreed:
            return
        if not self._is_offering:
            await self.connection.setLocalDescription(await self.connection.createOffer())
        await self._send(type="offer", offer=self._description())

    async def _answer(self, offer: dict[str, str]) -> None:
        if self._is_offering and not self._is_polite:
            return
        made_by = _MADE_BY.findall(offer["sdp"])
        if self._is_offering or self._partner not in ([], made_by):
            await self._rebuild()
        self._partner = made_by
        await self.connection.setRemoteDescription(RTCSessionDescription(**offer))
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        await self._send(type="answer", answer=self._description())

    async def _add(self, given: dict[str, Any]) -> None:
        """Before a description aiortc has no place for it; the partner's description comes first."""
        text = given["candidate"].removeprefix("candidate:")
        if not text or self.connection.remoteDescription is None:
            return
        candidate = candidate_from_sdp(text)
        candidate.sdpMid, candidate.sdpMLineIndex = given.get("sdpMid"), given.get("sdpMLineIndex")
        await self.connection.addIceCandidate(candidate)

    async def _rebuild(self) -> None:
        await self.connection.close()
        self.connection, self._partner = self._connect(), []

    def _description(self) -> dict[str, str]:
        local = self.connection.localDescription
        return {"type": local.type, "sdp": local.sdp}
