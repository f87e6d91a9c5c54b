"""The lock of a data folder: its supervisor holds it as long as it lives; the file contains its pid."""

import fcntl
import os
import signal
import time
from typing import IO

from native.settings import NativeSettings

POLL_SECONDS = 0.1
STOP_SECONDS = 60


def is_running(settings: NativeSettings) -> bool:
    """Whether a live supervisor holds the data folder's lock."""
    if not settings.lock_file.exists():
        return False
    with settings.lock_file.open("a+") as lock:
        return not acquire(lock)


def acquire(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def supervisor_pid(settings: NativeSettings) -> int | None:
    if not is_running(settings):
        return None
    text = settings.lock_file.read_text()
    return int(text) if text else None


def stop_supervisor(settings: NativeSettings) -> bool:
    """Sends SIGTERM to the supervisor and waits for its end; False when it takes too long."""
    pid = supervisor_pid(settings)
    if pid is None:
        return True
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + STOP_SECONDS
    while is_running(settings):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
