"""Queue stats when something cannot be read."""

import json
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from redis.client import Pipeline
from redis.exceptions import ConnectionError as RedisGone

from auth_match.accounts.models import User
from auth_match.matching.safety import repository as safety
from auth_match.matching.stats import wait_estimate
from auth_match.matching.stats.queue_stats import QueueStatsCache
from auth_match.matching.stats.wait_estimate import with_wait_estimate
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def cache(monkeypatch: pytest.MonkeyPatch, queue: Any, redis: Any) -> QueueStatsCache:
    """As in a process that has just started; in Redis' own time."""
    queue.now = time.time()
    fresh = QueueStatsCache()
    monkeypatch.setattr(wait_estimate, "queue_stats", fresh)
    return fresh


async def seen(cache: QueueStatsCache) -> None:
    await sync_to_async(cache.refresh)()


async def test_fitting_is_absent_when_redis_goes_after_the_picture(
    queue, cache: QueueStatsCache, alice: User, bob: User, monkeypatch
) -> None:
    await in_database_thread(safety.add_block, alice.id, bob.id)
    await queue.join(bob.id)
    state = (await queue.join(alice.id, blocked=[bob.id])).state
    await seen(cache)

    def gone(*_: Any, **__: Any) -> None:
        raise RedisGone

    monkeypatch.setattr(Pipeline, "execute", gone)
    assert await with_wait_estimate(state, user_id=alice.id) == state


async def test_offers_of_an_older_version_are_skipped(queue, cache: QueueStatsCache, redis) -> None:
    """They said neither how long the two had waited nor what they wanted."""
    offer = {
        **{"offer_id": "f00-0", "match_id": "7:8", "from_user": "8", "to_user": "7", "expires_at": "1.5"},
        **{"user1": "7", "user1_name": "a", "user1_age": 30, "user1_gender": "female"},
        **{"user2": "8", "user2_name": "b", "user2_age": 30, "user2_gender": "male"},
    }
    await redis.xadd("maru:trail", {"event": json.dumps({"type": "offered", "at": "1.5", "offer": offer})})
    state = (await queue.join(1)).state
    await seen(cache)
    assert (await with_wait_estimate(state, user_id=1)).entry.stats.compatible == 0


async def test_picture_that_fails_leaves_people_without_numbers(queue, cache: QueueStatsCache, redis) -> None:
    """Also the API's requests, and no task ends with an exception that is never read."""
    state = (await queue.join(1)).state
    await redis.xadd("maru:trail", {"event": "no JSON"})
    assert await with_wait_estimate(state, user_id=1) == state
    found = await sync_to_async(wait_estimate.with_wait_estimate_in_thread)(state, user_id=1)
    assert found == state
