"""The partner's side of a call: an echo."""

import asyncio

from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError

from practice.negotiation import Negotiation
from practice.sockets import Socket
from practice.voice import Echo

REFUSALS = (ValueError, InvalidAccessError, InvalidStateError, OperationError)


class Refused(Exception):
    """aiortc cannot use what the other side sent."""


async def echo(socket: Socket) -> None:
    """Plays back until either side ends the call or this is cancelled. Raises: Refused."""
    listening: set[asyncio.Task[None]] = set()
    negotiation = Negotiation(lambda: _connection(listening), socket.send)
    try:
        async for frame in socket.frames():
            if frame["type"] == "match_cancelled":
                return
            try:
                await negotiation.receive(frame)
            except REFUSALS as error:
                raise Refused(f"aiortc refuses this {frame['type']}: {error}") from error
    finally:
        await socket.send(type="bye")
        await negotiation.aclose()
        for task in listening:
            task.cancel()


def _connection(listening: set[asyncio.Task[None]]) -> RTCPeerConnection:
    """Without STUN: the other side is on this machine or in its network."""
    connection, voice = RTCPeerConnection(RTCConfiguration(iceServers=[])), Echo()
    connection.addTrack(voice)

    @connection.on("track")
    def hear(track: MediaStreamTrack) -> None:
        listening.add(asyncio.create_task(voice.listen(track)))

    return connection
