"""Runs the program `charts` in a subprocess, with a time limit."""

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


class ChartRenderFailed(Exception):
    """The program timed out or failed."""


async def render(leaderboard: Mapping[str, Any]) -> dict[str, bytes]:
    """The charts of a leaderboard, by name.

    Raises:
        ChartRenderFailed
    """
    # matplotlib caches a list of fonts in a folder; the process may have no writable one
    with tempfile.TemporaryDirectory(prefix="maru-charts-") as folder:
        # -P: the current folder stays off the import path
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", "-m", PROGRAM),
            env={**os.environ, "MPLCONFIGDIR": folder, "OPENBLAS_NUM_THREADS": "1"},
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
        )
        try:
            async with asyncio.timeout(MAX_SECONDS):
                output, errors = await process.communicate(json.dumps(leaderboard).encode())
        except TimeoutError as error:
            raise ChartRenderFailed("timeout") from error
        finally:
            await _end(process)
    if process.returncode != 0:
        last = errors.decode(errors="replace").strip().rpartition("\n")[2]
        log.warning("chart_render_failed", returncode=process.returncode, error=last)
        raise ChartRenderFailed
    return {name: base64.b64decode(body) for name, body in json.loads(output).items()}


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()
