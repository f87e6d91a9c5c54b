"""Signs of life: how the supervisor sees that a process is frozen, not only slow or waiting for a database.

A process is frozen when it has given no sign for SILENT_SECONDS although it was asked all the time: one late
answer is enough, so a busy machine kills nothing. The seconds are counted one by one while the supervisor
itself runs: when the whole machine stood still, no process is blamed for it.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable

PROBE_EVERY_SECONDS = 2.0
SILENT_SECONDS = 12
RETRY_SECONDS = 0.5  # after a refused connection, which is no sign of anything

SignOfLife = Callable[[], Awaitable[None]]  # returns when a sign was seen, however long that takes


async def seen_within(sign: SignOfLife, seconds: int) -> bool:
    """Whether there was a sign in that many seconds in which this process ran. Raises what `sign` raises."""
    waiting = asyncio.ensure_future(sign())
    try:
        for _ in range(seconds):
            done, _ = await asyncio.wait({waiting}, timeout=1)
            if done:
                waiting.result()
                return True
        return False
    finally:
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)


def answers(port: int, question: bytes) -> SignOfLife:
    """Whatever it does with a connection on 127.0.0.1: an answer, a refusal of ours, an end.

    A full nginx accepts and closes. The kernel takes connections for a stopped process, and ends none.
    """

    async def sign() -> None:
        while not await _asked(port, question):  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(RETRY_SECONDS)

    return sign


async def _asked(port: int, question: bytes) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except (ConnectionRefusedError, TimeoutError):
        return False
    except OSError:
        return True  # no descriptor or port is left for us: what we cannot ask is not to blame
    try:
        writer.write(question)
        await reader.read(1)
    except TimeoutError:  # the kernel gave up sending
        return False
    except OSError:  # reset, by the process
        return True
    else:
        return True
    finally:
        writer.close()


def answers_http(port: int, path: str = "/healthz") -> SignOfLife:
    """Not `/readyz`: a database that is away is no reason to restart what waits for it."""
    return answers(
        port,
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: maru\r\nConnection: close\r\n\r\n".encode(),
    )


def answers_redis(port: int) -> SignOfLife:
    return answers(port, b"PING\r\n")  # "NOAUTH" is an answer, too


def answers_postgres(port: int) -> SignOfLife:
    """A server says yes or no to TLS before it asks who is there.

    Source: https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-SSL
    """
    return answers(port, (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big"))


def touches(heartbeat: int) -> SignOfLife:
    """The file is touched again; what its time says does not matter, as clocks are set."""

    async def sign() -> None:
        before = os.fstat(heartbeat).st_mtime_ns
        while os.fstat(heartbeat).st_mtime_ns == before:  # noqa: ASYNC110 - as above
            await asyncio.sleep(RETRY_SECONDS)

    return sign
