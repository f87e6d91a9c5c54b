"""The shutdown of gunicorn's worker, started as in compose: it binds itself, and no process takes over."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

SLOW = """
import time
def application(environ, start_response):
    time.sleep(float(environ["QUERY_STRING"] or 0))
    start_response("200 OK", [("Content-Length", "2")])
    return [b"ok"]
"""


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def web(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    (tmp_path / "slow.py").write_text(SLOW)
    command = "--workers 2 --threads 4 --graceful-timeout 8 --no-control-socket"
    worker = "auth_match.config.web_worker.WebWorker"
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", *command.split()),
            *("--worker-class", worker, "--pythonpath", str(tmp_path), "slow:application"),
        ],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )
    try:
        assert ask(port, wait_seconds=30) == "answered"
        yield process
    finally:
        process.kill()
        process.wait()


def ask(port: int, *, seconds: float = 0, wait_seconds: float = 0) -> str:
    """`answered`, `refused` (nginx tries the next process) or `reset` (nginx does not repeat a POST)."""
    request = f"POST /?{seconds} HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    end = time.monotonic() + wait_seconds
    while True:
        try:
            connection = socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            if time.monotonic() >= end:
                return "refused"
            time.sleep(0.05)
            continue
        with connection:
            try:
                connection.sendall(request.encode())
                return "answered" if connection.recv(100).startswith(b"HTTP/1.1 200") else "reset"
            except ConnectionError:
                return "reset"


def test_connection_during_shutdown_is_answered_or_refused_never_reset(
    web: subprocess.Popen[bytes], port: int
) -> None:
    """A past bug: during the last request the backlog accepted connections, which were then reset."""
    outcomes: list[str] = []
    under_way = [
        threading.Thread(target=lambda: outcomes.append(ask(port, seconds=2)), daemon=True) for _ in range(4)
    ]
    for thread in under_way:
        thread.start()
    time.sleep(0.5)
    web.send_signal(signal.SIGTERM)
    later = []
    while web.poll() is None:
        later.append(ask(port))
        time.sleep(0.01)
    for thread in under_way:
        thread.join()
    assert outcomes == 4 * ["answered"], "an open request is finished"
    assert "reset" not in later
    assert "refused" in later
