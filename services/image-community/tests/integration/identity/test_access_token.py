"""Tokens over HTTP: which routes require one."""

import time

import pytest

LIKE = "/api/v1/images/1/like"
CHALLENGE = 'Bearer realm="maru", error="invalid_token"'
PUBLIC = (
    "/api/v1/images",
    "/api/v1/images?cursor=",
    "/api/v1/images/{image_id}",
    "/api/v1/images/feed/random",
    "/api/v1/images/feed/top-24h",
    "/api/v1/images/{image_id}/like/status",
    "/api/v1/tournaments/rankings",
)


async def test_no_token_is_401_with_a_challenge(client):
    answer = await client.post(LIKE)
    assert answer.status_code == 401
    assert answer.json()["code"] == "not_authenticated"
    assert answer.headers["www-authenticate"] == 'Bearer realm="maru"'
    assert answer.headers["content-type"] == "application/problem+json"


async def test_other_scheme_counts_as_no_token(client):
    answer = await client.post(LIKE, headers={"Authorization": "Basic YTpi"})
    assert answer.json()["code"] == "not_authenticated"


async def test_bad_token_is_401_with_a_challenge(client):
    answer = await client.post(LIKE, headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401
    assert answer.json()["code"] == "invalid_token"
    assert answer.headers["www-authenticate"] == CHALLENGE


async def test_two_tokens_are_refused(client, alice, bob):
    headers = [("Authorization", f"Bearer {who.token}") for who in (alice, bob)]
    assert (await client.post(LIKE, headers=headers)).json()["code"] == "invalid_token"


@pytest.mark.parametrize(
    "change",
    [
        {"exp": 1_600_000_000},
        {"iat": 4_000_000_000},
        {"iss": "other"},
        {"aud": "other"},
        {"token_type": "refresh"},
        {"sub": "2"},
        {"user_id": 2**31, "sub": str(2**31)},
        {"headers": {"typ": "JWT"}},
        {"headers": {"kid": "other"}},
    ],
    ids=str,
)
async def test_wrong_token_is_refused_where_one_is_needed_and_ignored_where_not(
    client, sign, make_post, change
):
    post_id = await make_post()
    headers = {"Authorization": f"Bearer {sign(1, **change)}"}
    refused = await client.post(f"/api/v1/images/{post_id}/like", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")
    public = await client.get(f"/api/v1/images/{post_id}", headers=headers)
    assert public.status_code == 200
    assert "is_liked" not in public.json()
    assert public.headers["www-authenticate"] == CHALLENGE


@pytest.mark.parametrize("path", PUBLIC)
async def test_public_page_says_that_the_token_is_stale_and_only_then(client, sign, alice, make_post, path):
    address = path.format(image_id=await make_post())
    stale = {"Authorization": f"Bearer {sign(1, exp=1_600_000_000)}"}
    answer = await client.get(address, headers=stale)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (200, CHALLENGE)
    assert answer.headers["cache-control"] == "private, no-cache"
    for headers in ({}, alice.headers, {"Authorization": "Basic YTpi"}):
        answer = await client.get(address, headers=headers)
        assert (answer.status_code, "www-authenticate" in answer.headers) == (200, False), headers


async def test_unchanged_ranking_says_that_the_token_is_stale(client, make_post):
    await make_post()
    first = await client.get("/api/v1/images/feed/top-24h")
    headers = {"Authorization": "Bearer stale.stale.stale", "If-None-Match": first.headers["etag"]}
    answer = await client.get("/api/v1/images/feed/top-24h", headers=headers)
    assert (answer.status_code, answer.headers["www-authenticate"]) == (304, CHALLENGE)


async def test_leeway_of_half_a_minute(client, sign, make_post):
    post_id = await make_post()
    now = int(time.time())
    for change in ({"exp": now - 20}, {"iat": now + 20}):
        headers = {"Authorization": f"Bearer {sign(1, **change)}"}
        assert (await client.post(f"/api/v1/images/{post_id}/like", headers=headers)).status_code in {
            200,
            201,
        }
    for change in ({"exp": now - 40}, {"iat": now + 60}):
        headers = {"Authorization": f"Bearer {sign(1, **change)}"}
        assert (await client.post(f"/api/v1/images/{post_id}/like", headers=headers)).status_code == 401


async def test_issuer_down_after_start_changes_nothing(client, jwks, alice, make_post):
    post_id = await make_post()
    assert (await client.post(f"/api/v1/images/{post_id}/like", headers=alice.headers)).status_code == 201
    jwks.status = 500
    assert (await client.post(f"/api/v1/images/{post_id}/like", headers=alice.headers)).status_code == 200


@pytest.fixture
def issuer_down(jwks):
    jwks.status = 500


async def test_issuer_never_reached_is_503_where_a_token_is_needed(issuer_down, client, alice, make_post):
    post_id = await make_post()
    answer = await client.post(f"/api/v1/images/{post_id}/like", headers=alice.headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]
    for path in PUBLIC:
        public = await client.get(path.format(image_id=post_id), headers=alice.headers)
        assert (public.status_code, "www-authenticate" in public.headers) == (200, False), path
