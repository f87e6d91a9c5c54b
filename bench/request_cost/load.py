"""Keeps connections busy with requests and times each; the CPU of servers is counted, not its own."""

import asyncio
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

CONNECTIONS = 8
HEAD_END = b"\r\n\r\n"
LENGTH = re.compile(rb"(?i)\r\ncontent-length: *(\d+)")


class WrongAnswer(Exception):
    """A response with another status than expected."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `body` is JSON or empty."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def encoded(self) -> bytes:
        """As HTTP/1.1."""
        headers = {"Host": "localhost", **self.headers}
        if self.body:
            headers |= {"Content-Type": "application/json", "Content-Length": str(len(self.body))}
        lines = [
            f"{self.method} {self.path} HTTP/1.1",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return "\r\n".join(lines).encode() + HEAD_END + self.body


Requests = Iterator[Request]


async def run(port: int, requests: Requests, *, until: float) -> list[float]:
    """Send until that moment (monotonic), or until no request is left; returns the seconds of each."""
    seconds: list[float] = []
    await asyncio.gather(*(_keep_busy(port, requests, until, seconds) for _ in range(CONNECTIONS)))
    return seconds


async def _keep_busy(port: int, requests: Requests, until: float, seconds: list[float]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        while time.monotonic() < until:
            request = next(requests, None)
            if request is None:
                return
            began = time.perf_counter()
            writer.write(request.encoded())
            is_last = await _read(reader)
            seconds.append(time.perf_counter() - began)
            if is_last:
                writer.close()
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
    finally:
        writer.close()


async def _read(reader: asyncio.StreamReader) -> bool:
    """Whether the server closes the connection now, as nginx does after a thousand requests."""
    head = await reader.readuntil(HEAD_END)
    length = LENGTH.search(head)
    body = await reader.readexactly(int(length[1])) if length else b""
    if not head.startswith(b"HTTP/1.1 20"):
        raise WrongAnswer(head.decode(errors="replace") + body.decode(errors="replace"))
    return b"\r\nconnection: close" in head.lower()
