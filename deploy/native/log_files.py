"""The processes' logs: for their owner alone, and no more of them than the settings allow.

Every process appends to a descriptor of its own, so a log is copied and cut where it lies: no process has to
be asked, and a supervisor that hangs holds no service up. A line that is written between the copy and the
cut (microseconds) is lost.
"""

import asyncio
import errno
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from native.settings import NativeSettings

LOOK_SECONDS = 1.0
FULL = (errno.ENOSPC, errno.EDQUOT)
MADE_FOR_NGINX = ("gateway-access.log",)  # it opens this one itself, with whatever mode it has
MEBIBYTE = 1024**2


def make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def open_log(path: Path) -> IO[bytes]:
    """To append to. Where it cannot be made (a full disk) the output is dropped, and the process runs."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:
        handle = os.open(os.devnull, os.O_WRONLY)
    return os.fdopen(handle, "wb", buffering=0)


@dataclass(frozen=True, slots=True)
class LogFiles:
    """At most `files` of `max_bytes` per log: x.log, which grows, then x.log.1, x.log.2, older and older."""

    folder: Path
    max_bytes: int
    files: int

    @classmethod
    def of(cls, settings: NativeSettings) -> "LogFiles":
        return cls(settings.logs, settings.log_max_mb * MEBIBYTE, settings.log_files)

    async def rotate_forever(self) -> None:
        self.prepare()
        while True:
            await asyncio.to_thread(self.rotate)
            await asyncio.sleep(LOOK_SECONDS)

    def prepare(self) -> None:
        """Also for logs that an earlier release left open to others."""
        with suppress(OSError):
            make_folder(self.folder)
        for name in MADE_FOR_NGINX:
            open_log(self.folder / name).close()
        for file in self.folder.glob("*.log*"):
            if not file.is_symlink():
                with suppress(OSError):
                    file.chmod(0o600)

    def rotate(self) -> None:
        """Once over all logs."""
        for log in self.folder.glob("*.log"):
            try:
                if log.is_file() and not log.is_symlink() and log.stat().st_size > self.max_bytes:
                    self._cut(log)
            except OSError as error:
                if error.errno in FULL:
                    self._give_up(log)  # else it is tried again in a second

    def _cut(self, log: Path) -> None:
        """Its content becomes whole older files, the oldest of all are deleted, and it is empty again."""
        with log.open("r+b") as source:
            size = os.fstat(source.fileno()).st_size
            source.seek(max(0, size - self.max_bytes * (self.files - 1)))
            for piece in self._pieces(source):
                self._push(log, piece)
            source.truncate(0)

    def _pieces(self, source: IO[bytes]) -> Iterator[Path]:
        """Copies of at most `max_bytes`, until the end is reached, or one writes faster than we copy."""
        piece = Path(f"{source.name}.new")
        for _ in range(2 * self.files):
            handle = os.open(piece, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as target:
                copied = _copy(source, target, self.max_bytes)
            if not copied:
                piece.unlink()
                return
            yield piece

    def _push(self, log: Path, piece: Path) -> None:
        oldest = self.files - 1
        for number in range(oldest, 1, -1):
            with suppress(FileNotFoundError):
                Path(f"{log}.{number - 1}").replace(f"{log}.{number}")
        piece.replace(f"{log}.1") if oldest else piece.unlink()

    def _give_up(self, log: Path) -> None:
        """The disk is full: the log is cut without a copy, and what was old makes room."""
        with suppress(OSError):
            Path(f"{log}.new").unlink(missing_ok=True)
            for number in range(1, self.files):
                Path(f"{log}.{number}").unlink(missing_ok=True)
            os.truncate(log, 0)


def _copy(source: IO[bytes], target: IO[bytes], most: int) -> int:
    copied = 0
    while copied < most and (block := source.read(min(64 * 1024, most - copied))):
        target.write(block)
        copied += len(block)
    return copied
