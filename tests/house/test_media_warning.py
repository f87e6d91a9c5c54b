"""What `make up` says of media that wait for an operator."""

import json
import socket
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from native import media
from native.settings import NativeSettings, load

Answer = Callable[[int, bytes], NativeSettings]


@pytest.fixture
def answering() -> Iterator[Answer]:
    """Settings of a system whose first image-community process answers everything so."""
    servers: list[HTTPServer] = []

    def start(status: int, body: bytes) -> NativeSettings:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        servers.append(server)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        return load({"MARU_HTTP_PORT": str(server.server_address[1] - 4)})

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


def test_refused_media_are_a_warning_with_the_way_on(answering: Answer) -> None:
    problem = {"code": "media_store_refused", "detail": "The media folder belongs to another database."}
    said = media.warning(answering(503, json.dumps(problem).encode()))
    assert said is not None
    assert "belongs to another database" in said
    assert "make media ARGS=status" in said


@pytest.mark.parametrize(
    ("status", "body"), [(200, b'{"status":"ok"}'), (503, b'{"code":"unavailable"}'), (502, b"<html>")]
)
def test_all_else_is_none(answering: Answer, status: int, body: bytes) -> None:
    assert media.warning(answering(status, body)) is None


def test_silent_system_is_none() -> None:
    with socket.socket() as taken:  # bound, so that no other program has it, and not listening
        taken.bind(("127.0.0.1", 0))
        assert media.warning(load({"MARU_HTTP_PORT": str(taken.getsockname()[1] - 4)})) is None
