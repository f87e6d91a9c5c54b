"""Runs `pixels.py` in subprocesses: in decode slots, with resource limits."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Annotated, Any

import structlog
from fastapi import Depends, Request

from image_community.runtime.child_process import run_python
from image_community.runtime.problem import TooMany, Unavailable
from image_community.runtime.storage import storing
from image_community.uploads.decode_slots import DecodeSlots
from image_community.uploads.domain.container import Container
from image_community.uploads.errors import ImageTooLarge, UnreadableImage
from image_community.uploads.pixels import MAX_CPU_SECONDS
from image_community.uploads.store import DecodingStore

log = structlog.get_logger()

MAX_WORKING_SECONDS = 60.0  # wall clock; the child's CPU limit is lower
PROGRAM = str(Path(__file__).with_name("pixels.py"))


@dataclass(frozen=True, slots=True)
class Encoded:
    """A WebP file and the size of one frame, in pixels."""

    width: int
    height: int
    webp: bytes


class Encoder:
    """Uses decode slots, so that neither a burst nor one account can take all cores and memory."""

    def __init__(self, store: DecodingStore, *, program: str = PROGRAM) -> None:
        self._store = store
        self._program = program
        self._slots = DecodeSlots(store.lease)

    async def encode(self, user_id: int, original: IO[bytes], container: Container) -> Encoded:
        """Decode the whole file and re-encode it; its CPU time is charged to the account.

        Raises:
            UnreadableImage, ImageTooLarge: the file is refused.
            TooMany: the account's CPU time is used up, or too many of its files wait.
            Unavailable: no decode slot became free, or this machine is overloaded.
            StorageUnavailable: the file cannot be read back.
        """
        await self._require_budget(user_id)
        async with self._slots.acquire(user_id):
            await self._require_budget(user_id)  # earlier requests in the queue may have used it up
            output = await self._run(original, container)
            answer, webp = _parsed(output)
            # Killed by a limit, or crashed: the cost is unknown, so the limit is charged.
            await self._store.charge(user_id, answer.get("cpu_seconds", MAX_CPU_SECONDS))
        if output is None:
            raise Unavailable("decoding took too long")
        if "width" not in answer:
            raise ImageTooLarge if answer.get("refused") == "too_large" else UnreadableImage
        return Encoded(answer["width"], answer["height"], webp)

    async def _run(self, original: IO[bytes], container: Container) -> bytes | None:
        """The child's output; empty if it failed, None if it timed out."""
        with storing("spool"):
            original.seek(0)
        try:
            ended = await run_python(
                *(self._program, container.value), stdin=original, seconds=MAX_WORKING_SECONDS
            )
        except TimeoutError:
            log.warning("decoder_timed_out", seconds=MAX_WORKING_SECONDS)
            return None
        except OSError as error:  # no resources for another process
            raise Unavailable(f"the decoder did not start: {error}") from error
        if ended.returncode != 0:
            log.warning("decoder_failed", returncode=ended.returncode)
            return b""
        return ended.output

    async def _require_budget(self, user_id: int) -> None:
        seconds = await self._store.seconds_to_wait(user_id)
        if seconds:
            raise TooMany(seconds)


def _parsed(output: bytes | None) -> tuple[dict[str, Any], bytes]:
    """The child's line of JSON, empty without output, and the file after it."""
    line, _, webp = (output or b"").partition(b"\n")
    return (json.loads(line) if line else {}), webp


async def get_encoder(request: Request) -> Encoder:
    """This process's encoder."""
    encoder: Encoder = request.app.state.encoder
    return encoder


ImageEncoder = Annotated[Encoder, Depends(get_encoder)]
