"""The heartbeat of a process without a port: a file that its event loop touches.

A process without a heartbeat may be replaced, so the file should be in memory: natively the supervisor passes
it (decision 0032), in a container it is in /tmp.
"""

import asyncio
from pathlib import Path

import structlog

log = structlog.get_logger()

BEAT_SECONDS = 2.0


async def beat_forever(file: Path | None) -> None:
    """Touch the file while the event loop runs. A failure only skips the heartbeat."""
    while file is not None:
        _touch(file)
        await asyncio.sleep(BEAT_SECONDS)
    await asyncio.Event().wait()


def _touch(file: Path) -> None:
    # on the loop, not in a thread: busy threads do not mean that the loop is frozen
    try:
        file.touch()
    except OSError as error:
        log.warning("heartbeat_failed", error=str(error))
