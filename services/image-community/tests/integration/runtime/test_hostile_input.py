"""For any input on any route: never a 5xx, and every refusal is problem+json."""

import json
import random

import pytest

ID_ROUTES = [
    ("GET", "/api/v1/images/{}"),
    ("PATCH", "/api/v1/images/{}"),
    ("PUT", "/api/v1/images/{}"),
    ("DELETE", "/api/v1/images/{}"),
    ("POST", "/api/v1/images/{}/like"),
    ("DELETE", "/api/v1/images/{}/like"),
    ("GET", "/api/v1/images/{}/like/status"),
]
BODY_ROUTES = [
    ("PATCH", "/api/v1/images/1"),
    ("PUT", "/api/v1/images/1"),
    ("POST", "/api/v1/tournaments/vote"),
    ("POST", "/api/v1/tournaments/skip"),
    ("POST", "/api/v1/images"),
]
QUERY_ROUTES = {
    "/api/v1/images": ["page", "size", "user_id", "tournament_only", "model_name", "cursor"],
    "/api/v1/images/feed/random": ["limit"],
    "/api/v1/images/feed/top-24h": ["limit"],
    "/api/v1/tournaments/rankings": ["limit"],
}
ODD_VALUES = [
    "0",
    "-1",
    str(2**31),
    str(2**63),
    str(2**64),
    str(10**40),
    "9" * 5000,
    "1e400",
    "NaN",
    "Infinity",
    "1.5",
    "",
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "'",
    '"',
    "true",
    "null",
    "[]",
    "{}",
    "../..",
    "%2e%2e%2f",
    "한글",
    "1;1",
    "0x10",
    "٣",
    "1_000",
    "+5",
    "%20",
    "a" * 3000,
]
ODD_JSON = [
    b"NaN",
    b"Infinity",
    b"-Infinity",
    b"1e400",
    b"1" + b"0" * 40,
    b"1" * 5000,
    b"null",
    b"true",
    b'""',
    b"[]",
    b"{}",
    b'"\\ud800"',
    b'"\\u0000"',
    b"-1",
    b"0",
    b"2147483648",
    b"9223372036854775808",
    b"1.5",
    b'"1"',
    b'{"a":1}',
    b"[1,2]",
    b'"' + b"x" * 5000 + b'"',
    b"[" * 900 + b"]" * 900,
]
FIELDS = ["prompt", "model_name", "is_tournament_opt_in", "match_id", "winner_image_id", "loser_image_id"]


def assert_refused_or_fine(answer, about):
    assert answer.status_code < 500, (about, answer.text)
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json", about
        assert answer.json()["status"] == answer.status_code
        assert answer.json()["code"]


@pytest.fixture
async def image(make_post, alice):
    return await make_post(alice.user_id, is_tournament_opt_in=True)


@pytest.mark.parametrize(("method", "path"), ID_ROUTES)
async def test_odd_ids(client, image, alice, method, path):
    for value in ODD_VALUES:
        answer = await client.request(method, path.format(value), headers=alice.headers, json={})
        assert_refused_or_fine(answer, (method, path, value))


@pytest.mark.parametrize("path", QUERY_ROUTES)
async def test_odd_queries(client, image, alice, path):
    for name in QUERY_ROUTES[path]:
        for value in ODD_VALUES:
            for query in (
                f"{name}={value}",
                f"{name}={value}&{name}=1",
                f"{value}={name}",
                f"{name}%00={value}",
            ):
                answer = await client.get(f"{path}?{query}", headers=alice.headers)
                assert_refused_or_fine(answer, (path, query))


@pytest.mark.parametrize(("method", "path"), BODY_ROUTES)
async def test_odd_values_in_every_field(client, image, alice, method, path):
    headers = {**alice.headers, "Content-Type": "application/json"}
    for name in FIELDS:
        for value in ODD_JSON:
            body = b'{"' + name.encode() + b'": ' + value + b"}"
            answer = await client.request(method, path, headers=headers, content=body)
            assert_refused_or_fine(answer, (method, path, body[:99]))


@pytest.mark.parametrize(("method", "path"), BODY_ROUTES)
@pytest.mark.parametrize("with_token", [True, False])
async def test_odd_bodies(client, image, alice, method, path, with_token):
    bodies = [
        *ODD_JSON,
        b"",
        b"{",
        b"\x00",
        b"\xff\xfe\x00\x00",
        b'{"\\ud800": 1, "\\u0000": 2}',
        b'{"a":' * 20_000,
        b"[" * 65_000,
        b'{"prompt": "' + b"\xed\xa0\x80" + b'"}',
        b"\xef\xbb\xbf{}",
        json.dumps({"prompt": "x"}).encode("utf-16"),
        json.dumps({"prompt": "x"}).encode("utf-32"),
        random.Random(3).randbytes(5000),
    ]
    for kind in (
        "application/json",
        "application/json; charset=utf-7",
        "text/plain",
        "application/x+json",
        None,
    ):
        for body in bodies:
            headers = dict(alice.headers) if with_token else {}
            if kind:
                headers["Content-Type"] = kind
            answer = await client.request(method, path, headers=headers, content=body)
            assert_refused_or_fine(answer, (method, path, kind, body[:60]))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "//",
        "/api",
        "/api/v1",
        "/api/v1/images/1/like/other",
        "/api/v1/%00",
        "/api/v1/%ED%A0%80",
        "/api/v1/" + "x" * 9000,
        "/api/v1/images/feed",
        "/api/v1/images//like",
        "/api/v1/..%2f..%2fetc/passwd",
        "/docs",
        "/internal",
        "/%",
    ],
)
async def test_unknown_addresses(client, path):
    for method in ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD", "TRACE", "X"):
        answer = await client.request(method, path)
        assert 400 <= answer.status_code < 500
        if method != "HEAD":
            assert_refused_or_fine(answer, (method, path))


@pytest.mark.parametrize(
    "headers",
    [
        [("Authorization", "Bearer")],
        [("Authorization", "Bearer ")],
        [("Authorization", "Bearer a b c")],
        [("Authorization", b"Bearer \xff\xfe")],
        [("Authorization", "Bearer " + "a." * 9000)],
        [("Authorization", "Bearer a.b.c"), ("Authorization", "Bearer a.b.c")],
        [("Content-Length", "-5")],
        [("Content-Length", "x")],
        [("Content-Length", "9" * 30)],
        [("Content-Type", "application/json"), ("Content-Type", "text/plain")],
        [("Content-Type", b"\xff")],
        [("Host", "[")],
        [("X-Forwarded-For", "\"'")],
        [("Cookie", "a=" + "x" * 8000)],
        [("Range", "bytes=0-")],
        [("Accept", "text/html"), ("Accept-Charset", "utf-7")],
    ],
    ids=str,
)
async def test_odd_headers(client, image, headers):
    for method, path in [*BODY_ROUTES, ("GET", "/api/v1/images"), ("GET", "/api/v1/tournaments/match")]:
        content = b"" if method == "GET" else b"{}"
        answer = await client.request(method, path, headers=headers, content=content)
        assert_refused_or_fine(answer, (method, path, headers))
