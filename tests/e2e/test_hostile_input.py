"""Whatever arrives at the gateway, nothing answers 500, and every refusal is a problem with a listed code."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.people.meeting import in_a_room
from tests.people.person import Person, base_url
from tests.people.sockets import SUBPROTOCOL, match_socket, voice_socket
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

CODES = json.loads((Path(__file__).parents[2] / "contracts" / "error_codes.json").read_text(encoding="utf-8"))
DEPTH = 20_000

TEXTS = (
    "username",
    "password",
    "refresh",
    "match_id",
    "prompt",
    "purpose",
    "preferred_gender",
    "model_name",
    "reason",
)
NUMBERS = ("user_id", "age", "age_min", "age_max", "radius_km", "winner_image_id", "loser_image_id")


def everywhere(names: tuple[str, ...], raw: str) -> bytes:
    """A body in which all these fields hold this raw JSON."""
    return ("{" + ", ".join(f'"{name}": {raw}' for name in names) + "}").encode()


BODIES: dict[str, bytes] = {
    "deep arrays": b"[" * DEPTH + b"]" * DEPTH,
    "deep objects": b'{"a":' * DEPTH + b"1" + b"}" * DEPTH,
    "cut short": b'{"username": "al',
    "nothing": b"",
    "no JSON": b"\xff\xfe\x00",
    "an array": b"[1, 2, 3]",
    "a number": b"5",
    "null": b"null",
    "nulls": everywhere(TEXTS + NUMBERS, "null"),
    "NaN": everywhere(TEXTS + NUMBERS, "NaN"),
    "infinity": everywhere(TEXTS + NUMBERS, "1e400"),
    "NUL": everywhere(TEXTS, r'"a\u0000b"'),
    "lone surrogates": everywhere(TEXTS, r'"\ud800abc"'),
    "objects": everywhere(TEXTS + NUMBERS, '{"a": 1}'),
    "lists": everywhere(TEXTS + NUMBERS, "[1]"),
    "booleans": everywhere(TEXTS + NUMBERS, "true"),
    "texts for numbers": everywhere(NUMBERS, '"x"'),
    "numbers for texts": everywhere(TEXTS, "7"),
    "huge integers": everywhere(NUMBERS, "1" + "0" * 400),
    "a very huge integer": b'{"age": 1' + b"0" * 5_000 + b"}",
    "minus": everywhere(NUMBERS, "-99999999999999999999"),
    "past 32 bits": everywhere(NUMBERS, "2147483648"),
    "past 64 bits": everywhere(NUMBERS, "9223372036854775808"),
    "the same image twice": b'{"winner_image_id": 1, "loser_image_id": 1}',
    "doubled keys": b'{"username": "a", "username": [], "age": 20, "age": {}}',
}

WRITING = [
    ("POST", "/api/auth/signup/"),
    ("POST", "/api/auth/login/"),
    ("POST", "/api/auth/token/refresh/"),
    ("POST", "/api/auth/logout/"),
    ("PATCH", "/api/auth/profile/"),
    ("POST", "/api/auth/ws-ticket/"),
    ("PUT", "/api/match/settings/"),
    ("PATCH", "/api/match/settings/"),
    ("POST", "/api/match/blocks/"),
    ("POST", "/api/match/reports/"),
    ("POST", "/api/v1/images/"),
    ("PATCH", "/api/v1/images/1"),
    ("PUT", "/api/v1/images/1"),
    ("POST", "/api/v1/images/1/like"),
    ("POST", "/api/v1/tournaments/vote"),
    ("POST", "/api/v1/tournaments/skip"),
]

PATHS = [
    "/api/users/?ids=1,99999999999999999999",
    "/api/users/?ids=%00",
    "/api/users/?ids=" + "1," * 3000,
    "/api/users/?ids=%F0%28%8C%28",
    "/api/auth/nothing",
    "/api/nothing/",
    "/api/match/blocks/99999999999999999999999/",
    "/api/v1/nothing",
    "/api/v1/images/99999999999999999999999",
    "/api/v1/images/-1",
    "/api/v1/images/%00",
    "/api/v1/images/abc",
    "/api/v1/images/?page=99999999999999999999",
    "/api/v1/images/?page=-1&size=0",
    "/api/v1/images/?size=NaN",
    "/api/v1/images/?cursor=%00%ff",
    "/api/v1/images/?cursor=AAAA",
    "/api/v1/images/?model_name=%00",
    "/api/v1/images/?model_name=%ED%A0%80",
    "/api/v1/images/?user_id=2147483648",
    "/api/v1/images/feed/random?limit=-5",
    "/api/v1/images/feed/top-24h?limit=1e9",
    "/api/v1/tournaments/rankings?limit=51",
    "/api-image/v1/images/0",
    "/uploads/../../../etc/passwd",
    "/uploads/%2e%2e/%2e%2e/secret",
    "/internal/account-events",
    "/metrics",
    "/readyz",
    "/.well-known/nothing",
    "/api/voice/ice-servers",
    "/ws/match/",
]


def check(response: httpx.Response) -> None:
    """No 5xx; refusals are problems (RFC 9457) whose code is promised with this status."""
    assert response.status_code < 500, response.text[:300]
    if response.status_code >= 400:
        assert response.headers["content-type"].startswith("application/problem+json"), response.headers
        problem = response.json()
        assert CODES[problem["code"]]["status"] == response.status_code, problem
        assert problem["detail"].endswith("."), problem
        assert problem["request_id"] == response.headers["x-request-id"]
        assert ("www-authenticate" in response.headers) == (response.status_code == 401)


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES.keys())
async def test_no_body_breaks_a_service(alice: Person, body: bytes) -> None:
    for method, path in WRITING:
        for headers in ({}, alice.bearer):
            sent = {**headers, "Content-Type": "application/json"}
            check(await alice.http.request(method, path, content=body, headers=sent))


@pytest.mark.parametrize("path", PATHS)
async def test_no_path_breaks_a_service(alice: Person, path: str) -> None:
    for method in ("GET", "POST", "DELETE", "OPTIONS", "PROPFIND"):
        check(await alice.http.request(method, path, headers=alice.bearer))


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "Bearer a.b.c",
        "bearer \xff",
        "Basic YTpi",
        "Bearer " + "a" * 6000,
        "Bearer ..",
        ",",
    ],
)
async def test_no_authorization_breaks_a_service(alice: Person, authorization: str) -> None:
    headers = {b"Authorization": authorization.encode("latin-1")}
    for path in ("/api/auth/profile/", "/api/match/status/", "/api/v1/images/", "/api/v1/tournaments/match"):
        check(await alice.http.get(path, headers=headers))
    refused = await alice.http.post("/api/v1/images/1/like", headers=headers)
    check(refused)
    assert refused.status_code == 401


@pytest.mark.parametrize(
    "content", [b"", b"no image", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, b"\xff\xd8\xff\xe0" + b"a" * 999]
)
async def test_file_that_is_no_image_is_refused(alice: Person, content: bytes) -> None:
    files = {"file": ("a.png", content, "image/png")}
    response = await alice.ask("POST", "/api/v1/images/", data={"prompt": "x"}, files=files)
    check(response)
    assert (response.status_code, response.json()["code"]) == (422, "unreadable_image")


FRAMES: list[str | bytes] = [
    "[" * 8_000,
    "{}",
    "[]",
    "null",
    "nothing",
    '{"action": NaN}',
    '{"action": "fly"}',
    '{"action": ["join_queue"]}',
    '{"action": "respond", "response": "maybe"}',
    '{"action": "respond", "response": "accept", "offer_id": "\\ud800"}',
    '{"action": "respond", "response": "accept", "partner": "\\u0000"}',
    '{"action": "respond", "response": "accept", "offer_id": 5}',
    '{"action": "join_queue", "id": 1e400}',
    '{"type": "offer", "offer": {"type": "answer", "sdp": 1}}',
    '{"type": "ice-candidate", "candidate": {"candidate": "x", "sdpMLineIndex": 1e99}}',
    '{"type": "ice-candidate"}',
    "",
    b"\x00\x01\x02",
    b"",
]


@pytest.mark.parametrize("frame", FRAMES, ids=range(len(FRAMES)))
async def test_no_frame_breaks_the_match_socket(alice: Person, frame: str | bytes) -> None:
    async with match_socket(alice) as socket:
        await socket.expect("state")
        await socket.connection.send(frame)
        error = await socket.expect("error")
        if error["code"] == "malformed_frame":
            assert await socket.closed() == 4400
        else:
            await socket.act("ping", id="still here")
            assert (await socket.expect("pong"))["re"] == "still here"


async def test_no_frame_breaks_the_voice_socket(couple: tuple[Person, Person]) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        for frame in FRAMES:
            async with voice_socket(alice, room) as voice:
                await voice.connection.send(frame)
                error = await voice.expect("error")
                if error["code"] == "malformed_frame":
                    assert await voice.closed() == 4400


async def test_frame_over_16_kib_is_closed_with_1009(alice: Person) -> None:
    async with match_socket(alice) as socket:
        await socket.expect("state")
        await socket.connection.send(json.dumps({"action": "ping", "padding": "a" * 17_000}))
        assert await socket.closed() == 1009


async def close_code(path: str, *, subprotocols: list[str] | None = None, **given: Any) -> int | None:
    url = base_url().replace("http", "ws", 1) + path
    try:
        async with connect(url, subprotocols=subprotocols, **given) as socket:  # type: ignore[arg-type]
            await socket.wait_closed()
            return socket.close_code
    except InvalidStatus as refused:
        return refused.response.status_code


@pytest.mark.parametrize(
    ("path", "subprotocols", "expected"),
    [
        ("/ws/match/", None, 4401),
        ("/ws/match/", [SUBPROTOCOL], 4401),
        ("/ws/match/", [SUBPROTOCOL, "ticket.nonsense"], 4401),
        ("/ws/match", [SUBPROTOCOL, "ticket.nonsense"], 4401),
        ("/ws/voicechat/x/", [SUBPROTOCOL, "ticket.nonsense"], 4401),
        ("/ws/voicechat/%00/", [SUBPROTOCOL], 400),
        ("/ws/nothing/", [SUBPROTOCOL], 4404),
    ],
)
async def test_socket_without_a_right_to_it_is_closed_with_a_code(
    path: str, subprotocols: list[str] | None, expected: int
) -> None:
    assert await close_code(path, subprotocols=subprotocols) == expected


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "nonsense", "http://[::1", "\xe9"])
async def test_socket_of_a_foreign_page_is_refused(alice: Person, origin: str) -> None:
    ticket = await alice.ticket("match")
    code = await close_code(
        "/ws/match/", subprotocols=[SUBPROTOCOL, f"ticket.{ticket}"], additional_headers={"Origin": origin}
    )
    assert code == 4403


async def test_ticket_works_once_and_only_for_its_purpose(alice: Person) -> None:
    ticket = await alice.ticket("match")
    assert await close_code("/ws/voicechat/x/", subprotocols=[SUBPROTOCOL, f"ticket.{ticket}"]) == 4401
    assert await close_code("/ws/match/", subprotocols=[SUBPROTOCOL, f"ticket.{ticket}"]) == 4401


@pytest.mark.parametrize("size", [300_000, 900_000])
async def test_refusal_of_a_large_body_arrives_whole(alice: Person, size: int) -> None:
    """A service that closes with unread data loses its answer, and the gateway says 502 or worse instead."""
    body = b'{"match_id": "' + b"a" * size + b'"}'
    for _ in range(20):
        for path, expected in (("/api/v1/tournaments/vote", 413), ("/api/auth/login/", 413)):
            headers = {"Content-Type": "application/json"}
            refused = await alice.ask("POST", path, content=body, headers=headers)
            check(refused)
            assert refused.status_code == expected


async def test_refusal_of_a_large_upload_arrives_whole(alice: Person) -> None:
    files = {"file": ("a.png", b"no image" * 600_000, "image/png")}
    for _ in range(10):
        anonymous = await alice.http.post("/api/v1/images/", data={"prompt": "x"}, files=files)
        check(anonymous)
        assert anonymous.status_code == 401
        no_image = await alice.ask("POST", "/api/v1/images/", data={"prompt": "x"}, files=files)
        check(no_image)
        assert no_image.status_code == 422
