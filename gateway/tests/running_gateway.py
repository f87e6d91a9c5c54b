"""A real nginx with the real configuration, rendered as for a native run, on free ports."""

import http.client
import json
import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from native import gateway
from native.processes import port_in_use
from native.settings import NativeSettings, Ports, load

ALLOWED_ORIGIN = "https://front.example"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def received_headers(self) -> dict[str, list[str]]:
        """The headers that the echo upstream received, by lower-case name."""
        found: dict[str, list[str]] = {}
        for name, value in self.json()["headers"]:
            found.setdefault(name.lower(), []).append(value)
        return found


@dataclass(frozen=True, slots=True)
class Gateway:
    settings: NativeSettings

    @property
    def port(self) -> int:
        return self.settings.ports.gateway

    def ask(
        self,
        path: str,
        method: str = "GET",
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Sends one request on its own connection; sends the path unchanged."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def ask_raw(self, request: bytes) -> Answer:
        """Sends bytes that no valid client sends. ``request`` must cause or request a close."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as connection:
            connection.sendall(request)
            response = http.client.HTTPResponse(connection)
            response.begin()
            return Answer(response.status, response.headers, response.read())

    def access_log(self, request_id: str) -> tuple[str, dict[str, Any]]:
        """The line of one request, as text and parsed. nginx writes it just after the response."""
        file = self.settings.logs / "gateway-access.log"
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for line in file.read_text().splitlines():
                if request_id in line:
                    return line, json.loads(line)
            time.sleep(0.02)
        raise AssertionError(f"{request_id} is not in {file}")


@contextmanager
def run_gateway(folder: Path, *, web: Path | None = None, **environment: str) -> Iterator[Gateway]:
    """nginx on free ports, without upstreams; ``environment`` has the operator's settings.

    ``web``: a folder in place of the repository's, whose builds may be there or not.
    """
    given = load(
        {
            "MARU_DATA_DIR": str(folder),
            "MARU_HTTP_PORT": str(_free_ports()),
            "MARU_ALLOWED_ORIGINS": f"{ALLOWED_ORIGIN}, http://localhost:5173/",
            "MARU_NGINX_BIN": os.environ.get("MARU_NGINX_BIN", ""),
            **environment,
        }
    )
    settings = replace(given, web=web) if web else given
    settings.logs.mkdir(parents=True)
    for served in (settings.static, settings.media / "public"):
        served.mkdir(parents=True)
    process = gateway.process(settings)
    running = subprocess.Popen(process.argv, env=dict(process.environment))
    try:
        _wait_for_port(settings.ports.gateway, running)
        yield Gateway(settings)
    finally:
        running.terminate()
        running.wait(20)


def _free_ports() -> int:
    """The first of a block of free ports, below the kernel's ephemeral range."""
    while True:
        first = random.randrange(20000, 32000, 10)
        if not any(map(port_in_use, Ports(first).by_name().values())):
            return first


def _wait_for_port(port: int, running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while not port_in_use(port):
        assert running.poll() is None, f"nginx ended with status {running.returncode}"
        assert time.monotonic() < deadline, "nginx does not listen"
        time.sleep(0.02)
