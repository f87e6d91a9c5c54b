"""A real WebRTC audio call between two aiortc peers, signalled only through `/ws/voicechat/`."""

import asyncio
import math
from array import array
from dataclasses import dataclass

from aiortc import MediaStreamTrack, RTCPeerConnection
from av import AudioFrame

from practice.negotiation import SIGNALS, Negotiation
from practice.voice import FRAME_SAMPLES, SAMPLE_RATE, Voice
from tests.people.sockets import Socket

LOUD = 8_000  # of 32,767


class Tone(Voice):
    """A sine tone."""

    def __init__(self, hertz: float) -> None:
        super().__init__()
        self._hertz = hertz

    def said(self, first: int) -> bytes:
        step = 2 * math.pi * self._hertz / SAMPLE_RATE
        return array("h", (int(LOUD * math.sin(step * (first + n))) for n in range(FRAME_SAMPLES))).tobytes()


@dataclass
class Heard:
    """What one side received: RTP packets, and energy as the sum of squared samples (full scale = 1)."""

    packets: int = 0
    energy: float = 0.0


class Peer:
    """One side of a call on one voice socket."""

    def __init__(self, socket: Socket, hertz: float) -> None:
        self.socket = socket
        self.heard = Heard()
        self._hertz = hertz
        self._listening: asyncio.Task[None] | None = None
        self._negotiation = Negotiation(self._connect, socket.send)

    def _connect(self) -> RTCPeerConnection:
        connection = RTCPeerConnection()
        connection.addTrack(Tone(self._hertz))
        connection.on("track", self._listen)
        return connection

    def _listen(self, track: MediaStreamTrack) -> None:
        self._listening = asyncio.create_task(self._measure(track))

    async def _measure(self, track: MediaStreamTrack) -> None:
        while True:
            frame = await track.recv()
            assert isinstance(frame, AudioFrame)
            samples = array("h", bytes(frame.planes[0])[: frame.samples * 2 * len(frame.layout.channels)])
            self.heard.energy += sum((sample / 32_768) ** 2 for sample in samples)

    async def negotiate(self) -> None:
        """Takes the role the server assigns; aiortc gathers all candidates before it speaks (no trickle)."""
        while not self._negotiation.is_agreed:
            await self._negotiation.receive(await self.socket.expect(*SIGNALS))
        await self.socket.send(type="ice-candidate", candidate=None)

    async def count(self) -> Heard:
        for report in (await self._negotiation.connection.getStats()).values():
            if report.type == "inbound-rtp":
                self.heard.packets = report.packetsReceived
        return self.heard

    async def aclose(self) -> None:
        if self._listening:
            self._listening.cancel()
        await self._negotiation.aclose()


async def talk(one: Socket, other: Socket, *, packets: int = 50, seconds: float = 20) -> tuple[Heard, Heard]:
    """Holds a call until both sides have heard that much; AssertionError when they have not in time."""
    peers = Peer(one, 440), Peer(other, 660)
    try:
        await asyncio.gather(*(peer.negotiate() for peer in peers))
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            heard = [await peer.count() for peer in peers]
            if all(side.packets >= packets and side.energy > 1 for side in heard):
                return heard[0], heard[1]
            assert asyncio.get_running_loop().time() < deadline, f"heard too little: {heard}"
            await asyncio.sleep(0.1)
    finally:
        await asyncio.gather(*(peer.aclose() for peer in peers))
