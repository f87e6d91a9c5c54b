"""nginx's own errors are problem+json; errors of a service pass unchanged."""

import re

import pytest
from gateway.tests.running_gateway import Answer, Gateway

KIB, MIB = 1024, 1024**2


def assert_problem(answer: Answer, status: int, code: str) -> None:
    assert answer.status == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    problem = answer.json()
    assert problem.keys() == {"type", "title", "status", "detail", "code", "request_id"}
    assert (problem["type"], problem["status"], problem["code"]) == ("about:blank", status, code)
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert re.fullmatch(r"[A-Z][^.]+\.", problem["detail"])


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND"])
def test_static_files_are_read_only(gateway: Gateway, method: str) -> None:
    answer = gateway.ask("/", method)
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers.get_all("Allow") == ["GET, HEAD"]


@pytest.mark.parametrize("method", ["FOO", "PROPFIND", "LOCK", "TRACE", "X-LONG-METHOD"])
@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/", "GET, HEAD"),
        ("/nothing", "GET, HEAD"),
        ("/uploads/none.webp", "GET, HEAD"),
        ("/static/none.css", "GET, HEAD"),
        ("/docs/", "GET, HEAD"),
        ("/docs/auth-match/", "GET, HEAD"),
        ("/docs/image-community/", "GET, HEAD"),
        ("/contracts/error_codes.json", "GET, HEAD"),
        ("/healthz", "GET, HEAD"),
        ("/.well-known/jwks.json", "GET, HEAD"),
        ("/ws/match/", "GET, HEAD"),
        ("/admin/", "GET, HEAD, POST"),
        ("/api/auth/login/", "GET, HEAD, POST, PUT, PATCH, DELETE"),
        ("/api/v1/images", "GET, HEAD, POST, PUT, PATCH, DELETE"),
        ("/api-image/v1/images", "GET, HEAD, POST, PUT, PATCH, DELETE"),
    ],
)
def test_unknown_method_is_refused_without_calling_a_service(
    gateway: Gateway, method: str, path: str, allow: str
) -> None:
    answer = gateway.ask(path, method)
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers.get_all("Allow") == [allow]


@pytest.mark.parametrize("method", ["get", "Get", "pOST"])
def test_lower_case_method_is_malformed(gateway: Gateway, method: str) -> None:
    assert_problem(gateway.ask_raw(f"{method} / HTTP/1.1\r\nHost: x\r\n\r\n".encode()), 400, "malformed")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_health_refuses_other_methods(gateway: Gateway, method: str) -> None:
    assert_problem(gateway.ask("/healthz", method), 405, "method_not_allowed")


def test_health_accepts_get_and_head_and_is_not_cached(gateway: Gateway) -> None:
    for method, body in (("GET", b'{"status":"ok"}\n'), ("HEAD", b"")):
        answer = gateway.ask("/healthz", method)
        assert (answer.status, answer.body, answer.headers["Cache-Control"]) == (200, body, "no-store")


def test_trace_is_refused(gateway: Gateway) -> None:
    assert_problem(gateway.ask("/api/v1/images", "TRACE"), 405, "method_not_allowed")


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/api/auth/signup/", 64 * KIB),
        ("/api/match/reports", 64 * KIB),
        ("/api/v1/images/5", MIB),
        ("/api/v1/tournaments/vote", MIB),
        ("/api/v1/images", 11 * MIB),
        ("/api/v1/images/", 11 * MIB),
        ("/api-image/v1/images/", 11 * MIB),
    ],
)
def test_body_limits(gateway: Gateway, path: str, limit: int) -> None:
    assert gateway.ask(path, "POST", body=b"x" * limit).json()["body_bytes"] == limit
    # refused by its announced length, before a byte of it is sent
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {limit + 1}\r\n\r\n"
    assert_problem(gateway.ask_raw(head.encode()), 413, "too_large")


def test_body_without_a_length_is_limited_too(gateway: Gateway) -> None:
    head = b"POST /api/auth/signup/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"%x\r\n" % (65 * KIB) + b"x" * (65 * KIB) + b"\r\n0\r\n\r\n"
    assert_problem(gateway.ask_raw(head + chunk), 413, "too_large")


def test_long_address(gateway: Gateway) -> None:
    assert gateway.ask("/api/v1/images?x=" + "y" * 8000).status == 200
    assert_problem(gateway.ask("/api/v1/images?x=" + "y" * 9000), 414, "uri_too_long")
    # longer than nginx's buffer: then the request has no URI
    assert_problem(gateway.ask("/api/v1/images?x=" + "y" * 20000), 414, "uri_too_long")


def test_long_headers(gateway: Gateway) -> None:
    for size in (8000, 16_000):
        long = {"Authorization": "Bearer " + "y" * size}
        assert gateway.ask("/api/v1/images", headers=long).status == 200
    assert_problem(gateway.ask("/api/v1/images", headers={"X-Long": "y" * 20000}), 431, "headers_too_large")


@pytest.mark.parametrize(
    "request_text",
    [
        "GET /api/v1/images HTTP/1.1\r\n\r\n",  # no Host
        "GET /api/v1/images HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /api/v1/images HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET /api/v1/images HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n",
        "GET /api/v1/images HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /api/auth/login/ HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
        "GET /api/v1/images HTTP/1.1\r\nHost: a\r\nBad Header: x\r\n y\r\n\r\n",
    ],
)
def test_malformed_headers(gateway: Gateway, request_text: str) -> None:
    assert_problem(gateway.ask_raw(request_text.encode()), 400, "malformed")


@pytest.mark.parametrize(
    "request_line",
    [
        "GET /%zz HTTP/1.1",
        "GET /%00 HTTP/1.1",
        "GET /../x HTTP/1.1",
        "G@T / HTTP/1.1",
        "\x16\x03\x01",
        "GET / HTTP/3.0",
    ],
)
def test_malformed_request_line(gateway: Gateway, request_line: str) -> None:
    assert_problem(gateway.ask_raw(f"{request_line}\r\nHost: x\r\n\r\n".encode()), 400, "malformed")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 502, 503, 504])
def test_errors_of_a_service_pass_unchanged(gateway: Gateway, status: int) -> None:
    wanted = {"X-Want-Status": str(status), "X-Want-Header": "WWW-Authenticate=Bearer"}
    answer = gateway.ask("/api/v1/images/5", headers=wanted)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/json")
    assert answer.json()["path"] == "/api/v1/images/5"
    assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_of_a_service_is_kept_or_added(gateway: Gateway, status: int) -> None:
    wanted = {"X-Want-Status": str(status)}
    own = gateway.ask("/api/v1/images", headers={**wanted, "X-Want-Header": "Retry-After=77"})
    assert own.headers.get_all("Retry-After") == ["77"]
    assert int(gateway.ask("/api/v1/images", headers=wanted).headers["Retry-After"]) >= 1


def test_head_of_an_error_has_no_body(gateway: Gateway) -> None:
    answer = gateway.ask("/nothing", "HEAD")
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (
        404,
        b"",
        "application/problem+json",
    )
