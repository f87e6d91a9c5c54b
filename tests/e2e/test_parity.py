"""What both services promise alike, each asked at its own port.

With reason they differ in this:
- Sentences for people in `detail`; those of single fields are the same.
- image-community has /startupz: its readiness also asks its media store, which no other process waits for.
- image-community's 503 `storage_unavailable` says 30 seconds: a full disk lasts longer than a busy database.
- Status 499 stands in the log of image-community alone: WSGI does not notice a client that leaves.
- Django REST framework sends `Allow` with every answer of a view, FastAPI with 405 alone.
- Only auth-match's limits grow with each further try (`Retry-After` is the wait until the next one).

tests/house/test_log_fields.py holds what single events carry; contracts/unavailable_errors.json lists what is
unavailable, and each service's tests raise every row.
"""

import asyncio
import uuid
from collections.abc import AsyncIterator

import httpx
import pytest
from tests.parity import (
    CODES,
    LINE,
    PROBLEM,
    REQUEST,
    SERVICES,
    Ask,
    Asked,
    health_ports,
    json_to,
    lines_of,
    locked_tables,
    log_of,
    port_of,
    refusing_redis,
    require_problem,
)
from tests.people.person import Person
from tests.system import NativeSystem

DOCUMENTS = {
    "auth-match": "/docs/auth-match/openapi.json",
    "image-community": "/api/v1/openapi.json",
}
MOST_TRIES = 200  # until a limit refuses: 120 tickets
LARGE = b'{"password": "' + b"x" * 70_000 + b'"}'
LOGIN, VOTE = "/api/auth/login/", "/api/v1/tournaments/vote"


# What happens → status, code, and who is asked for it: auth-match, image-community.
REFUSALS: dict[str, tuple[int, str, Asked, Asked]] = {
    "no JSON": (400, "malformed", json_to("POST", LOGIN, b"{"), json_to("POST", VOTE, b"{", "alice")),
    "no token": (
        401,
        "not_authenticated",
        Asked("GET", "/api/auth/profile/"),
        Asked("GET", "/api/v1/me/export"),
    ),
    "forged token": (
        401,
        "invalid_token",
        Asked("GET", "/api/auth/profile/", "forged"),
        Asked("GET", "/api/v1/me/export", "forged"),
    ),
    "nothing there": (404, "not_found", Asked("GET", "/api/nothing/"), Asked("GET", "/api/v1/nothing")),
    "another method": (405, "method_not_allowed", Asked("DELETE", "/healthz"), Asked("DELETE", "/healthz")),
    "large body": (413, "too_large", json_to("POST", LOGIN, LARGE), json_to("POST", VOTE, LARGE, "alice")),
    "another body": (
        415,
        "unsupported_media_type",
        Asked("POST", LOGIN, headers={"Content-Type": "text/plain"}, content=b"{}"),
        Asked("POST", VOTE, "alice", {"Content-Type": "text/plain"}, b"{}"),
    ),
    "fields missing": (422, "invalid", json_to("POST", LOGIN, b"{}"), json_to("POST", VOTE, b"{}", "alice")),
    "no object": (422, "invalid", json_to("POST", LOGIN, b"[]"), json_to("POST", VOTE, b"[]", "alice")),
    "too often": (
        429,
        "rate_limited",
        json_to("POST", "/api/auth/ws-ticket/", b'{"purpose": "match"}', "alice"),
        Asked("DELETE", "/api/v1/images/1/like", "alice"),
    ),
}


def patch(content: bytes) -> Asked:
    return json_to("PATCH", "/api/v1/images/1", content, "alice")


def report(fields: bytes) -> Asked:
    return json_to("POST", "/api/match/reports/", b"{" + fields + b"}", "alice")


# What a field holds → its code and sentence, and who is asked with which field.
FIELDS: dict[str, tuple[str, str, tuple[str, Asked], tuple[str, Asked]]] = {
    "missing": (
        "required",
        "This field is required.",
        ("password", json_to("POST", LOGIN, b'{"username": "x"}')),
        ("loser_image_id", json_to("POST", VOTE, b'{"winner_image_id": 1}', "alice")),
    ),
    "null": (
        "null",
        "This may not be null.",
        ("username", json_to("POST", LOGIN, b'{"username": null, "password": "x"}')),
        ("prompt", patch(b'{"prompt": null}')),
    ),
    "blank": (
        "blank",
        "This may not be blank.",
        ("username", json_to("POST", LOGIN, b'{"username": " ", "password": "x"}')),
        ("prompt", patch(b'{"prompt": " "}')),
    ),
    "no text": (
        "not_text",
        "This must be text.",
        ("username", json_to("POST", LOGIN, b'{"username": 7, "password": "x"}')),
        ("prompt", patch(b'{"prompt": 7}')),
    ),
    "no number": (
        "not_whole_number",
        "This must be a whole number.",
        ("user_id", report(b'"user_id": "x", "reason": "spam"')),
        ("page", Asked("GET", "/api/v1/images?page=x")),
    ),
    "no boolean": (
        "not_boolean",
        "This must be true or false.",
        ("block", report(b'"user_id": 1, "reason": "spam", "block": "perhaps"')),
        ("tournament_only", Asked("GET", "/api/v1/images?tournament_only=perhaps")),
    ),
    "low number": (
        "min_value",
        "This must be at least 1.",
        ("user_id", report(b'"user_id": 0, "reason": "spam"')),
        ("page", Asked("GET", "/api/v1/images?page=0")),
    ),
    "high number": (
        "max_value",
        "This may be at most 2147483647.",
        ("user_id", report(b'"user_id": 2147483648, "reason": "spam"')),
        ("user_id", Asked("GET", "/api/v1/images?user_id=2147483648")),
    ),
    "long text": (
        "max_length",
        "This may have at most {limit} characters.",
        ("details", report(b'"user_id": 1, "reason": "spam", "details": "' + b"x" * 1001 + b'"')),
        ("model_name", patch(b'{"model_name": "' + b"x" * 101 + b'"}')),
    ),
    "unstorable": (
        "unstorable_text",
        "Text may hold neither the NUL character nor a lone surrogate.",
        ("", json_to("POST", LOGIN, b'{"username": "\\u0000", "password": "x"}')),
        ("prompt", patch(b'{"prompt": "\\u0000"}')),
    ),
    "unknown": (
        "unknown_field",
        "This field is not known.",
        ("nick", json_to("POST", LOGIN, b'{"username": "x", "password": "y", "nick": "z"}')),
        ("nick", json_to("POST", VOTE, b'{"winner_image_id": 1, "loser_image_id": 2, "nick": "z"}', "alice")),
    ),
    "no object": (
        "not_object",
        "This must be a JSON object.",
        ("", json_to("POST", LOGIN, b"null")),
        ("", json_to("POST", VOTE, b"null", "alice")),
    ),
}
BAD_IDS = ("short", "x" * 65, "with space 123", "semi;colon-123", "ümlaut-ümlaut")


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=30) as client:
        yield client


@pytest.fixture
def ask(system: NativeSystem, client: httpx.AsyncClient, alice: Person) -> Ask:
    async def answer(service: str, asked: Asked) -> httpx.Response:
        token = {"alice": alice.access, "forged": "a.b.c"}.get(asked.who)
        bearer = {"Authorization": f"Bearer {token}"} if token else {}
        headers = {"X-Request-ID": uuid.uuid4().hex, **bearer, **asked.headers}
        url = f"http://127.0.0.1:{port_of(system, service)}{asked.path}"
        return await client.request(asked.method, url, headers=headers, content=asked.content or None)

    return answer


async def use_up_likes(system: NativeSystem, person: Person) -> None:
    """The count that image-community keeps (docs/architecture.md): a thousand requests take a minute."""
    redis = system.redis(database=1)
    await redis.set(f"maru:limits:like:{person.id}", 1_000_000, ex=60)
    await redis.aclose()


async def refused_at_last(ask: Ask, service: str, asked: Asked) -> httpx.Response:
    for _ in range(MOST_TRIES):
        response = await ask(service, asked)
        if response.status_code == 429:
            assert 1 <= int(response.headers["retry-after"]) <= 600
            return response
    raise AssertionError("no limit")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("name", REFUSALS)
async def test_refusal_is_one_problem_and_one_line(
    system: NativeSystem, ask: Ask, alice: Person, service: str, name: str
) -> None:
    status, code, *both = REFUSALS[name]
    asked = both[SERVICES.index(service)]
    response = await ask(service, asked)
    if status == 429:
        await use_up_likes(system, alice)
        response = await refused_at_last(ask, service, asked)
    problem = require_problem(response, status, code)
    for each in problem.get("errors", []):
        assert {name: type(value) for name, value in each.items()} == dict.fromkeys(
            ("field", "code", "message"), str
        )
        assert (each["field"] == "") == (name == "no object")
    if status == 401:
        error = ', error="invalid_token"' if code == "invalid_token" else ""
        assert response.headers["www-authenticate"] == f'Bearer realm="maru"{error}'

    (line,) = await lines_of(system, log_of(service), problem["request_id"], "request")
    assert set(line) == REQUEST
    assert (line["level"], line["service"], line["status"]) == ("info", service, status)
    assert (line["method"], line["path"]) == (asked.method, asked.path)
    assert line["timestamp"].endswith("Z")
    assert line["duration_ms"] > 0
    assert line["logger"].partition(".")[0] == service.replace("-", "_")


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("name", FIELDS)
async def test_wrong_field_has_one_code_and_one_sentence(ask: Ask, service: str, name: str) -> None:
    code, sentence, *both = FIELDS[name]
    field, asked = both[SERVICES.index(service)]
    problem = require_problem(await ask(service, asked), 422, "invalid")
    sentence = sentence.format(limit=1000 if service == "auth-match" else 100)
    assert problem["errors"] == [{"field": field, "code": code, "message": sentence}]
    assert problem["detail"] == "Some fields are not valid."


@pytest.mark.parametrize("service", SERVICES)
async def test_documents_say_of_each_code_what_the_contract_says(ask: Ask, service: str) -> None:
    document = (await ask(service, Asked("GET", DOCUMENTS[service]))).json()
    seen = set()
    for operations in document["paths"].values():
        for operation in operations.values():
            for status, response in operation["responses"].items():
                if int(status) < 400:
                    continue
                assert list(response["content"]) == [PROBLEM]
                title, _, codes = response["description"].partition(": ")
                for code in codes.split(", "):
                    seen.add(code)
                    promised = CODES[code.strip("`")]
                    assert (str(promised["status"]), promised["title"]) == (status, title), code
                    assert service in promised["services"], code
    assert len(seen) > 10


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("given", BAD_IDS)
async def test_ill_formed_request_id_is_replaced(
    system: NativeSystem, client: httpx.AsyncClient, service: str, given: str
) -> None:
    url = f"http://127.0.0.1:{port_of(system, service)}/nothing"
    response = await client.get(url, headers={b"X-Request-ID": given.encode()})
    problem = require_problem(response, 404, "not_found")
    assert len(problem["request_id"]) == 32
    assert problem["request_id"] != given


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
async def test_health_has_one_shape(system: NativeSystem, client: httpx.AsyncClient, path: str) -> None:
    for port in health_ports(system):
        response = await client.get(f"http://127.0.0.1:{port}{path}")
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert response.headers["content-type"] == "application/json"
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("service", SERVICES)
async def test_health_is_logged_only_when_it_fails(system: NativeSystem, ask: Ask, service: str) -> None:
    good = await ask(service, Asked("GET", "/healthz"))
    bad = await ask(service, Asked("POST", "/healthz"))
    assert (good.status_code, bad.status_code) == (200, 405)
    log = log_of(service)
    assert len(await lines_of(system, log, bad.headers["x-request-id"], "request")) == 1
    ids = {each["request_id"] for each in system.log_lines(log)}
    assert good.headers["x-request-id"] not in ids


# --- while PostgreSQL is busy, or Redis refuses ---


BALLOT = b'{"match_id": "0b7f6c1e-6a55-4a5c-9a3e-6f2d6a7c1b10", "winner_image_id": 1, "loser_image_id": 2}'
TROUBLES = {
    "PostgreSQL ends a statement": (
        locked_tables,
        Asked("GET", "/api/users/?ids=1"),
        Asked("GET", "/api/v1/images"),
    ),
    "Redis refuses": (
        refusing_redis,
        json_to("POST", "/api/auth/ws-ticket/", b'{"purpose": "match"}', "alice"),
        json_to("POST", VOTE, BALLOT, "alice"),
    ),
}


@pytest.mark.parametrize("name", TROUBLES)
async def test_unavailable_is_503_and_says_which_error(system: NativeSystem, ask: Ask, name: str) -> None:
    trouble, *both = TROUBLES[name]
    async with trouble(system):
        answers = await asyncio.gather(*map(ask, SERVICES, both))
    for service, response in zip(SERVICES, answers, strict=True):
        problem = require_problem(response, 503, "unavailable")
        assert response.headers["retry-after"] == "2"
        (line,) = await lines_of(system, log_of(service), problem["request_id"], "dependency_unavailable")
        assert (set(line), line["level"]) == (LINE | {"error", "detail"}, "warning")
        (line,) = await lines_of(system, log_of(service), problem["request_id"], "request")
        assert (set(line), line["status"]) == (REQUEST, 503)


async def test_not_ready_is_one_problem_and_says_which_error(
    system: NativeSystem, client: httpx.AsyncClient
) -> None:
    async with refusing_redis(system):
        urls = [f"http://127.0.0.1:{port}/readyz" for port in health_ports(system)]
        answers = [await client.get(url) for url in urls]
    logs = (
        *("auth-match-web", "auth-match-realtime-1", "auth-match-realtime-2"),
        *("image-community-web-1", "image-community-web-2"),
    )
    for log, response in zip(logs, answers, strict=True):
        problem = require_problem(response, 503, "unavailable")
        assert response.headers["retry-after"] == "2"
        (line,) = await lines_of(system, log, problem["request_id"], "not_ready")
        assert (set(line), line["level"]) == (LINE | {"error"}, "warning")
