"""A sign of life of a process that listens on nothing: a file that its event loop touches.

A process without a sign may be replaced, so the file should be in memory: natively it is the supervisor's own
(decision 0032), in a container /tmp.
"""

import asyncio
from pathlib import Path

import structlog

log = structlog.get_logger()

BEAT_SECONDS = 2.0


async def beat_forever(file: Path | None) -> None:
    """Touches the file for as long as the event loop turns. Where that fails only the sign is missing."""
    while file is not None:
        _touch(file)
        await asyncio.sleep(BEAT_SECONDS)
    await asyncio.Event().wait()


def _touch(file: Path) -> None:
    # on the loop, not in a thread: threads that are all busy are no sign that the loop is frozen
    try:
        file.touch()
    except OSError as error:
        log.warning("heartbeat_failed", error=str(error))
