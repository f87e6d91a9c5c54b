"""Both sockets pass to realtime, with everything the handshake is judged by."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from gateway.tests.door import ALLOWED_ORIGIN, Door, open_door
from gateway.tests.echo_upstream import websocket_upstream
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol


@contextmanager
def socket(door: Door, path: str, **more: Any) -> Iterator[tuple[ClientConnection, dict[str, Any]]]:
    """A connected socket and what the upstream saw of its handshake."""
    with connect(f"ws://127.0.0.1:{door.port}{path}", proxy=None, **more) as connection:
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
def test_path_gets_its_slash(door: Door, asked: str, seen: str) -> None:
    with socket(door, asked) as (connection, handshake):
        assert handshake["path"] == seen
        connection.send('{"action":"ping"}')
        assert connection.recv(5) == '{"action":"ping"}'


def test_subprotocols_origin_and_token_are_passed(door: Door) -> None:
    offered = [Subprotocol("maru.v1"), Subprotocol("ticket.secret")]
    with socket(
        door,
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


def test_close_code_of_the_server_arrives(door: Door) -> None:
    with socket(door, "/ws/match/") as (connection, _):
        connection.close(4409, "replaced")
        assert connection.close_code == 4409


def test_a_dead_realtime_process_is_passed_over(tmp_path: Path) -> None:
    with open_door(tmp_path) as door, websocket_upstream(door.settings.ports.realtime[1]):
        for _ in range(4):
            with socket(door, "/ws/match/") as (_, handshake):
                assert handshake["port"] == door.settings.ports.realtime[1]


def test_handshake_that_the_server_cannot_read_is_refused_by_a_problem(door: Door) -> None:
    headers = {"Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": "no key"}
    answer = door.ask("/ws/match/", headers=headers)
    assert (answer.status, answer.json()["code"]) == (400, "malformed")
