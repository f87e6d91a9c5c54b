"""The processes' logs: readable by their owner only, and bounded in size and number by the settings.

Every process appends to its own descriptor, so rotation copies a log and truncates it in place: no process
has to reopen it, and a hanging supervisor blocks no service. A line written between copy and truncation
(microseconds) is lost. Otherwise a file ends with a complete line.
"""

import asyncio
import errno
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from native.settings import NativeSettings

CHECK_SECONDS = 1.0
FULL = (errno.ENOSPC, errno.EDQUOT)
CREATED_FOR_NGINX = ("gateway-access.log",)  # nginx opens it by name and keeps its mode
MEBIBYTE = 1024**2
WRITE_SECONDS = 0.002  # the longest duration of one write
MAX_ROUNDS = 20  # per rotation, while the writer is faster than the copy
BLOCK_BYTES = 64 * 1024  # longer than any log line


def make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)


def open_log(path: Path) -> IO[bytes]:
    """Opens it for appending. If it cannot be created (a full disk), the process runs without a log."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    except OSError:
        handle = os.open(os.devnull, os.O_WRONLY)
    return os.fdopen(handle, "wb", buffering=0)


@dataclass(frozen=True, slots=True)
class LogFiles:
    """At most `files` per log: the growing x.log, then x.log.1, x.log.2, from newer to older.

    Each CHECK_SECONDS a log larger than `max_bytes` is rotated. So an older file exceeds that by at most one
    second of output; if one second brings more than `max_bytes`, it has half to twice that size.
    """

    folder: Path
    max_bytes: int
    files: int

    @classmethod
    def of(cls, settings: NativeSettings) -> "LogFiles":
        return cls(settings.logs, settings.declared.log_max_mb * MEBIBYTE, settings.declared.log_files)

    async def rotate_forever(self, *, check_seconds: float = CHECK_SECONDS) -> None:
        self.prepare()
        while True:
            await asyncio.to_thread(self.rotate)
            await asyncio.sleep(check_seconds)

    def prepare(self) -> None:
        """Sets the modes, also of logs that an earlier release left readable by other users."""
        with suppress(OSError):
            make_folder(self.folder)
        for name in CREATED_FOR_NGINX:
            open_log(self.folder / name).close()
        for file in self.folder.glob("*.log*"):
            if not file.is_symlink():
                with suppress(OSError):
                    file.chmod(0o600)

    def rotate(self) -> None:
        """Checks every log once."""
        for log in self.folder.glob("*.log"):
            try:
                if log.is_file() and not log.is_symlink() and log.stat().st_size > self.max_bytes:
                    self._rotate_one(log)
            except OSError as error:
                if error.errno in FULL:
                    self._truncate(log)  # other errors: the next check tries again

    def _rotate_one(self, log: Path) -> None:
        """Moves the content into older files of full size, deletes the oldest, and empties the log."""
        with log.open("r+b") as source:
            copied = 0
            for _ in range(MAX_ROUNDS):
                *whole, last = self._pieces(source, copied)
                for begin, end in whole:
                    with _new_piece(source) as target:
                        _copy(source, target, begin, end)
                    self._push(log, Path(target.name))
                with _new_piece(source) as target:
                    _copy(source, target, *last)
                    self._push(log, Path(target.name))  # before the last copy: later lines are included
                    _copy_new_lines(source, target, last[1])
                    is_complete = os.fstat(source.fileno()).st_size <= last[1]
                    if is_complete:
                        source.truncate(0)
                    rest = _take_unfinished_line(target)
                if is_complete:
                    break
                copied = source.tell() - len(rest)  # the writer was faster: copy the new content, too
            else:
                source.truncate(0)
        if rest:  # the writer will append the rest of this line
            with open_log(log) as again:
                again.write(rest)

    def _pieces(self, source: IO[bytes], copied: int) -> list[tuple[int, int]]:
        """Splits the content after `copied` at line ends into pieces of about `max_bytes`, none much smaller.

        The last piece includes content that is written meanwhile, up to twice `max_bytes`.
        """
        size = os.fstat(source.fileno()).st_size
        first = max(copied, size - self.max_bytes * max(1, self.files - 1))
        pieces = max(1, round((size - first) / self.max_bytes))
        begins = [_line_start(source, first + (size - first) * number // pieces) for number in range(pieces)]
        return list(zip(begins, [*begins[1:], begins[-1] + 2 * self.max_bytes], strict=True))

    def _push(self, log: Path, piece: Path) -> None:
        oldest = self.files - 1
        for number in range(oldest, 1, -1):
            with suppress(FileNotFoundError):
                Path(f"{log}.{number - 1}").replace(f"{log}.{number}")
        piece.replace(f"{log}.1") if oldest else piece.unlink()

    def _truncate(self, log: Path) -> None:
        """The disk is full: deletes the older files and truncates the log without a copy."""
        with suppress(OSError):
            Path(f"{log}.new").unlink(missing_ok=True)
            for number in range(1, self.files):
                Path(f"{log}.{number}").unlink(missing_ok=True)
            os.truncate(log, 0)


def _line_start(source: IO[bytes], offset: int) -> int:
    """The offset of the next line start; the given offset inside a line longer than BLOCK_BYTES."""
    if offset == 0:
        return 0
    source.seek(offset - 1)
    return source.tell() if source.readline(BLOCK_BYTES).endswith(b"\n") else offset


def _new_piece(source: IO[bytes]) -> IO[bytes]:
    path = f"{source.name}.new"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(handle)  # created with mode 0600; opened again by name, for `.name`
    return Path(path).open("r+b", buffering=0)


def _copy(source: IO[bytes], target: IO[bytes], begin: int, end: int) -> None:
    source.seek(begin)
    while block := source.read(min(BLOCK_BYTES, max(0, end - source.tell()))):
        target.write(block)


def _copy_new_lines(source: IO[bytes], target: IO[bytes], end: int) -> None:
    """Copies until the end of the source; waits shortly for the rest of a partly written line."""
    for _ in range(3):
        _copy(source, target, source.tell(), end)
        if os.pread(target.fileno(), 1, max(0, target.tell() - 1)) in (b"\n", b""):
            return
        time.sleep(WRITE_SECONDS)
        _copy(source, target, source.tell(), end)


def _take_unfinished_line(file: IO[bytes]) -> bytes:
    """Cuts off and returns what follows the last complete line; nothing if the line exceeds BLOCK_BYTES."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - BLOCK_BYTES))
    _, newline, rest = file.read().rpartition(b"\n")
    if not newline:
        return b""
    file.truncate(size - len(rest))
    return rest
