"""Between a client and a server, to make the server fall silent: connected, acknowledged, without a word."""

import asyncio
from contextlib import suppress


class TcpProxy:
    """`async with TcpProxy(port_of_the_server) as proxy`; clients connect to `proxy.port`."""

    def __init__(self, server_port: int) -> None:
        self._server_port = server_port
        self._may_speak = asyncio.Event()
        self._may_speak.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []

    @property
    def connections(self) -> int:
        """How many clients have ever connected, and connections to the server."""
        return len(self._writers)

    async def __aenter__(self) -> "TcpProxy":
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await asyncio.sleep(0.1)  # what has connected is accepted, so that it can be closed
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for writer in self._writers:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    def hush(self) -> None:
        """From now on nothing passes, in either direction, on old and new connections."""
        self._may_speak.clear()

    def speak(self) -> None:
        """What was held back passes now."""
        self._may_speak.set()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        self._tasks.add(asyncio.create_task(self._serve(reader, writer)))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._may_speak.wait()
        there, back = await asyncio.open_connection("127.0.0.1", self._server_port)
        self._writers.append(back)
        await asyncio.gather(self._pass(reader, back), self._pass(there, writer))

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._may_speak.wait()
                writer.write(data)
                await writer.drain()
        writer.close()
