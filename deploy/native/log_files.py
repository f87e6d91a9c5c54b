"""The processes' logs: for their owner alone, and no more of them than the settings allow.

Every process appends to a descriptor of its own, so a log is copied and cut where it lies: no process has to
be asked, and a supervisor that hangs holds no service up. A line that is written between the copy and the
cut (microseconds) is lost. Else a file ends with a whole line.
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

LOOK_SECONDS = 1.0
FULL = (errno.ENOSPC, errno.EDQUOT)
MADE_FOR_NGINX = ("gateway-access.log",)  # it opens this one itself, with whatever mode it has
MEBIBYTE = 1024**2
WRITE_SECONDS = 0.002  # as long as one write may take
MOST_ROUNDS = 20  # of one cut, while the writer is faster than the copy
BLOCK_BYTES = 64 * 1024  # no line of ours is longer


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
    """At most `files` per log: x.log, which grows, then x.log.1, x.log.2, older and older.

    A log is cut when it is larger than `max_bytes`, at the next look. So each older file is that large, and
    what a second brings larger; of a process that writes more a second, half to twice as large.
    """

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
        """Its content becomes older files, all full, the oldest of all are deleted, and it is empty again."""
        with log.open("r+b") as source:
            copied = 0
            for _ in range(MOST_ROUNDS):
                *whole, last = self._pieces(source, copied)
                for begin, end in whole:
                    with _new_piece(source) as target:
                        _copy(source, target, begin, end)
                    self._push(log, Path(target.name))
                with _new_piece(source) as target:
                    _copy(source, target, *last)
                    self._push(log, Path(target.name))  # before the last look: nothing is lost for it
                    _copy_what_comes(source, target, last[1])
                    is_all = os.fstat(source.fileno()).st_size <= last[1]
                    if is_all:
                        source.truncate(0)
                    rest = _take_unfinished_line(target)
                if is_all:
                    break
                copied = source.tell() - len(rest)  # its writer was faster: what came is copied, too
            else:
                source.truncate(0)
        if rest:  # what is still to come of the line goes behind it
            with open_log(log) as again:
                again.write(rest)

    def _pieces(self, source: IO[bytes], copied: int) -> list[tuple[int, int]]:
        """What was not copied yet: as near `max_bytes` as goes without a small one; they end with a line.

        The last ends where the file does, however much is written meanwhile, but at twice `max_bytes`.
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

    def _give_up(self, log: Path) -> None:
        """The disk is full: the log is cut without a copy, and what was old makes room."""
        with suppress(OSError):
            Path(f"{log}.new").unlink(missing_ok=True)
            for number in range(1, self.files):
                Path(f"{log}.{number}").unlink(missing_ok=True)
            os.truncate(log, 0)


def _line_start(source: IO[bytes], offset: int) -> int:
    """The first beginning of a line from there on; the offset itself in a line longer than any of ours."""
    if offset == 0:
        return 0
    source.seek(offset - 1)
    return source.tell() if source.readline(BLOCK_BYTES).endswith(b"\n") else offset


def _new_piece(source: IO[bytes]) -> IO[bytes]:
    path = f"{source.name}.new"
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    os.close(handle)  # made for us alone; opened by its name, to be found by it
    return Path(path).open("r+b", buffering=0)


def _copy(source: IO[bytes], target: IO[bytes], begin: int, end: int) -> None:
    source.seek(begin)
    while block := source.read(min(BLOCK_BYTES, max(0, end - source.tell()))):
        target.write(block)


def _copy_what_comes(source: IO[bytes], target: IO[bytes], end: int) -> None:
    """Until there is no more; a line that is just being written, and there in part, is waited for."""
    for _ in range(3):
        _copy(source, target, source.tell(), end)
        if os.pread(target.fileno(), 1, max(0, target.tell() - 1)) in (b"\n", b""):
            return
        time.sleep(WRITE_SECONDS)
        _copy(source, target, source.tell(), end)


def _take_unfinished_line(file: IO[bytes]) -> bytes:
    """What follows its last whole line; nothing of a line that is longer than any of ours."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - BLOCK_BYTES))
    _, newline, rest = file.read().rpartition(b"\n")
    if not newline:
        return b""
    file.truncate(size - len(rest))
    return rest
