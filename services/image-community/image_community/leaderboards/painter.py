"""Runs the program `charts` beside the event loop, with a time limit, and leaves nothing behind."""

import asyncio
import base64
import json
import os
import sys
import tempfile
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from typing import Any

import structlog

log = structlog.get_logger()

MAX_SECONDS = 120.0
PROGRAM = "image_community.leaderboards.charts"


class NotDrawn(Exception):
    """The program took too long, or died."""


async def paint(leaderboard: Mapping[str, Any]) -> dict[str, bytes]:
    """The pictures of a leaderboard, by name.

    Raises:
        NotDrawn
    """
    # matplotlib keeps a list of fonts in a folder; the process may have none it can write to
    with tempfile.TemporaryDirectory(prefix="maru-charts-") as folder:
        # -P: the folder we stand in stays off the import path
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", PROGRAM),
            env={**os.environ, "MPLCONFIGDIR": folder, "OPENBLAS_NUM_THREADS": "1"},
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        try:
            async with asyncio.timeout(MAX_SECONDS):
                output, complaint = await process.communicate(json.dumps(leaderboard).encode())
        except TimeoutError as error:
            raise NotDrawn("too slow") from error
        finally:
            await _end(process)
    if process.returncode != 0:
        last = complaint.decode(errors="replace").strip().rpartition("\n")[2]
        log.warning("painter_died", returncode=process.returncode, complaint=last)
        raise NotDrawn
    return {name: base64.b64decode(body) for name, body in json.loads(output).items()}


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()
