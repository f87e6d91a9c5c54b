"""Runs one Python program in a process of its own, with a time limit."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO


@dataclass(frozen=True, slots=True)
class Ended:
    """`returncode` is negative if a signal ended it; `errors` is empty unless asked for."""

    returncode: int
    output: bytes
    errors: bytes


async def run_python(
    *arguments: str,
    stdin: bytes | IO[bytes],
    seconds: float,
    environment: Mapping[str, str] | None = None,
    keep_errors: bool = False,
) -> Ended:
    """Run the interpreter with these arguments until it ends; the limit, or a cancelled caller, kills it.

    `stdin` is what it reads: bytes, or an open file from its position.

    Raises:
        TimeoutError: it ran for `seconds`.
        OSError: it did not start (EMFILE, ENOMEM, EAGAIN).
    """
    given = stdin if isinstance(stdin, bytes) else None
    process = await asyncio.create_subprocess_exec(
        # -P: neither the script's folder nor the current one is on the import path, so that no module of ours
        # can shadow a library
        *(sys.executable, "-P", *arguments),
        stdin=PIPE if isinstance(stdin, bytes) else stdin.fileno(),
        stdout=PIPE,
        stderr=PIPE if keep_errors else DEVNULL,
        env={**os.environ, **(environment or {})},
    )
    try:
        async with asyncio.timeout(seconds):
            output, errors = await process.communicate(given)
    finally:
        await _end(process)
    return Ended(process.returncode or 0, output, errors or b"")


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()
        await process.wait()
