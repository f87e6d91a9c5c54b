"""Thin clients of `/ws/match/`: they note when a frame comes, because the server is measured.

tests/people/sockets.py holds every frame against the contract.
"""

import asyncio
import json
import time
from typing import Any

from tests.people.person import base_url
from tests.people.sockets import SUBPROTOCOL
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from bench.match.accounts import Account

Frame = dict[str, Any]
PATIENCE_SECONDS = 60  # a slow answer is to be measured, not to end the run


class Client:
    """`await Client.open(account)`. Times are seconds of `perf_counter`."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self._frames: asyncio.Queue[tuple[Frame, float]] = asyncio.Queue()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, account: Account) -> "Client":
        connection = await connect(
            base_url().replace("http", "ws", 1) + "/ws/match/",
            subprotocols=[SUBPROTOCOL],  # type: ignore[list-item]
            additional_headers={"Authorization": f"Bearer {account.access}"},
            open_timeout=PATIENCE_SECONDS,
            compression=None,
            ping_interval=None,
        )
        client = cls(connection)
        await client.expect("state")
        return client

    async def _read(self) -> None:
        try:
            async for text in self._connection:
                self._frames.put_nowait((json.loads(text), time.perf_counter()))
        except ConnectionClosed:
            pass  # a caller that expects a frame says so

    async def send(self, **frame: Any) -> float:
        """When it was sent."""
        began = time.perf_counter()
        await self._connection.send(json.dumps(frame))
        return began

    async def expect(self, kind: str) -> float:
        """When the next frame of this type came; those before it are dropped."""
        came = []
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while True:
                    frame, arrived = await self._frames.get()
                    if frame["type"] == kind:
                        return arrived
                    came.append(frame)
        except TimeoutError:
            raise AssertionError(f"no {kind} in {PATIENCE_SECONDS} s; came: {came}") from None

    async def close(self) -> None:
        await self._connection.close()
        await self._reader
