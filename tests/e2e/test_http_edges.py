"""Requests at the edge of HTTP: each port, and the gateway, answers with a problem and logs no traceback."""

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from tests.system import NativeSystem

PROBLEM = "application/problem+json"
GATEWAY, WEB, REALTIME, IMAGES = "gateway", "auth-match web", "realtime 1", "image-community web 1"
OURS = (
    *("auth-match-web", "auth-match-realtime-1", "auth-match-realtime-2"),
    *("image-community-web-1", "image-community-web-2"),
)
PATHS = {
    GATEWAY: (
        "/api/auth/profile/",
        "/api/users/?ids=1",
        "/api/v1/images",
        "/admin/",
        "/docs/auth-match/",
        "/",
    ),
    WEB: (
        "/api/auth/profile/",
        "/healthz",
        "/readyz",
        "/admin/",
        "/docs/auth-match/openapi.json",
        "/nothing",
    ),
    REALTIME: ("/healthz", "/readyz", "/metrics", "/ws/match/"),
    IMAGES: ("/healthz", "/readyz", "/startupz", "/metrics", "/api/v1/images", "/api/v1/openapi.json", "/"),
}
EVERY = [(place, path) for place, paths in PATHS.items() for path in paths]
HEALTH = [
    *((GATEWAY, "/healthz"), (WEB, "/healthz"), (WEB, "/readyz")),
    *((REALTIME, path) for path in ("/healthz", "/readyz", "/metrics")),
    *((IMAGES, path) for path in ("/healthz", "/readyz", "/startupz", "/metrics")),
]
KIB = 1024


class Answer:
    """What came back on a connection of its own."""

    def __init__(self, port: int, request: bytes) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
            connection.sendall(request)
            response = http.client.HTTPResponse(
                connection, method="HEAD" if request.startswith(b"HEAD") else None
            )
            response.begin()
            self.status, self.headers, self.body = response.status, response.headers, response.read()

    def code(self) -> Any:
        """Of the problem that this must be."""
        assert self.headers["Content-Type"] == PROBLEM, self.body
        assert self.headers["Cache-Control"] == "no-store"
        problem = json.loads(self.body)
        assert problem["status"] == self.status
        assert len(problem["request_id"]) >= 8
        return problem["code"]


def request(method: str, path: str, *lines: str) -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: maru.test", "Connection: close", *lines, "", ""]
    return "\r\n".join(head).encode()


def port_of(system: NativeSystem, place: str) -> int:
    return system.settings.ports.by_name()[place]


@pytest.fixture
def without_tracebacks(system: NativeSystem) -> Iterator[None]:
    files = [system.settings.logs / f"{name}.log" for name in OURS]
    sizes = [file.stat().st_size for file in files]
    yield
    for file, size in zip(files, sizes, strict=True):
        assert b"Traceback" not in file.read_bytes()[size:], file


@pytest.mark.parametrize(("place", "path"), EVERY)
def test_unknown_method_is_a_problem(
    system: NativeSystem, without_tracebacks: None, place: str, path: str
) -> None:
    for method in ("FOO", "PROPFIND", "TRACE", "UNLOCK", "get", "CONNECT"):
        answer = Answer(port_of(system, place), request(method, path))
        expected = {(405, "method_not_allowed"), (400, "malformed"), (404, "not_found")}
        assert (answer.status, answer.code()) in expected, method


@pytest.mark.parametrize(("place", "path"), EVERY)
def test_http_1_0_without_a_host_is_answered(
    system: NativeSystem, without_tracebacks: None, place: str, path: str
) -> None:
    answer = Answer(port_of(system, place), f"GET {path} HTTP/1.0\r\n\r\n".encode())
    assert answer.status in {200, 302, 401, 404}, answer.body


@pytest.mark.parametrize("host", ["_", "a_b", "a..b", "[::1", "x:99999999"])
def test_bad_host_is_400_and_no_traceback(system: NativeSystem, without_tracebacks: None, host: str) -> None:
    for place, path in ((GATEWAY, "/docs/auth-match/"), (WEB, "/docs/auth-match/openapi.json")):
        answer = Answer(port_of(system, place), f"GET {path} HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        assert answer.status < 500
        assert answer.status == 200 or answer.code() == "malformed"


@pytest.mark.parametrize(("place", "path"), HEALTH)
def test_health_takes_get_and_head_and_no_other(system: NativeSystem, place: str, path: str) -> None:
    for method in ("GET", "HEAD"):
        answer = Answer(port_of(system, place), request(method, path))
        assert (answer.status, bool(answer.body)) == (200, method == "GET")
    for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS"):
        answer = Answer(port_of(system, place), request(method, path, "Content-Length: 0"))
        assert (answer.status, answer.code()) == (405, "method_not_allowed"), method
        assert answer.headers["Allow"].split(", ") == ["GET", "HEAD"]


@pytest.mark.parametrize(("place", "path"), EVERY)
def test_header_lines_of_16_kib_are_read_and_longer_ones_are_431(
    system: NativeSystem, place: str, path: str
) -> None:
    port = port_of(system, place)
    plain = Answer(port, request("GET", path)).status
    name = "X-Long: "
    for size in (8_190, 8_200, 12_000, 16 * KIB - len(name) - 2):
        assert Answer(port, request("GET", path, name + "y" * size)).status == plain, size
    assert (
        Answer(port, request("GET", path, *(f"X-{each}: {'y' * 15_000}" for each in range(3)))).status
        == plain
    )
    assert Answer(port, request("GET", path, *(f"X-{each}: y" for each in range(200)))).status == plain
    for size in (17 * KIB, 60 * KIB):
        answer = Answer(port, request("GET", path, name + "y" * size))
        assert (answer.status, answer.code()) == (431, "headers_too_large"), size


@pytest.mark.parametrize("place", [REALTIME, IMAGES])
def test_head_without_an_end_is_431(system: NativeSystem, place: str) -> None:
    """One line, or many, that go on: uvicorn would keep them all."""
    for lines in (b"X-Long: " + b"y" * 200 * KIB, b"".join(b"X-%d: y\r\n" % each for each in range(20_000))):
        answer = Answer(port_of(system, place), b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + lines)
        assert (answer.status, answer.code()) == (431, "headers_too_large")


@pytest.mark.parametrize("place", [GATEWAY, WEB, REALTIME, IMAGES])
@pytest.mark.parametrize(
    "raw",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\nBad Header: y\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: ten\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"GET / HTTP/3.7\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\r\n\r\n",
    ],
)
def test_what_is_no_http_is_a_problem(
    system: NativeSystem, without_tracebacks: None, place: str, raw: bytes
) -> None:
    answer = Answer(port_of(system, place), raw)
    # uvicorn's parser distinguishes bytes that are no method from an unknown one at its first letter alone
    assert (answer.status, answer.code()) in {(400, "malformed"), (405, "method_not_allowed")}
