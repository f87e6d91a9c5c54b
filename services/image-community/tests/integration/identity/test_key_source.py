"""Keys come from a real HTTP server, stay valid if it is down, and cause few requests."""

import asyncio

import httpx
import pytest

from image_community.identity.key_source import KEEP_SECONDS, UNKNOWN_KID_SECONDS, KeySource
from image_community.runtime.problem import Unavailable


@pytest.fixture
async def keys(jwks, monotonic):
    async with httpx.AsyncClient(timeout=2, trust_env=False) as http:
        yield KeySource(http, jwks.url, monotonic)


async def test_first_question_fetches(keys, jwks):
    assert await keys.key("test-key") is not None
    assert await keys.key("test-key") is not None
    assert jwks.fetches == 1


async def test_many_first_questions_share_one_fetch(keys, jwks):
    jwks.delay_seconds = 0.1
    found = await asyncio.gather(*(keys.key("test-key") for _ in range(50)))
    assert all(found)
    assert jwks.fetches == 1


async def test_unknown_kids_cost_one_fetch_in_thirty_seconds(keys, jwks, monotonic):
    await keys.key("test-key")
    for number in range(100):
        assert await keys.key(f"unknown-{number}") is None
    assert jwks.fetches == 1
    monotonic.seconds += UNKNOWN_KID_SECONDS
    await asyncio.gather(*(keys.key(f"unknown-{number}") for number in range(100)))
    assert jwks.fetches == 2


async def test_ten_thousand_unknown_kids_beside_the_background_task_cost_one_fetch(keys, jwks, monotonic):
    task = asyncio.create_task(keys.refresh_forever())
    await keys.key("test-key")
    monotonic.seconds += UNKNOWN_KID_SECONDS
    for number in range(10_000):
        monotonic.seconds += 0.001
        assert await keys.key(f"unknown-{number}") is None
    task.cancel()
    assert jwks.fetches == 2


async def test_new_key_is_found_at_the_next_fetch(keys, jwks, monotonic):
    await keys.key("test-key")
    jwks.document = {"keys": [*jwks.document["keys"], {**jwks.document["keys"][0], "kid": "next"}]}
    monotonic.seconds += UNKNOWN_KID_SECONDS
    assert await keys.key("next") is not None


async def test_keys_stay_while_the_issuer_is_down_for_a_day(keys, jwks, monotonic):
    await keys.key("test-key")
    jwks.status = 500
    monotonic.seconds += KEEP_SECONDS - 1
    assert await keys.key("test-key") is not None
    assert await keys.key("unknown") is None
    monotonic.seconds += 2
    with pytest.raises(Unavailable):
        await keys.key("test-key")


@pytest.mark.parametrize("document", [{}, {"keys": []}, {"keys": [{"kty": "oct"}]}, []])
async def test_invalid_document_does_not_replace_keys(keys, jwks, monotonic, document):
    await keys.key("test-key")
    jwks.document = document
    monotonic.seconds += UNKNOWN_KID_SECONDS
    assert await keys.key("other") is None
    assert await keys.key("test-key") is not None


async def test_without_keys_verification_is_unavailable(keys, jwks):
    jwks.status = 503
    with pytest.raises(Unavailable):
        await keys.key("test-key")


async def test_background_task_fetches_and_tries_again_soon(keys, jwks):
    jwks.status = 500
    task = asyncio.create_task(keys.refresh_forever())
    await asyncio.sleep(0.2)
    jwks.status = 200
    await asyncio.sleep(1.3)
    task.cancel()
    fetched = jwks.fetches
    assert await keys.key("test-key") is not None
    assert jwks.fetches == fetched
