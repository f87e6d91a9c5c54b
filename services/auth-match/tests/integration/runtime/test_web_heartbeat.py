"""The heartbeat of auth-match's web process shows progress; a probe would wait behind all requests."""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from polling import wait_until

SLOW = """
import os, time
def application(environ, start_response):
    time.sleep(float(environ["QUERY_STRING"] or 0))
    start_response("200 OK", [("Content-Length", "8")])
    return [b"%08d" % os.getpid()]
"""
QUEUED = 60  # of 0.5 s at four threads: the last one waits for 7.5 s
SIGN_SECONDS = 3.0


@pytest.fixture
def heartbeat(tmp_path: Path) -> Path:
    file = tmp_path / "beat"
    file.touch()
    return file


@pytest.fixture
def port(tmp_path: Path, heartbeat: Path) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    (tmp_path / "slow.py").write_text(SLOW)
    command = "--workers 1 --threads 4 --timeout 4 --graceful-timeout 1 --no-control-socket"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *command.split()),
            *("--worker-class", "auth_match.config.web_worker.WebWorker"),
            *("--pythonpath", str(tmp_path), "slow:application"),
        ],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path), "AUTH_MATCH_HEARTBEAT_PATH": str(heartbeat)},
    )
    try:
        wait_until(lambda: ask(port) != b"", 60)
        yield port
    finally:
        process.kill()
        process.wait()


def ask(port: int, seconds: float = 0) -> bytes:
    """The worker's process id, or nothing."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/?{seconds}", timeout=60) as response:
            return bytes(response.read())
    except OSError:
        return b""


def longest_without_a_sign(heartbeat: Path, until: Callable[[], bool]) -> float:
    longest, seen, at = 0.0, heartbeat.stat().st_mtime_ns, time.monotonic()
    while not until():
        time.sleep(0.05)
        now = heartbeat.stat().st_mtime_ns
        longest = max(longest, time.monotonic() - at)
        if now != seen:
            seen, at = now, time.monotonic()
    return longest


def in_background(port: int, count: int, seconds: float) -> list[threading.Thread]:
    threads = [threading.Thread(target=ask, args=(port, seconds), daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def test_process_with_a_long_queue_sends_heartbeats(port: int, heartbeat: Path) -> None:
    """A past bug: /healthz answered after 7.5 s, so the supervisor killed and restarted the process."""
    asked = in_background(port, QUEUED, 0.5)
    longest = longest_without_a_sign(heartbeat, lambda: not any(each.is_alive() for each in asked))
    assert longest < SIGN_SECONDS


def test_idle_process_sends_heartbeats(port: int, heartbeat: Path) -> None:
    end = time.monotonic() + 4
    assert longest_without_a_sign(heartbeat, lambda: time.monotonic() > end) < SIGN_SECONDS


def test_requests_that_never_end_stop_heartbeats_and_replace_the_worker(port: int, heartbeat: Path) -> None:
    """A deadlock: gunicorn's own loop still runs, so gunicorn itself would never replace the worker."""
    first = ask(port)
    in_background(port, 8, 600)
    time.sleep(1)
    before = heartbeat.stat().st_mtime_ns
    time.sleep(2)
    assert heartbeat.stat().st_mtime_ns == before
    wait_until(lambda: ask(port) not in (first, b""), 30)
