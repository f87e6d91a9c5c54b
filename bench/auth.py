"""What verifying a token costs: one route with one query, with and without it, in one run.

    make bench-auth

A server process of image-community with two more routes; a client in this process keeps 16 connections busy;
rounds alternate, so that whatever else the machine does falls on both.
"""

# ruff: noqa: T201 - a benchmark speaks by printing
import asyncio
import os
import platform
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle

from fastapi import FastAPI, Request
from sqlalchemy import text
from tests.people.person import Person, expect

from image_community.identity.dependencies import CurrentUser
from image_community.main import create_app
from image_community.runtime.database import sessions_of, transaction
from image_community.runtime.settings import settings_from_environment

TOKENS = 1_000
CONNECTIONS = 16
ROUNDS = 6
ROUND_SECONDS = 4.0
BAR = 0.85


def app() -> FastAPI:
    """The service as it is, and the two routes that differ in nothing but the question who asks."""
    app = create_app(settings_from_environment())

    async def one_query(request: Request) -> dict[str, int]:
        async with transaction(sessions_of(request)) as session:
            return {"found": (await session.execute(text("SELECT 1"))).scalar_one()}

    @app.get("/bench/open")
    async def without(request: Request) -> dict[str, int]:
        return await one_query(request)

    @app.get("/bench/guarded")
    async def guarded(_: CurrentUser, request: Request) -> dict[str, int]:
        return await one_query(request)

    return app


@contextmanager
def server(port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "uvicorn", "--factory", "bench.auth:app", "--port", str(port)]
    quiet = ["--no-access-log", "--log-level", "warning"]
    environment = {**os.environ, "MARU_LOG_LEVEL": "WARNING"}
    process = subprocess.Popen([*command, *quiet], env=environment, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while not answers(port):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def distinct_tokens() -> list[str]:
    """By refreshing one session again and again: each access token is another."""
    person = await Person.sign_up("bench")
    tokens = []
    for number in range(TOKENS):
        answer = await person.http.post("/api/auth/token/refresh/", json={"refresh": person.refresh})
        expect(answer, 200)
        person.refresh = answer.json()["refresh"]
        tokens.append(str(answer.json()["access"]))
        if number % 50 == 0:
            print(f"\r  {number} of {TOKENS} tokens", end="", flush=True)
    await person.aclose()
    print(f"\r  {TOKENS} distinct tokens   ")
    return tokens


async def requests_a_second(port: int, path: str, tokens: list[str]) -> float:
    """How many were answered with 200 in a round; the same headers on both routes."""
    turn = cycle(tokens)
    end = time.monotonic() + ROUND_SECONDS
    counts = await asyncio.gather(*(keep_busy(port, path, turn, end) for _ in range(CONNECTIONS)))
    return sum(counts) / ROUND_SECONDS


async def keep_busy(port: int, path: str, tokens: Iterator[str], end: float) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    count = 0
    while time.monotonic() < end:
        head = f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {next(tokens)}\r\n\r\n"
        writer.write(head.encode())
        answer = await reader.readuntil(b"\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        length = int(answer.lower().split(b"content-length: ")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count


async def measure(port: int) -> dict[str, list[float]]:
    tokens = await distinct_tokens()
    rates: dict[str, list[float]] = {"/bench/open": [], "/bench/guarded": []}
    for path in rates:  # once for nothing: connections, caches
        await requests_a_second(port, path, tokens)
    for number in range(ROUNDS):
        for path, seen in rates.items():
            seen.append(await requests_a_second(port, path, tokens))
            print(f"  round {number + 1} of {ROUNDS}  {path:<16}{seen[-1]:8.0f} requests/s", flush=True)
    return rates


def main() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with server(port):
        rates = asyncio.run(measure(port))
    open_rate, guarded_rate = (statistics.median(seen) for seen in rates.values())
    ratio = guarded_rate / open_rate
    print(f"\nmedian  without {open_rate:.0f}/s   with verification {guarded_rate:.0f}/s")
    print(f"bar: ratio ≥ {BAR}   seen: {ratio:.3f}   {'met' if ratio >= BAR else 'MISSED'}")
    return 0 if ratio >= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
