"""One client holds so many requests and sockets at a time, and takes no place from another."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from gateway.tests.door import Door, open_door
from gateway.tests.echo_upstream import http_upstream, websocket_upstream
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

MOST = 3


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("gateway")
        opened = stack.enter_context(
            open_door(
                folder,
                MARU_REQUESTS_PER_CLIENT=str(MOST),
                MARU_SOCKETS_PER_CLIENT=str(MOST),
                MARU_TRUSTED_PROXIES="127.0.0.9",
            )
        )
        stack.enter_context(http_upstream(opened.settings.ports.auth_match_web))
        for port in opened.settings.ports.realtime:
            stack.enter_context(websocket_upstream(port))
        yield opened


def begun(door: Door, address: str, forwarded_for: str = "") -> socket.socket:
    """A request whose body never comes whole; nginx has counted it, for it asks for the body after that."""
    connection = socket.create_connection(("127.0.0.1", door.port), timeout=10, source_address=(address, 0))
    head = f"POST /api/auth/login/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {forwarded_for}\r\n"
    connection.sendall(f"{head}Expect: 100-continue\r\nContent-Length: 100\r\n\r\n".encode())
    assert connection.recv(1024).startswith(b"HTTP/1.1 100 ")
    connection.sendall(b"x")
    return connection


def status_for(door: Door, address: str, forwarded_for: str = "") -> int:
    """Of a whole request."""
    connection = http.client.HTTPConnection("127.0.0.1", door.port, timeout=10, source_address=(address, 0))
    try:
        connection.request("GET", "/api/users/me/", headers={"X-Forwarded-For": forwarded_for})
        response = connection.getresponse()
        assert response.status != 429 or b'"code":"rate_limited"' in response.read()
        return response.status
    finally:
        connection.close()


def test_slow_bodies_of_one_address_take_no_place_from_another(door: Door) -> None:
    with ExitStack() as slow:
        for _ in range(MOST):
            slow.enter_context(begun(door, "127.0.0.2"))
        assert status_for(door, "127.0.0.2") == 429
        assert status_for(door, "127.0.0.3") == 200
    deadline = time.monotonic() + 10  # nginx has to notice that they are gone
    while status_for(door, "127.0.0.2") != 200:
        assert time.monotonic() < deadline


@pytest.mark.parametrize(
    ("holder", "other", "status"),
    [
        ("2001:db8:0:1::5", "2001:db8:0:1:a:b:c:d", 429),
        ("2001:db8::5", "2001:db8::a:b:c", 429),
        ("2001:db8:0:1::5", "2001:db8:0:2::5", 200),
        ("2001:db8::5", "2001:db9::5", 200),
        ("::ffff:198.51.100.1", "198.51.100.1", 429),
        ("::ffff:198.51.100.1", "::ffff:198.51.100.2", 200),
        ("::1", "::2", 429),
        ("198.51.100.1", "198.51.100.2", 200),
    ],
)
def test_ipv6_client_is_its_64(door: Door, holder: str, other: str, status: int) -> None:
    proxy = "127.0.0.9"
    with ExitStack() as slow:
        for _ in range(MOST):
            slow.enter_context(begun(door, proxy, holder))
        assert status_for(door, proxy, other) == status


def test_sockets_are_counted_apart_from_requests(door: Door) -> None:
    with ExitStack() as held:
        url = f"ws://127.0.0.1:{door.port}/ws/match/"
        for _ in range(MOST):
            held.enter_context(connect(url, proxy=None))
        with pytest.raises(InvalidStatus) as refused, connect(url, proxy=None):
            pass
        assert refused.value.response.status_code == 429
        assert status_for(door, "127.0.0.1") == 200


@pytest.mark.parametrize("given", ["many", "65536"])
def test_number_that_cannot_be_is_refused_with_a_sentence(tmp_path: Path, given: str) -> None:
    """nginx takes no more than 65,535; the gateway ended with a line of its log."""
    with (
        pytest.raises(Exception, match="MARU_SOCKETS_PER_CLIENT must be a whole number"),
        open_door(tmp_path, MARU_SOCKETS_PER_CLIENT=given),
    ):
        pass
