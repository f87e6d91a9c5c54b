"""What a hostile client does, as fast as it is let. Runs as a process of its own beside the bystanders:

    python -m tests.trials.hostile.attacks flood|uploads|slow_bodies

Prepares, prints `ready`, attacks from the first line on stdin until the second, prints what it did as JSON.
"""

import asyncio
import itertools
import json
import struct
import sys
from collections import Counter
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpx

from tests.people.person import Person, base_url
from tests.people.pictures import flat_avif
from tests.trials.hostile.frames import FLOODS

SOCKETS = 5
UPLOADS_AT_ONCE = 20
SLOW_BODIES = 400  # twice what one client may have open
SLOW_BYTE_SECONDS = 4.0
ELSEWHERE = "127.0.0.2"  # the address of slow bodies: what it holds is not held against others
Attack = Callable[[], Coroutine[Any, Any, None]]
done: Counter[str] = Counter()


async def connect(source: str | None = None) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    there = urlsplit(base_url())
    local = (source, 0) if source else None
    return await asyncio.open_connection(there.hostname, there.port, local_addr=local)


async def flood() -> Attack:
    people = [await Person.sign_up("flooder") for _ in range(SOCKETS)]

    async def attack() -> None:
        await asyncio.gather(*map(flood_again, people, itertools.cycle(FLOODS.values())))

    return attack


async def flood_again(person: Person, piece: bytes) -> None:
    """Is cut, and back at once."""
    while True:
        with suppress(OSError, asyncio.IncompleteReadError):
            await flood_once(person, piece)
        done["connections"] += 1
        await asyncio.sleep(0)


async def flood_once(person: Person, piece: bytes) -> None:
    reader, writer = await connect()
    try:
        writer.write(
            b"GET /ws/match/ HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + f"Authorization: Bearer {person.access}\r\n\r\n".encode()
        )
        if b" 101 " not in await reader.readline():
            done["refused handshakes"] += 1
            return
        while True:
            writer.write(piece)
            await writer.drain()
            done["pieces of 256 KiB"] += 1
    finally:
        writer.transport.abort()


async def uploads() -> Attack:
    person = await Person.sign_up("uploader")
    # Made once: to make one costs as much as to decode it, and this machine is the victim's, too.
    template = flat_avif(4000, 4000)  # the largest that is taken; its last four bytes are a number
    pictures = (template[:-4] + struct.pack(">I", number) for number in itertools.count())

    async def one_after_another() -> None:
        while True:
            with suppress(httpx.HTTPError):
                answer = await person.ask(
                    "POST",
                    "/api/v1/images/",
                    data={"prompt": "hostile"},
                    files={"file": ("a.avif", next(pictures), "image/avif")},
                )
                done[f"answered {answer.status_code}"] += 1

    async def attack() -> None:
        person.http = httpx.AsyncClient(base_url=base_url(), timeout=90, limits=httpx.Limits())
        await asyncio.gather(*(one_after_another() for _ in range(UPLOADS_AT_ONCE)))

    return attack


async def slow_bodies() -> Attack:
    async def slow_body() -> None:
        while True:
            with suppress(OSError):
                _, writer = await connect(ELSEWHERE)
                done["bodies begun"] += 1
                writer.write(
                    b"POST /api/auth/login/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    b"Content-Length: 4096\r\n\r\n"
                )
                while not writer.is_closing():
                    writer.write(b" ")
                    await writer.drain()
                    await asyncio.sleep(SLOW_BYTE_SECONDS)

    async def attack() -> None:
        await asyncio.gather(*(slow_body() for _ in range(SLOW_BODIES)))

    return attack


async def main() -> None:
    attack = await {"flood": flood, "uploads": uploads, "slow_bodies": slow_bodies}[sys.argv[1]]()
    say("ready")
    await next_line()
    attacking = asyncio.create_task(attack())
    await next_line()
    attacking.cancel()
    with suppress(asyncio.CancelledError):
        await attacking
    say(json.dumps(done))


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


async def next_line() -> None:
    await asyncio.to_thread(sys.stdin.readline)


if __name__ == "__main__":
    asyncio.run(main())
