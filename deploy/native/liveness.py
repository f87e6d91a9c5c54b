"""Liveness probes: how the supervisor detects that a process is frozen, not only slow or waiting.

A process is frozen when it has given no sign of life for SILENT_SECONDS of continuous probing: one late
response is enough, so a busy machine kills nothing. The seconds count only while the supervisor itself runs:
when the whole machine was suspended, no process is killed for it.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable

PROBE_EVERY_SECONDS = 4.0
SILENT_SECONDS = 12
RETRY_SECONDS = 0.5  # after a refused connection, which proves nothing

LivenessProbe = Callable[[], Awaitable[None]]  # returns at the next sign of life, without a timeout


async def seen_within(probe: LivenessProbe, seconds: int) -> bool:
    """Whether the probe succeeds within that many seconds of this process running. Raises what it raises."""
    waiting = asyncio.ensure_future(probe())
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


def answers(port: int, question: bytes, *, retry_seconds: float = RETRY_SECONDS) -> LivenessProbe:
    """Any reaction to a connection on 127.0.0.1 is a sign of life: a response, an error, a close.

    A full nginx accepts and closes. For a stopped process the kernel accepts, but never closes.
    """

    async def sign() -> None:
        while not await _asked(port, question):  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(retry_seconds)

    return sign


async def _asked(port: int, question: bytes) -> bool:
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except (ConnectionRefusedError, TimeoutError):
        return False
    except OSError:
        return True  # this process has no descriptor or port left: do not blame the probed one
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


def answers_http(port: int, path: str = "/healthz") -> LivenessProbe:
    """Not `/readyz`: an unavailable database is no reason to restart its clients."""
    return answers(
        port,
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: maru\r\nConnection: close\r\n\r\n".encode(),
    )


def answers_redis(port: int) -> LivenessProbe:
    return answers(port, b"PING\r\n")  # "NOAUTH" is a response, too


def answers_postgres(port: int) -> LivenessProbe:
    """A server accepts or refuses TLS before authentication.

    Source: https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-SSL
    """
    return answers(port, (8).to_bytes(4, "big") + (80877103).to_bytes(4, "big"))


def touches(heartbeat: int, *, retry_seconds: float = RETRY_SECONDS) -> LivenessProbe:
    """Waits until the file is touched; any change counts, because clocks may be adjusted."""

    async def sign() -> None:
        before = os.fstat(heartbeat).st_mtime_ns
        while os.fstat(heartbeat).st_mtime_ns == before:  # noqa: ASYNC110 - as above
            await asyncio.sleep(retry_seconds)

    return sign
