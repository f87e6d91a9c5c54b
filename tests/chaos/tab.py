"""One match socket of a client, which writes down everything that it sends and gets."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

Write = Callable[[int, str, dict[str, Any]], None]
OPEN_SECONDS = 10


class Tab:
    """`status` and `offer_id` are what the frames say so far."""

    def __init__(self, number: int, write: Write) -> None:
        self.number = number
        self.status = ""
        self.offer_id = ""
        self.answers: dict[int, str] = {}  # command → the status in its answer
        self._write = write
        self._commands = 0
        self._connection: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._arrived = asyncio.Event()
        self._is_over = False

    @property
    def is_open(self) -> bool:
        return self._connection is not None and not self._is_over

    async def open(self, url: str, access: str) -> bool:
        """Returns once the first state came; False when the server could not have us."""
        self._write(self.number, "opening", {})
        try:
            self._connection = await connect(
                url,
                additional_headers={"Authorization": f"Bearer {access}"},
                compression=None,
                open_timeout=OPEN_SECONDS,
                close_timeout=2,
                ping_interval=None,  # who is frozen must not notice it
            )
        except (WebSocketException, OSError, TimeoutError):
            self._over(None)
            return False
        self._reader = asyncio.create_task(self._read(self._connection))
        return await self.received(lambda: bool(self.status), OPEN_SECONDS)

    async def _read(self, connection: ClientConnection) -> None:
        with suppress(ConnectionClosed):
            async for text in connection:
                frame = json.loads(text)
                self._write(self.number, "received", frame)
                self._follow(frame)
                self._arrived.set()
        self._over(connection.close_code)

    def _over(self, code: int | None) -> None:
        if not self._is_over:
            self._is_over = True
            self._write(self.number, "closed", {"code": code})
        self._arrived.set()

    def _follow(self, frame: dict[str, Any]) -> None:
        match frame["type"]:
            case "state":
                self.status = frame["status"]
                self.offer_id = frame.get("offer", {}).get("offer_id", "")
                if "re" in frame:
                    self.answers[frame["re"]] = frame["status"]
            case "queue_joined":
                self.status = "queued"
            case "match_found":
                self.status, self.offer_id = "offered", frame["offer_id"]
            case "match_success":
                self.status = "in_room"
            case "match_cancelled":
                self.status = "queued" if frame["requeued"] else "idle"
            case "queue_left":
                self.status = "idle"

    async def received(self, holds: Callable[[], bool], seconds: float) -> bool:
        """Waits until it holds; False when the socket or the time is over first."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not holds() and not self._is_over:
                    self._arrived.clear()
                    await self._arrived.wait()
        return holds() and not self._is_over

    async def send(self, action: str, **arguments: Any) -> int:
        """The command's id, which its answer repeats."""
        self._commands += 1
        frame = {"action": action, **arguments, "id": self._commands}
        if self._connection is not None and not self._is_over:
            self._write(self.number, "sent", frame)
            with suppress(ConnectionClosed):
                await self._connection.send(json.dumps(frame))
        return self._commands

    # --- ways to go ---

    async def close(self) -> None:
        """In order."""
        self._write(self.number, "gone", {"how": "closed"})
        if self._connection is not None:
            await self._connection.close()
        await self._end()

    async def drop(self) -> None:
        """The TCP connection is reset, with no word."""
        self._write(self.number, "gone", {"how": "dropped"})
        if self._connection is not None:
            self._connection.transport.abort()
        await self._end()

    def freeze(self) -> None:
        """Still connected, but deaf and mute from now on, as a phone in a tunnel; `drop` it in the end."""
        self._write(self.number, "gone", {"how": "frozen"})
        self._is_over = True
        if self._connection is not None:
            self._connection.transport.pause_reading()

    async def _end(self) -> None:
        self._is_over = True
        if self._reader is not None:
            await self._reader
