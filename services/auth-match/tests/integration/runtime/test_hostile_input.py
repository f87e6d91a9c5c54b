"""Any input on any path: no 5xx, and a problem with a listed code."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import User

LISTED = json.loads((Path(__file__).parents[5] / "contracts" / "error_codes.json").read_text())
pytestmark = pytest.mark.django_db

BODY_PATHS = [
    ("post", "/api/auth/signup/"),
    ("post", "/api/auth/login/"),
    ("post", "/api/auth/token/refresh/"),
    ("post", "/api/auth/logout/"),
    ("patch", "/api/auth/profile/"),
    ("delete", "/api/auth/profile/"),
    ("post", "/api/auth/password/"),
    ("post", "/api/auth/ws-ticket/"),
]

MALFORMED = {
    "nothing": b"",
    "no json": b"{",
    "deep arrays": b"[" * 30_000 + b"]" * 30_000,
    "deep objects": b'{"a":' * 9_000 + b"1" + b"}" * 9_000,
    "deep in a field": b'{"username": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "NaN": b'{"age": NaN, "purpose": NaN, "refresh": NaN}',
    "infinity": b'{"age": -Infinity}',
    "not UTF-8": b'{"username": "\xff\xfe"}',
    "UTF-16": '{"username": "alice"}'.encode("utf-16"),
    "number of 5000 digits": b'{"age": ' + b"9" * 5000 + b"}",
}
INVALID = {
    "array": b"[]",
    "string": b'"text"',
    "number": b"7",
    "null": b"null",
    "NUL": rb'{"username": "al\u0000ice", "age": 30, "purpose": "match\u0000", "refresh": "\u0000"}',
    "lone surrogate": rb'{"gender": "\ud800", "purpose": "\udfff", "refresh": "\udc00"}',
    "lone surrogate as a key": rb'{"\ud800": 1}',
    "huge number": b'{"age": ' + b"9" * 4000 + b', "purpose": 1, "refresh": 2}',
    "infinite float": b'{"age": 1e999, "purpose": 1e999, "refresh": 1e999, "gender": 1e999}',
    "wrong types": b'{"username": {}, "password": [], "age": {}, "gender": {}, "purpose": [], "refresh": {}}',
    "booleans": b'{"username": true, "age": true, "gender": true, "purpose": true, "refresh": true}',
    "numbers": b'{"username": 1, "password": 2, "age": "x", "gender": 4, "purpose": 5, "refresh": 6}',
    "nulls": b'{"username": null, "age": null, "gender": null, "purpose": null, "refresh": null}',
    "age past 64 bits": b'{"age": 18446744073709551616, "refresh": [], "purpose": 1}',
}
HARMLESS = {
    "keys twice": b'{"age": 30, "age": 31, "refresh": 1, "refresh": "b", "purpose": 1, "purpose": "match"}',
    "long text": b'{"username": "'
    + b"a" * 60_000
    + b'", "password": "x", "refresh": "x", "purpose": "match"}',
    "unknown fields": b'{"__proto__": {"is_staff": true}, "is_superuser": true, "purpose": "match"}',
    "bytes after NFKC expand": b'{"username": "' + "ﷺ".encode() * 9_000 + b'", "password": "x"}',
}


def assert_problem(response: Any, *statuses: int) -> None:
    assert response.status_code in statuses, (response.status_code, response.content[:300])
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert problem["status"] == response.status_code
    assert LISTED[problem["code"]]["status"] == response.status_code
    assert problem["title"] == LISTED[problem["code"]]["title"]
    assert problem["detail"].endswith(".")
    assert problem["request_id"]


@pytest.fixture
def client(as_user: Callable[[User], APIClient], alice: User) -> APIClient:
    return as_user(alice)


@pytest.mark.parametrize(("method", "path"), BODY_PATHS)
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED)
def test_malformed_body_is_400(client: APIClient, method: str, path: str, body: bytes) -> None:
    response = client.generic(method.upper(), path, body, "application/json")
    if body:
        assert_problem(response, 400)
        assert response.json()["code"] == "malformed"
    else:
        assert response.status_code in (200, 422)  # an empty body has no fields


@pytest.mark.parametrize(("method", "path"), BODY_PATHS)
@pytest.mark.parametrize("body", INVALID.values(), ids=INVALID)
def test_wrong_fields_are_422(client: APIClient, method: str, path: str, body: bytes) -> None:
    response = client.generic(method.upper(), path, body, "application/json")
    if response.status_code != 200:  # a PATCH without any known field changes nothing
        assert_problem(response, 422)
    else:
        assert path == "/api/auth/profile/"


@pytest.mark.parametrize(("method", "path"), BODY_PATHS)
@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS)
def test_odd_body_is_never_a_5xx(client: APIClient, method: str, path: str, body: bytes) -> None:
    response = client.generic(method.upper(), path, body, "application/json")
    if response.status_code >= 300:
        assert_problem(response, 400, 401, 403, 409, 413, 422)


@pytest.mark.parametrize(("method", "path"), BODY_PATHS)
def test_body_over_64_kib_is_413(client: APIClient, method: str, path: str) -> None:
    response = client.generic(method.upper(), path, b" " * (64 * 1024 + 1), "application/json")
    assert_problem(response, 413)


@pytest.mark.parametrize(("method", "path"), BODY_PATHS)
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/xml",
        "x",
        "/",
    ],
)
def test_another_content_type_is_415(client: APIClient, method: str, path: str, content_type: str) -> None:
    assert_problem(client.generic(method.upper(), path, b'{"age": 30}', content_type), 415)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/api/auth/login",
        "/api/auth/nothing/",
        "/api/auth/%00/",
        "/api/auth/%FF%FE/",
        "/api/auth/%ED%A0%80/",
        "/api/users/%2e%2e/",
        "//api/users/",
        "/api/users/\u202e/",
        "/" + "x" * 5000,
        "/.well-known/jwks.json/",
    ],
)
def test_unknown_path_is_404(api: APIClient, path: str) -> None:
    assert_problem(api.get(path), 404)


@pytest.mark.parametrize(
    "path",
    [
        *sorted({path for _, path in BODY_PATHS}),
        "/api/auth/logout-all/",
        "/api/auth/sessions/",
        "/api/auth/export/",
        "/api/users/",
        "/.well-known/jwks.json",
        "/healthz",
    ],
)
@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "BREW"])
def test_another_method_is_405_or_401(api: APIClient, client: APIClient, method: str, path: str) -> None:
    if (method.lower(), path) in BODY_PATHS:
        return
    assert_problem(client.generic(method, path), 405)
    assert client.generic(method, path)["Allow"]
    assert_problem(api.generic(method, path), 401, 405)


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_AUTHORIZATION": "Bearer " + "x" * 60_000},
        {"HTTP_AUTHORIZATION": "Bearer \udcff"},
        {"HTTP_AUTHORIZATION": "\x00"},
        {"HTTP_ACCEPT": "text/html"},
        {"HTTP_ACCEPT": ";;;,,,*"},
        {"HTTP_X_REQUEST_ID": "bad\nid"},
        {"HTTP_COOKIE": "sessionid=\x00; csrftoken=" + "x" * 9000},
        {"CONTENT_LENGTH": "many"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_TYPE": "application/json; charset*=utf-8''%FF"},
        {"HTTP_HOST": "evil.example:99999"},
    ],
    ids=range(11),
)
def test_hostile_header_is_never_a_5xx(api: APIClient, headers: dict[str, str]) -> None:
    for path in ("/api/auth/profile/", "/api/users/?ids=1", "/healthz"):
        response = api.get(path, **headers)
        if response.status_code >= 300:
            assert_problem(response, 400, 401)
