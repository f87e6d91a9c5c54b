"""A WebSocket of the running system, opened with an access token."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

Frame = dict[str, Any]


class Socket:
    """Frames both ways. Made by `opened`."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    async def send(self, **frame: Any) -> None:
        """A frame to a socket that is closed is lost: the reading side sees the close."""
        with suppress(ConnectionClosed):
            await self._connection.send(json.dumps(frame))

    async def frames(self) -> AsyncIterator[Frame]:
        """Until the socket is closed, by either side."""
        with suppress(ConnectionClosed):
            while True:
                yield json.loads(await self._connection.recv())


@asynccontextmanager
async def opened(url: str, path: str, access: str) -> AsyncIterator[Socket]:
    """`url`: http:// address of the gateway."""
    bearer = {"Authorization": f"Bearer {access}"}
    address = url.replace("http", "ws", 1) + path
    async with connect(address, additional_headers=bearer, proxy=None) as connection:
        yield Socket(connection)
