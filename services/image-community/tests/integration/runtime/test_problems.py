"""Refusals of the infrastructure; their shape is in tests/e2e/test_parity.py."""

import pytest


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("PUT", "/api/v1/images", "GET, HEAD, POST"),
        ("POST", "/api/v1/images/1", "DELETE, GET, HEAD, PATCH, PUT"),
        ("PUT", "/api/v1/images/1/like", "DELETE, POST"),
        ("GET", "/api/v1/tournaments/vote", "POST"),
        ("PUT", "/api/v1/tournaments/match", "GET"),
    ],
)
async def test_wrong_method_is_405_with_what_is_allowed(client, method, path, allow):
    answer = await client.request(method, path)
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == allow


async def test_head_is_answered_as_get(client, make_post):
    path = f"/api/v1/images/{await make_post(1)}"
    head, get = await client.head(path), await client.get(path)
    assert head.status_code == get.status_code == 200
    assert head.headers["content-length"] == get.headers["content-length"]
    assert (await client.head("/api/v1/images/9999")).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/tournaments/match", "/api/v1/me/export"])
async def test_head_does_nothing(client, alice, db, path):
    answer = await client.head(path, headers=alice.headers)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


async def test_trailing_slash_is_not_redirected(client):
    assert (await client.get("/api/v1/images/")).status_code == 404


@pytest.mark.parametrize(
    "body", [b"{", b"", b"nope", b'{"prompt": "x"', b"\xff\xfe", b"[" * 30_000, b"1" * 5_000]
)
async def test_body_that_is_no_json_is_400(client, alice, make_post, body):
    headers = {**alice.headers, "Content-Type": "application/json"}
    answer = await client.patch(f"/api/v1/images/{await make_post(1)}", headers=headers, content=body)
    expected = (422, "invalid") if body == b"" else (400, "malformed")
    assert (answer.status_code, answer.json()["code"]) == expected


async def test_body_that_is_no_object_is_422(client, alice, make_post):
    for body in (b"[]", b"null", b"5", b'"text"', b"NaN", b"true"):
        headers = {**alice.headers, "Content-Type": "application/json"}
        answer = await client.patch(f"/api/v1/images/{await make_post(1)}", headers=headers, content=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), body


@pytest.mark.parametrize("kind", ["text/plain", "multipart/form-data; boundary=x", "", "application/xml"])
async def test_other_body_than_json_is_415(client, alice, make_post, kind):
    headers = {**alice.headers, "Content-Type": kind}
    answer = await client.patch(f"/api/v1/images/{await make_post(1)}", headers=headers, content=b"{}")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("declared", [True, False])
async def test_large_json_is_413(client, alice, make_post, declared):
    body = b'{"prompt": "' + b"x" * 70_000 + b'"}'

    async def stream():
        yield body

    headers = {**alice.headers, "Content-Type": "application/json"}
    address = f"/api/v1/images/{await make_post(1)}"
    answer = await client.patch(address, headers=headers, content=body if declared else stream())
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_input_is_not_echoed(client, alice, make_post):
    body = {"prompt": {"secret-word": 1}, "is_tournament_opt_in": "secret-word"}
    answer = await client.patch(f"/api/v1/images/{await make_post(1)}", headers=alice.headers, json=body)
    assert answer.status_code == 422
    assert "secret-word" not in answer.text


async def test_unhandled_error_is_500_without_its_reason(app, client):
    @app.get("/broken")
    async def broken():
        raise RuntimeError("secret-reason")

    answer = await client.get("/broken")
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "secret-reason" not in answer.text
