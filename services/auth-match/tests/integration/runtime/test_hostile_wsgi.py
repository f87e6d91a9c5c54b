"""Requests that fail before Django's test client is involved: the application as gunicorn calls it."""

import json
from io import BytesIO
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

pytestmark = pytest.mark.django_db(transaction=True)  # the application closes its connection


def call(method: str, path: str, query: str, content_type: str, body: bytes = b"") -> tuple[int, Any]:
    from auth_match.config.wsgi import application  # loads the signing keys, which a fixture makes first

    environ: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": BytesIO(body),
    }
    setup_testing_defaults(environ)
    started: list[str] = []
    response = application(environ, lambda status, _headers: started.append(status))
    try:
        return int(started[0].split()[0]), json.loads(b"".join(response))
    finally:
        response.close()


@pytest.mark.parametrize(
    "parameter",
    [
        "charset=utf-16",
        "charset=hex",
        "charset=base64",
        "charset=rot13",
        "charset=",
        "charset*=nothing''x",
        "=;=;",
    ],
)
def test_charset_of_the_content_type_is_ignored(parameter: str) -> None:
    content_type = f"application/json; {parameter}"
    assert call("GET", "/api/users/", "ids=1%2C2", content_type) == (200, [])
    assert call("GET", "/api/users/", "ids=%FF%ED%A0%80\xff", content_type)[0] == 422
    body = '{"username": "마루나루", "password": "wrong password"}'.encode()
    status, problem = call("POST", "/api/auth/login/", "a=%FF", content_type, body)
    assert (status, problem["code"]) == (401, "invalid_credentials")


@pytest.mark.parametrize(
    "content_type", ["", ";", "\xff", "multipart/form-data", "multipart/x; boundary=\xff", "a" * 9000]
)
def test_strange_content_type_is_415(content_type: str) -> None:
    status, problem = call("POST", "/api/auth/login/", "", content_type, b"{}")
    assert (status, problem["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("path", ["", "\xff\xfe", "/\x00", "/\xed\xa0\x80/", "//", "/api/auth/\r\nlogin/"])
def test_strange_path_is_404(path: str) -> None:
    status, problem = call("GET", path, "", "")
    assert (status, problem["code"]) == (404, "not_found")
