"""A real WebRTC audio call between two aiortc peers, signalled only through `/ws/voicechat/`."""

import asyncio
import math
from array import array
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from aiortc import MediaStreamTrack, RTCPeerConnection, RTCSessionDescription
from av import AudioFrame

from tests.people.sockets import Socket

SAMPLE_RATE = 48_000  # Hz, Opus' own
FRAME_SAMPLES = 960  # 20 ms
LOUD = 8_000  # of 32,767


class Tone(MediaStreamTrack):
    """A sine tone, one 20 ms frame at a time, in real time."""

    kind = "audio"

    def __init__(self, hertz: float) -> None:
        super().__init__()
        self._hertz = hertz
        self._sample = 0
        self._started: float | None = None

    async def recv(self) -> AudioFrame:
        loop = asyncio.get_running_loop()
        self._started = self._started or loop.time()
        await asyncio.sleep(max(0.0, self._started + self._sample / SAMPLE_RATE - loop.time()))
        step = 2 * math.pi * self._hertz / SAMPLE_RATE
        samples = array("h", (int(LOUD * math.sin(step * (self._sample + n))) for n in range(FRAME_SAMPLES)))
        frame = AudioFrame(format="s16", layout="mono", samples=FRAME_SAMPLES)
        frame.planes[0].update(samples.tobytes())
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self._sample, Fraction(1, SAMPLE_RATE)
        self._sample += FRAME_SAMPLES
        return frame


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
        self._connection = RTCPeerConnection()
        self._connection.addTrack(Tone(hertz))
        self._listening: asyncio.Task[None] | None = None
        self._connection.on("track", self._listen)

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
        role = await self.socket.expect("role_assignment")
        if role["role"] == "offer":
            await self._connection.setLocalDescription(await self._connection.createOffer())
            await self.socket.send(type="offer", offer=self._description())
            answer = await self.socket.expect("answer")
            await self._connection.setRemoteDescription(RTCSessionDescription(**answer["answer"]))
        else:
            offer = await self.socket.expect("offer")
            await self._connection.setRemoteDescription(RTCSessionDescription(**offer["offer"]))
            await self._connection.setLocalDescription(await self._connection.createAnswer())
            await self.socket.send(type="answer", answer=self._description())
        await self.socket.send(type="ice-candidate", candidate=None)

    def _description(self) -> dict[str, Any]:
        local = self._connection.localDescription
        return {"type": local.type, "sdp": local.sdp}

    async def count(self) -> Heard:
        for report in (await self._connection.getStats()).values():
            if report.type == "inbound-rtp":
                self.heard.packets = report.packetsReceived
        return self.heard

    async def aclose(self) -> None:
        if self._listening:
            self._listening.cancel()
        await self._connection.close()


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
