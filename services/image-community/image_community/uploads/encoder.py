"""Runs `pixels.py` beside the event loop: few at a time, each with a time limit, none left behind."""

import asyncio
import json
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated

import structlog
from fastapi import Depends, Request

from image_community.runtime.problem import Unavailable
from image_community.uploads.domain.container import Container
from image_community.uploads.errors import ImageTooLarge, UnreadableImage

log = structlog.get_logger()

MAX_AT_ONCE = 2
MAX_WAITING_SECONDS = 20.0  # for a turn, before 503
MAX_WORKING_SECONDS = 60.0  # by the clock; the child's own CPU limit is lower
PROGRAM = str(Path(__file__).with_name("pixels.py"))


@dataclass(frozen=True, slots=True)
class Encoded:
    """A WebP file and the size of one frame, in pixels."""

    width: int
    height: int
    webp: bytes


class Encoder:
    """Takes turns, so that a burst of uploads cannot take every core and all memory."""

    def __init__(self) -> None:
        self._turns = asyncio.Semaphore(MAX_AT_ONCE)

    async def encode(self, original: IO[bytes], container: Container) -> Encoded:
        """Decode the file to the end and encode it anew.

        Raises:
            UnreadableImage, ImageTooLarge: by what the file is.
            Unavailable: too many others are waiting, or this machine is too busy.
        """
        try:
            async with asyncio.timeout(MAX_WAITING_SECONDS):
                await self._turns.acquire()
        except TimeoutError as error:
            raise Unavailable("no turn to decode") from error
        try:
            return await _run(original, container)
        finally:
            self._turns.release()


async def _run(original: IO[bytes], container: Container) -> Encoded:
    original.seek(0)
    process = await asyncio.create_subprocess_exec(
        # -P: the script's folder stays off the import path, where our own names could shadow a library's
        *(sys.executable, "-P", PROGRAM, container.value),
        stdin=original.fileno(),
        stdout=PIPE,
        stderr=DEVNULL,
    )
    try:
        async with asyncio.timeout(MAX_WORKING_SECONDS):
            output, _ = await process.communicate()
    except TimeoutError as error:
        raise Unavailable("decoding took too long") from error
    finally:
        await _end(process)
    return _read(output, process.returncode)


async def _end(process: Process) -> None:
    """Leave no child behind, also when the request was cancelled."""
    if process.returncode is None:
        process.kill()
        await process.wait()


def _read(output: bytes, returncode: int | None) -> Encoded:
    if returncode != 0:
        # Killed by its CPU limit, or crashed in a decoder: either way this file's own doing.
        log.warning("decoder_died", returncode=returncode)
        raise UnreadableImage
    line, _, webp = output.partition(b"\n")
    answer = json.loads(line)
    if "refused" in answer:
        raise ImageTooLarge if answer["refused"] == "too_large" else UnreadableImage
    return Encoded(answer["width"], answer["height"], webp)


def get_encoder(request: Request) -> Encoder:
    """This process's encoder."""
    encoder: Encoder = request.app.state.encoder
    return encoder


ImageEncoder = Annotated[Encoder, Depends(get_encoder)]
