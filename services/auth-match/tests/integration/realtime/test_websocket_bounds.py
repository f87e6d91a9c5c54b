"""A client that floods or does not read delays no other. A real uvicorn, real TCP, an echo application."""

import asyncio
import os
import socket
import struct
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest
from tests.trials.hostile.frames import CONTINUATION, FLOODS, TEXT, TEXT_UNFINISHED, frame
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

PROTOCOL = "auth_match.realtime.websocket_protocol:BoundedWebSocketProtocol"
PIECES = 40
PATIENCE_SECONDS = 15
ESTABLISHED, CLOSE_WAIT = "01", "08"


@pytest.fixture(scope="module")
def server() -> AsyncIterator[int]:
    """The port of a separate process, so that what blocks it does not block the test."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "echo_app:app", "--app-dir", str(Path(__file__).parent)),
            *("--port", str(port), "--ws", PROTOCOL, "--ws-max-size", "16384"),
            *("--ws-per-message-deflate", "false", "--log-level", "error", "--lifespan", "off"),
            *("--ws-ping-interval", "1", "--ws-ping-timeout", "1"),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "auth_match.config.settings"},
    )
    try:
        _wait_for(port)
        yield port
    finally:
        process.kill()
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError("uvicorn did not start")


@asynccontextmanager
async def opened(port: int, **more: object) -> AsyncIterator[ClientConnection]:
    async with connect(f"ws://127.0.0.1:{port}/", compression=None, proxy=None, **more) as client:
        yield client


async def raw(
    port: int, *, receive_buffer: int | None = None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A client without a library: the test decides what it sends and whether it reads."""
    sock = socket.socket()
    if receive_buffer is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=sock, limit=1024)
    writer.write(handshake())
    assert b" 101 " in await reader.readline()
    while await reader.readline() != b"\r\n":
        pass
    return reader, writer


def handshake(*lines: bytes) -> bytes:
    return b"\r\n".join(
        (
            b"GET / HTTP/1.1",
            b"Host: localhost",
            b"Connection: Upgrade",
            b"Upgrade: websocket",
            b"Sec-WebSocket-Version: 13",
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            *lines,
            b"\r\n",
        )
    )


async def slowest_echo(client: ClientConnection, until: asyncio.Future[object]) -> float:
    """Seconds of the slowest echo, one per 20 ms."""
    slowest = 0.0
    while not until.done():
        began = time.monotonic()
        await client.send("are you there")
        await client.recv()
        slowest = max(slowest, time.monotonic() - began)
        await asyncio.sleep(0.06)
    return slowest


async def slowest_allowed(client: ClientConnection) -> float:
    """A second, or more on a very busy machine: without bounds a flood takes 16. A trial measures it."""
    quiet = asyncio.create_task(asyncio.sleep(1))
    return max(1.0, 5 * await slowest_echo(client, quiet))


async def pour(writer: asyncio.StreamWriter, piece: bytes) -> None:
    with suppress(ConnectionError):
        for _ in range(PIECES):
            writer.write(piece)
            await writer.drain()


async def close_code(reader: asyncio.StreamReader) -> int | None:
    """The code of the server's close frame, after skipping pongs.

    None if the connection ended first: data that the server has not read turns its close into a reset
    (RFC 9293 3.10.4), and a reset discards what we have not read.
    """
    with suppress(ConnectionError, asyncio.IncompleteReadError):
        while True:
            head, length = await reader.readexactly(2)
            payload = await reader.readexactly(length)
            if head == 0x88:
                return int(struct.unpack("!H", payload[:2])[0])
    return None


@pytest.mark.parametrize("kind", FLOODS)
async def test_flood_is_cut_and_delays_no_other_client(server: int, kind: str) -> None:
    async with opened(server) as bystander:
        bar = await slowest_allowed(bystander)
        reader, writer = await raw(server)
        flood = asyncio.create_task(pour(writer, FLOODS[kind]))
        code = asyncio.create_task(close_code(reader))
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await slowest_echo(bystander, code) < bar
            assert await code in (4429, None)
            await flood
        writer.close()


@pytest.mark.parametrize("kind", FLOODS)
async def test_flood_after_a_close_is_cut_too(server: int, kind: str) -> None:
    async with opened(server) as bystander:
        bar = await slowest_allowed(bystander)
        reader, writer = await raw(server)
        writer.write(frame(TEXT, b"close"))
        assert await close_code(reader) == 4401
        flood = asyncio.create_task(pour(writer, FLOODS[kind]))
        async with asyncio.timeout(PATIENCE_SECONDS):
            assert await slowest_echo(bystander, flood) < bar
            with suppress(ConnectionError):
                assert await reader.read() == b""
        writer.close()


async def test_message_that_never_ends_is_cut(server: int) -> None:
    reader, writer = await raw(server)
    writer.write(frame(TEXT_UNFINISHED) + 60 * frame(CONTINUATION))
    await asyncio.sleep(1)  # within the frames per second
    writer.write(10 * frame(CONTINUATION))
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert await close_code(reader) == 4429
    writer.close()


async def test_half_closed_client_that_does_not_read_is_cut(server: int) -> None:
    """A half-closed connection: less than the high-water mark is buffered, so no stall is noticed."""
    _, writer = await raw(server, receive_buffer=4096)
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    writer.write(frame(TEXT, b"send 320000"))
    await asyncio.sleep(0.3)
    writer.write_eof()
    async with asyncio.timeout(PATIENCE_SECONDS):
        while has_connection(server, writer):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    writer.transport.abort()


async def test_allowed_burst_passes_and_pings_are_counted(server: int) -> None:
    async with opened(server) as client:
        for number in range(60):
            await client.send(str(number))
            await client.ping()
        assert [await client.recv() for _ in range(60)] == [str(number) for number in range(60)]
        with suppress(ConnectionClosed):
            while True:
                await client.ping()
                await asyncio.sleep(0)
        assert client.close_code == 4429
        assert client.close_reason == "Too many frames at once."


@pytest.mark.parametrize("size", [9_000, 16_000])
async def test_long_header_line_is_accepted(server: int, size: int) -> None:
    async with opened(server, additional_headers={"Cookie": "x" * size}) as client:
        await client.send("hello")
        assert await client.recv() == "hello"


@pytest.mark.parametrize(
    ("lines", "status"),
    [((b"Cookie: " + b"x" * 17_000,), b"431"), (tuple(b"X-%d: 1" % number for number in range(200)), b"431")],
)
async def test_handshake_beyond_the_limits_is_answered(
    server: int, lines: tuple[bytes, ...], status: bytes
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server)
    writer.write(handshake(*lines))
    async with asyncio.timeout(PATIENCE_SECONDS):
        assert (await reader.readline()).split()[1] == status
        await reader.read()
    writer.close()


async def test_client_that_does_not_read_is_cut(server: int) -> None:
    """After an unanswered ping (here 1 s and 1 s) and 2 s to close, or after a stalled write (5 s)."""
    _, writer = await raw(server, receive_buffer=4096)
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    writer.write(frame(TEXT, b"send 30000000"))
    most = 0
    async with asyncio.timeout(PATIENCE_SECONDS):
        while has_connection(server, writer):
            most = max(most, kernel_bytes(server))
            await asyncio.sleep(0.1)
    assert 0 < most < 1024**2
    writer.transport.abort()


def has_connection(port: int, writer: asyncio.StreamWriter) -> bool:
    """Whether the server's end still exists in the kernel's table (proc(5), /proc/net/tcp)."""
    client = writer.get_extra_info("sockname")[1]
    pair = f"0100007F:{port:04X} 0100007F:{client:04X} "
    rows = Path("/proc/net/tcp").read_text()
    return f"{pair}{ESTABLISHED}" in rows or f"{pair}{CLOSE_WAIT}" in rows


def kernel_bytes(port: int) -> int:
    """The unsent bytes in the kernel on the server's side."""
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    return sum(int(row[4].split(":")[0], 16) for row in rows if row[1] == f"0100007F:{port:04X}")
