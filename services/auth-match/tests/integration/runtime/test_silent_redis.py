"""A Redis that accepts and never responds; tests/e2e/test_silent_servers.py stops a real one."""

import asyncio
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from polling import wait_until
from rest_framework.test import APIClient

from auth_match.accounts.models import User
from auth_match.runtime import redis as redis_clients
from auth_match.runtime.channel_layer import BoundedPubSubChannelLayer

pytestmark = pytest.mark.django_db(transaction=True)
PASSWORD = "correct horse battery"


@pytest.fixture
def silent_redis() -> Iterator[str]:
    """Makes this process's Redis unresponsive. Returns its address."""
    with socket.create_server(("127.0.0.1", 0), backlog=100) as listener:
        url = f"redis://127.0.0.1:{listener.getsockname()[1]}/0"
        redis_clients.sync_client.cache_clear()
        with override_settings(REDIS_URL=url):
            yield url
    redis_clients.sync_client.cache_clear()
    wait_until(lambda: not redis_clients.breaker().is_open)


def test_silent_redis_delays_a_login_once(api: APIClient, alice: User, silent_redis: str) -> None:
    """A login calls Redis up to four times, two seconds each."""
    credentials = {"username": "alice", "password": PASSWORD}
    began = time.monotonic()
    assert api.post("/api/auth/login/", credentials, "json").status_code == 200
    assert time.monotonic() - began < 5
    began = time.monotonic()
    assert api.post("/api/auth/login/", credentials, "json").status_code == 200
    assert time.monotonic() - began < 1.5


async def test_silent_redis_blocks_no_consumer(silent_redis: str) -> None:
    """Channels' own layer waits for ever: its connections have no socket timeout."""
    layer: Any = BoundedPubSubChannelLayer(hosts=[{"address": silent_redis, "socket_timeout": None}])
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        await layer.group_send("group", {"type": "push"})
    await asyncio.to_thread(wait_until, lambda: redis_clients.breaker().is_open)
    with pytest.raises(redis_clients.redis.ConnectionError):
        await layer.group_send("group", {"type": "push"})
    assert time.monotonic() - began < 5
    await layer.flush()


async def test_wait_for_the_layers_lock_does_not_open_the_breaker() -> None:
    """A past bug: a burst opened the breaker for every use of Redis in the process."""
    layer: Any = BoundedPubSubChannelLayer(hosts=settings.CHANNEL_LAYERS["default"]["CONFIG"]["hosts"])
    await layer.group_send("group", {"type": "push"})
    (shard,) = layer._get_layer()._shards
    async with shard._lock:
        with pytest.raises(TimeoutError):
            await layer.group_send("group", {"type": "push"})
        redis_clients.breaker().require_closed()
    await layer.group_send("group", {"type": "push"})
    await layer.flush()


def test_call_that_waited_for_a_connection_is_refused_at_once(
    silent_redis: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(redis_clients._OPTIONS, "max_connections", 1)
    monkeypatch.setitem(redis_clients._OPTIONS, "timeout", 10.0)

    def ask(_number: int) -> float:
        began = time.monotonic()
        with pytest.raises(redis_clients.redis.RedisError):
            redis_clients.sync_client().get("key")
        return time.monotonic() - began

    with ThreadPoolExecutor(3) as threads:
        assert max(threads.map(ask, range(3))) < redis_clients.SOCKET_SECONDS + 1.5
