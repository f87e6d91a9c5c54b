"""The network of one person: a SOCKS5 proxy that the browser is given, and that can fail as networks do.

The page keeps its origin, so cookies, CORS and the sockets' check of the origin are as without it.
WebRTC does not pass here: the sound of a call goes its own way, as UDP.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

CHUNK = 65_536


class Network:
    """Made by `network()`. It connects to ports of this machine, whatever name is asked for."""

    def __init__(self) -> None:
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_down = False
        self._loses_answers = False
        self.answer_lost = asyncio.Event()
        self.latency_seconds = 0.0  # of what comes from the server
        self.port = 0

    @property
    def proxy(self) -> str:
        return f"socks5://127.0.0.1:{self.port}"

    @property
    def connections(self) -> int:
        return len(self._writers) // 2

    @contextmanager
    def down(self) -> Iterator[None]:
        """Ends all connections at once, and every new one."""
        self._is_down = True
        for writer in list(self._writers):
            writer.transport.abort()
        try:
            yield
        finally:
            self._is_down = False

    @contextmanager
    def losing_answers(self) -> Iterator[None]:
        """What the browser sends arrives; nothing comes back. `answer_lost` is set when something would."""
        self.answer_lost.clear()
        self._loses_answers = True
        try:
            yield
        finally:
            self._loses_answers = False

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            if not self._is_down:
                await self._connect(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # either side went away, as connections do
        finally:
            self._writers.discard(writer)
            writer.transport.abort()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        port = await _asked_port(reader, writer)
        from_server, to_server = await asyncio.open_connection("127.0.0.1", port)
        self._writers.add(to_server)
        try:
            writer.write(b"\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00")  # granted (RFC 1928 6)
            upwards = asyncio.create_task(_pump(reader, to_server))
            await self._answers(from_server, writer)
            upwards.cancel()
        finally:
            self._writers.discard(to_server)
            to_server.transport.abort()

    async def _answers(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while content := await source.read(CHUNK):
            if self._loses_answers:
                self.answer_lost.set()
            elif self.latency_seconds:
                loop.call_later(self.latency_seconds, target.write, content)  # keeps the order
            else:
                target.write(content)
                await target.drain()


async def _asked_port(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> int:
    """SOCKS5 without authentication, `CONNECT` alone: what a browser does (RFC 1928 3, 4)."""
    _, methods = await reader.readexactly(2)
    await reader.readexactly(methods)
    writer.write(b"\x05\x00")
    _, _, _, kind = await reader.readexactly(4)
    length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
    await reader.readexactly(length)
    return int.from_bytes(await reader.readexactly(2), "big")


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while content := await source.read(CHUNK):
            target.write(content)
            await target.drain()
        target.write_eof()


@asynccontextmanager
async def network() -> AsyncIterator[Network]:
    made = Network()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        with made.down():
            server.close()
            await server.wait_closed()
