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
        self.connections = 0

    async def __aenter__(self) -> "TcpProxy":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = int(self._server.sockets[0].getsockname()[1])
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def hush(self) -> None:
        """From now on nothing passes, in either direction, on old and new connections."""
        self._may_speak.clear()

    def speak(self) -> None:
        """What was held back passes now."""
        self._may_speak.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        # a handler that is cancelled must not say so: asyncio.streams takes that for an error
        with suppress(asyncio.CancelledError, OSError):
            await self._may_speak.wait()
            there, back = await asyncio.open_connection("127.0.0.1", self._server_port)
            passing = [
                asyncio.create_task(self._pass(reader, back)),
                asyncio.create_task(self._pass(there, writer)),
            ]
            try:
                await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for each in passing:
                    each.cancel()
                await asyncio.gather(*passing, return_exceptions=True)
                await _close(back)
        await _close(writer)
        self._tasks.discard(task)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await reader.read(65_536):
                await self._may_speak.wait()
                writer.write(data)
                await writer.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()
