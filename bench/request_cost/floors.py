"""Starts the floors: the bare services beside the system under test, and a bare nginx in front of ours."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from native import gateway
from native.settings import NativeSettings

START_SECONDS = 30
BIN = Path(sys.executable).parent
NGINX = """
daemon off; worker_processes 2; {user} pid nginx.pid; error_log stderr crit;
events {{ worker_connections 512; }}
http {{
    access_log access.log;
    upstream images {{ server 127.0.0.1:{port}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{own};
        location / {{ proxy_http_version 1.1; proxy_set_header Connection ""; proxy_pass http://images; }}
    }}
    client_body_temp_path b; proxy_temp_path p; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
}}
"""


@dataclass(frozen=True, slots=True)
class Server:
    """Where requests go, and the process whose CPU is counted."""

    port: int
    pid: int


def free_port() -> int:
    """A TCP port without a listener."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def images(database: str) -> Iterator[Server]:
    """The bare FastAPI; `database` is a PostgreSQL URL."""
    port = free_port()
    command = (str(BIN / "uvicorn"), "bench.request_cost.floor_images:app", "--port", str(port))
    with _running(
        (*command, "--no-access-log", "--log-level", "warning"), port, {"BENCH_DATABASE": database}
    ) as floor:
        yield floor


@contextmanager
def accounts() -> Iterator[Server]:
    """The bare Django, with as many workers and threads as ours."""
    port = free_port()
    command = (str(BIN / "gunicorn"), "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4")
    more = {"DJANGO_SETTINGS_MODULE": "bench.request_cost.floor_settings"}
    application = "bench.request_cost.floor_accounts:application"
    with _running((*command, "--no-control-socket", application), port, more) as floor:
        yield floor


@contextmanager
def nginx(settings: NativeSettings, folder: Path, upstream: int) -> Iterator[Server]:
    """A bare proxy in front of one port, with nginx's own access log."""
    port = free_port()
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(NGINX.format(user=user, port=upstream, own=port))
    command = (gateway.binary(settings), "-p", str(folder), "-c", str(folder / "nginx.conf"))
    with _running(command, port, {}) as floor:
        yield floor


@contextmanager
def _running(command: tuple[str, ...], port: int, more: Mapping[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(command, env={**os.environ, **more}, stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(port):
            assert process.poll() is None, f"{command[0]} ended"
            assert time.monotonic() < deadline, f"{command[0]} does not answer"
            time.sleep(0.1)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(10)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
