"""Each client has its own limits of open requests and sockets."""

import http.client
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from gateway.tests.echo_upstream import http_upstream, websocket_upstream
from gateway.tests.running_gateway import Gateway, run_gateway
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

LIMIT = 3


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gateway]:
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("gateway")
        opened = stack.enter_context(
            run_gateway(
                folder,
                MARU_REQUESTS_PER_CLIENT=str(LIMIT),
                MARU_SOCKETS_PER_CLIENT=str(LIMIT),
                MARU_TRUSTED_PROXIES="127.0.0.9",
            )
        )
        stack.enter_context(http_upstream(opened.settings.ports.auth_match_web))
        for port in opened.settings.ports.realtime:
            stack.enter_context(websocket_upstream(port))
        yield opened


def begin_request(gateway: Gateway, address: str, forwarded_for: str = "") -> socket.socket:
    """A request with an incomplete body; nginx has counted it, because it asks for the body after that."""
    connection = socket.create_connection(
        ("127.0.0.1", gateway.port), timeout=10, source_address=(address, 0)
    )
    head = f"POST /api/auth/login/ HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: {forwarded_for}\r\n"
    connection.sendall(f"{head}Expect: 100-continue\r\nContent-Length: 100\r\n\r\n".encode())
    assert connection.recv(1024).startswith(b"HTTP/1.1 100 ")
    connection.sendall(b"x")
    return connection


def status_for(gateway: Gateway, address: str, forwarded_for: str = "") -> int:
    """The status of a complete request."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", gateway.port, timeout=10, source_address=(address, 0)
    )
    try:
        connection.request("GET", "/api/users/me/", headers={"X-Forwarded-For": forwarded_for})
        response = connection.getresponse()
        assert response.status != 429 or b'"code":"rate_limited"' in response.read()
        return response.status
    finally:
        connection.close()


def test_slow_bodies_of_one_address_do_not_limit_another(gateway: Gateway) -> None:
    with ExitStack() as slow:
        for _ in range(LIMIT):
            slow.enter_context(begin_request(gateway, "127.0.0.2"))
        assert status_for(gateway, "127.0.0.2") == 429
        assert status_for(gateway, "127.0.0.3") == 200
    deadline = time.monotonic() + 10  # nginx has to notice that they are gone
    while status_for(gateway, "127.0.0.2") != 200:
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
def test_ipv6_client_is_its_64_prefix(gateway: Gateway, holder: str, other: str, status: int) -> None:
    proxy = "127.0.0.9"
    with ExitStack() as slow:
        for _ in range(LIMIT):
            slow.enter_context(begin_request(gateway, proxy, holder))
        assert status_for(gateway, proxy, other) == status


def test_sockets_and_requests_have_separate_limits(gateway: Gateway) -> None:
    with ExitStack() as held:
        url = f"ws://127.0.0.1:{gateway.port}/ws/match/"
        for _ in range(LIMIT):
            held.enter_context(connect(url, proxy=None))
        with pytest.raises(InvalidStatus) as refused, connect(url, proxy=None):
            pass
        assert refused.value.response.status_code == 429
        assert status_for(gateway, "127.0.0.1") == 200


@pytest.mark.parametrize("given", ["many", "65536"])
def test_invalid_limit_is_refused_with_an_error_message(tmp_path: Path, given: str) -> None:
    """A past bug: nginx accepts at most 65,535, and the gateway ended with a line in its log."""
    with (
        pytest.raises(Exception, match="MARU_SOCKETS_PER_CLIENT: Input should be"),
        run_gateway(tmp_path, MARU_SOCKETS_PER_CLIENT=given),
    ):
        pass
