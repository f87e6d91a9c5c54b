"""Small real HTTP and WebSocket servers behind the gateway: they respond with what they received.

Request headers control the response: ``X-Want-Status: 503``, ``X-Want-Header: Name=value`` (repeatable),
``X-Want-Bytes: 2048`` (so many bytes of padding in the body).
"""

import http
import http.server
import json
import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, cast

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve
from websockets.typing import Subprotocol


class EchoHandler(http.server.BaseHTTPRequestHandler):
    """Answers every method with JSON: ports of both ends, method, path, header pairs, bytes of the body."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        received = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Transfer-Encoding") == "chunked":
            received = self._read_chunks()
        body = json.dumps(
            {
                "port": cast("EchoServer", self.server).server_port,
                "connection": self.client_address[1],
                "method": self.command,
                "path": self.path,
                "headers": list(self.headers.items()),
                "body_bytes": len(received),
                "padding": "x" * int(self.headers.get("X-Want-Bytes", 0)),
            }
        ).encode()
        self.send_response(int(self.headers.get("X-Want-Status", 200)))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for wanted in self.headers.get_all("X-Want-Header", []):
            self.send_header(*wanted.split("=", 1))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = do_GET

    def _read_chunks(self) -> bytes:
        received = b""
        while size := int(self.rfile.readline(), 16):
            received += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return received

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the base class
        """Quiet."""


class EchoServer(http.server.ThreadingHTTPServer):
    """Its end is that of a process: kept connections end, too."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), EchoHandler)
        self._accepted: list[socket.socket] = []

    def get_request(self) -> tuple[socket.socket, Any]:
        accepted = super().get_request()
        self._accepted.append(accepted[0])
        return accepted

    def server_close(self) -> None:
        super().server_close()
        for connection in self._accepted:
            with suppress(OSError):  # it has ended
                connection.shutdown(socket.SHUT_RDWR)


@contextmanager
def http_upstream(port: int) -> Iterator[None]:
    server = EchoServer(port)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def websocket_upstream(port: int) -> Iterator[None]:
    """First sends the handshake's headers, then echoes frames until the client disconnects."""

    def select(_: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
        return Subprotocol("maru.v1") if "maru.v1" in offered else None

    def handle(connection: ServerConnection) -> None:
        request = connection.request
        assert request is not None
        headers: Headers = request.headers
        connection.send(
            json.dumps({"port": port, "path": request.path, "headers": list(headers.raw_items())})
        )
        try:
            for frame in connection:
                connection.send(frame)
        except ConnectionClosed:
            return

    with serve(handle, "127.0.0.1", port, select_subprotocol=select, compression=None) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
