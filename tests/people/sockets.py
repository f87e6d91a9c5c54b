"""The two WebSockets as a client sees them, every server frame held against the contract."""

import asyncio
import json
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from jsonschema import Draft202012Validator
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedError

from tests.people.person import TIMEOUT_SECONDS, Person, base_url

CONTRACT = json.loads(
    (Path(__file__).parents[2] / "contracts" / "realtime_messages.schema.json").read_text(encoding="utf-8")
)
SUBPROTOCOL = "maru.v1"


def _validator(direction: str) -> Draft202012Validator:
    return Draft202012Validator({"$ref": f"#/$defs/{direction}", "$defs": CONTRACT["$defs"]})


class Socket:
    """`async with Socket(alice, "match") as socket`; `expect` waits for one type of frame."""

    def __init__(
        self,
        person: Person,
        purpose: str,
        path: str,
        server: str | None = None,
        *,
        instance: str | None = None,
    ) -> None:
        self.person, self._instance = person, instance
        self.purpose = purpose
        self.url = (server or base_url().replace("http", "ws", 1)) + path
        self.frames: list[dict[str, Any]] = []
        self._validator = _validator(f"{purpose}_server")
        self._read = 0
        self._arrived = asyncio.Condition()

    async def __aenter__(self) -> Self:
        ticket = await self.person.ticket(self.purpose, self._instance)
        self.connection: ClientConnection = await connect(
            self.url,
            subprotocols=[SUBPROTOCOL, f"ticket.{ticket}"],  # type: ignore[list-item]
            open_timeout=TIMEOUT_SECONDS,
            compression=None,
        )
        assert self.connection.subprotocol == SUBPROTOCOL
        self._begin_reading()
        return self

    def _begin_reading(self) -> None:
        self._reader = asyncio.create_task(self._read_forever())

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.connection.close()
        await self._reader

    async def _read_forever(self) -> None:
        """Keeps what comes until the socket is closed; a frame against the contract fails the test."""
        try:
            async for text in self.connection:
                await self._keep(json.loads(text))
        except ConnectionClosedError:
            pass  # `closed()` returns the code
        finally:
            async with self._arrived:
                self._arrived.notify_all()

    async def _keep(self, frame: dict[str, Any]) -> None:
        self._validator.validate(frame)
        assert frame["seq"] == len(self.frames) + 1, f"seq out of order: {frame}"
        async with self._arrived:
            self.frames.append(frame)
            self._arrived.notify_all()

    async def send(self, **frame: Any) -> None:
        await self.connection.send(json.dumps(frame))

    async def act(self, action: str, **arguments: Any) -> None:
        await self.send(action=action, **arguments)

    async def expect(self, *kinds: str, seconds: float = TIMEOUT_SECONDS, **fields: Any) -> dict[str, Any]:
        """The next frame of one of these types (with these fields) after the last one expected."""
        deadline = asyncio.get_running_loop().time() + seconds
        async with self._arrived:
            while (frame := self._next(kinds, fields)) is None:
                left = deadline - asyncio.get_running_loop().time()
                came = [frame["type"] for frame in self.frames[self._read :]]
                assert not self._reader.done(), f"closed ({self._code}) before {kinds}; came: {came}"
                assert left > 0, f"no {kinds} {fields or ''} in {seconds} s; came: {came}"
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._arrived.wait(), min(left, 0.5))
        return frame

    def _next(self, kinds: tuple[str, ...], fields: dict[str, Any]) -> dict[str, Any] | None:
        for index in range(self._read, len(self.frames)):
            frame = self.frames[index]
            if frame["type"] in kinds and fields.items() <= frame.items():
                self._read = index + 1
                return frame
        return None

    @property
    def _code(self) -> int | None:
        return self.connection.close_code

    async def state_without(self, kind: str) -> dict[str, Any]:
        """Asks a match socket for the state; asserts that no further frame of this type came before it."""
        since, mark = self._read, f"sync {len(self.frames)}"
        await self.act("sync", id=mark)
        state = await self.expect("state", re=mark)
        came = self.frames[since : self._read]
        assert all(frame["type"] != kind for frame in came), came
        return state

    async def closed(self, seconds: float = TIMEOUT_SECONDS) -> int | None:
        """Waits until the server has closed it; returns the code."""
        await asyncio.wait_for(self.connection.wait_closed(), seconds)
        return self.connection.close_code


def match_socket(person: Person, server: str | None = None) -> Socket:
    """Through the gateway, or straight to one process (`server`, a ws:// address)."""
    return Socket(person, "match", "/ws/match/", server)


def voice_socket(
    person: Person, room: str, server: str | None = None, *, instance: str | None = None
) -> Socket:
    return Socket(person, "voice", f"/ws/voicechat/{room}/", server, instance=instance)
