"""A user's WebSocket without the network: the ASGI application itself, frame by frame."""

import json
from typing import Any

from asgiref.testing import ApplicationCommunicator

from auth_match.config.routing import sockets

SECONDS = 10  # for what comes at once when the machine is not busy


class Socket:
    """`Socket(access, "/ws/match/")`: `open` a match socket, or get another one `accepted`."""

    def __init__(self, access: str, path: str, application: Any = sockets) -> None:
        headers = [(b"authorization", f"Bearer {access}".encode())]
        scope = {"type": "websocket", "path": path, "headers": headers, "subprotocols": []}
        self.wire = ApplicationCommunicator(application, scope)

    async def accepted(self) -> None:
        await self.wire.send_input({"type": "websocket.connect"})
        assert (await self.wire.receive_output(SECONDS))["type"] == "websocket.accept"

    async def open(self) -> None:
        """A match socket, up to its first `state`."""
        await self.accepted()
        assert await self.next() == "state"

    async def frame(self) -> dict[str, Any]:
        frame: dict[str, Any] = json.loads((await self.wire.receive_output(SECONDS))["text"])
        return frame

    async def next(self) -> str:
        """The type of the next frame."""
        return str((await self.frame())["type"])

    async def send(self, **frame: Any) -> None:
        await self.wire.send_input({"type": "websocket.receive", "text": json.dumps(frame)})

    async def say(self, action: str) -> None:
        await self.send(action=action)

    async def close_code(self) -> int:
        """Of the close that comes next."""
        closed = await self.wire.receive_output(SECONDS)
        assert closed["type"] == "websocket.close", closed
        return int(closed["code"])

    async def is_silent(self) -> bool:
        return bool(await self.wire.receive_nothing(timeout=0.3))

    async def close(self) -> None:
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wire.wait(SECONDS)
