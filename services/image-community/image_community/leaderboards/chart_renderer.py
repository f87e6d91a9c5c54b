"""Runs the program `charts` in a subprocess, with a time limit."""

import base64
import json
import tempfile
from collections.abc import Mapping
from typing import Any

import structlog

from image_community.runtime.child_process import run_python

log = structlog.get_logger()

MAX_SECONDS = 120.0
PROGRAM = "image_community.leaderboards.charts"


class ChartRenderFailed(Exception):
    """The program timed out or failed."""


async def render(
    leaderboard: Mapping[str, Any], *, program: str = PROGRAM, seconds: float = MAX_SECONDS
) -> dict[str, bytes]:
    """The charts of a leaderboard, by name.

    Raises:
        ChartRenderFailed
    """
    # matplotlib caches a list of fonts in a folder; the process may have no writable one
    with tempfile.TemporaryDirectory(prefix="maru-charts-") as folder:
        try:
            ended = await run_python(
                *("-m", program),
                stdin=json.dumps(leaderboard).encode(),
                seconds=seconds,
                environment={"MPLCONFIGDIR": folder, "OPENBLAS_NUM_THREADS": "1"},
                keep_errors=True,
            )
        except TimeoutError as error:
            raise ChartRenderFailed("timeout") from error
    if ended.returncode != 0:
        last = ended.errors.decode(errors="replace").strip().rpartition("\n")[2]
        log.warning("chart_render_failed", returncode=ended.returncode, error=last)
        raise ChartRenderFailed
    return {name: base64.b64decode(body) for name, body in json.loads(ended.output).items()}
