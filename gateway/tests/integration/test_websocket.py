"""Both WebSocket paths reach realtime, with all headers that authenticate the handshake."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from gateway.tests.echo_upstream import websocket_upstream
from gateway.tests.running_gateway import ALLOWED_ORIGIN, Gateway, run_gateway
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol


@contextmanager
def socket(gateway: Gateway, path: str, **more: Any) -> Iterator[tuple[ClientConnection, dict[str, Any]]]:
    """A connected socket and what the upstream saw of its handshake."""
    with connect(f"ws://127.0.0.1:{gateway.port}{path}", proxy=None, **more) as connection:
        yield connection, json.loads(connection.recv(5))


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ("/ws/match/", "/ws/match/"),
        ("/ws/match", "/ws/match/"),
        ("/ws/voicechat/a-room", "/ws/voicechat/a-room/"),
        ("/ws/voicechat/a-room/", "/ws/voicechat/a-room/"),
        ("/ws/unknown", "/ws/unknown/"),
    ],
)
def test_path_gets_a_trailing_slash(gateway: Gateway, asked: str, seen: str) -> None:
    with socket(gateway, asked) as (connection, handshake):
        assert handshake["path"] == seen
        connection.send('{"action":"ping"}')
        assert connection.recv(5) == '{"action":"ping"}'


def test_subprotocols_origin_and_token_are_passed(gateway: Gateway) -> None:
    offered = [Subprotocol("maru.v1"), Subprotocol("ticket.secret")]
    with socket(
        gateway,
        "/ws/match/",
        subprotocols=offered,
        origin=ALLOWED_ORIGIN,
        additional_headers={"Authorization": "Bearer t", "X-Forwarded-For": "203.0.113.9"},
    ) as (connection, handshake):
        assert connection.subprotocol == "maru.v1"
        seen = {name.lower(): value for name, value in handshake["headers"]}
        assert seen["sec-websocket-protocol"] == "maru.v1, ticket.secret"
        assert seen["origin"] == ALLOWED_ORIGIN
        assert seen["authorization"] == "Bearer t"
        assert seen["x-forwarded-for"] == "127.0.0.1"
        assert connection.response is not None
        assert connection.response.headers["X-Request-ID"] == seen["x-request-id"]


def test_close_code_reaches_the_client(gateway: Gateway) -> None:
    with socket(gateway, "/ws/match/") as (connection, _):
        connection.close(4409, "replaced")
        assert connection.close_code == 4409


def test_dead_realtime_process_is_skipped(tmp_path: Path) -> None:
    with run_gateway(tmp_path) as gateway, websocket_upstream(gateway.settings.ports.realtime[1]):
        for _ in range(4):
            with socket(gateway, "/ws/match/") as (_, handshake):
                assert handshake["port"] == gateway.settings.ports.realtime[1]


def test_unreadable_handshake_is_a_problem(gateway: Gateway) -> None:
    headers = {"Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "no key"}
    answer = gateway.ask("/ws/match/", headers=headers)
    assert (answer.status, answer.json()["code"]) == (400, "malformed")
