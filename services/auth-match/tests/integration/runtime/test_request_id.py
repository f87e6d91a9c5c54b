"""The id of a request ends with it: the thread, or the connection, serves others after it."""

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from polling import wait_until

ID = "0123456789abcdef"
# Around Django as a server sees it: `/left` answers which ids were bound before and after each request.
AROUND_WSGI = """
import json
from django.core.wsgi import get_wsgi_application
from auth_match.runtime.request_id import current_request_id
django = get_wsgi_application()
left = []
def application(environ, start_response):
    if environ["PATH_INFO"] == "/left":
        start_response("200 OK", [("Content-Type", "application/json")])
        return [json.dumps(left).encode()]
    left.append(current_request_id())
    response = django(environ, start_response)
    left.append(current_request_id())
    return response
"""
AROUND_ASGI = """
import json
from django.core.asgi import get_asgi_application
from auth_match.runtime.request_id import current_request_id
django = get_asgi_application()
left = []
async def application(scope, receive, send):
    if scope["path"] == "/left":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(left).encode()})
        return
    left.append(current_request_id())
    await django(scope, receive, send)
    left.append(current_request_id())
"""
GUNICORN = "gunicorn --bind 127.0.0.1:{port} --threads 1 --no-control-socket --pythonpath {folder}"
WORKER = "--worker-class auth_match.config.web_worker.WebWorker around:application"
UVICORN = "uvicorn --port {port} --lifespan off --app-dir {folder}"
PROTOCOL = "--http auth_match.runtime.http_protocol:ProblemHttpProtocol around:application"


@pytest.fixture(
    params=[(f"{GUNICORN} {WORKER}", AROUND_WSGI), (f"{UVICORN} {PROTOCOL}", AROUND_ASGI)],
    ids=["a thread of gunicorn", "a connection of uvicorn"],
)
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[http.client.HTTPConnection]:
    """Kept alive: all its requests come to one thread, or one protocol."""
    command, application = request.param
    (tmp_path / "around.py").write_text(application)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-m", *command.format(port=port, folder=tmp_path).split()],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )
    try:
        wait_until(lambda: is_open(port), 60)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        yield connection
        connection.close()
    finally:
        process.kill()
        process.wait()


def is_open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except ConnectionRefusedError:
        return False
    return True


def test_no_id_is_left_for_the_next_request(connection: http.client.HTTPConnection) -> None:
    for path, status in (("/healthz", 200), ("/nothing", 404), ("/healthz", 200)):
        connection.request("GET", path, headers={"X-Request-ID": ID, "Host": "localhost"})
        response = connection.getresponse()
        response.read()
        assert (response.status, response.headers["X-Request-ID"]) == (status, ID)
    left: list[str] = []

    def is_complete() -> bool:  # the last request ends a moment after its response
        connection.request("GET", "/left", headers={"Host": "localhost"})
        left[:] = json.loads(connection.getresponse().read())
        return len(left) == 6

    wait_until(is_complete)
    assert left == [""] * 6
