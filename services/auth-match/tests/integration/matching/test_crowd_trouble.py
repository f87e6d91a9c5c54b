"""What waiting people are told when something of the crowd cannot be read."""

import json
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from redis.client import Pipeline
from redis.exceptions import ConnectionError as RedisGone

from auth_match.accounts.models import User
from auth_match.matching import waiting
from auth_match.matching.lookout import Lookout
from auth_match.matching.safety import repository as safety
from auth_match.matching.waiting import described
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
async def lookout(monkeypatch: pytest.MonkeyPatch, queue: Any, redis: Any) -> Lookout:
    """As in a process that has just started; in Redis' own time."""
    queue.now = time.time()
    fresh = Lookout()
    monkeypatch.setattr(waiting, "lookout", fresh)
    return fresh


async def seen(lookout: Lookout) -> None:
    await sync_to_async(lookout.refresh)()


async def test_fitting_is_absent_when_redis_goes_after_the_picture(
    queue, lookout: Lookout, alice: User, bob: User, monkeypatch
) -> None:
    await in_database_thread(safety.add_block, alice.id, bob.id)
    await queue.join(bob.id)
    state = (await queue.join(alice.id, blocked=[bob.id])).state
    await seen(lookout)

    def gone(*_: Any, **__: Any) -> None:
        raise RedisGone

    monkeypatch.setattr(Pipeline, "execute", gone)
    assert await described(state, user_id=alice.id) == state


async def test_offers_of_an_older_version_are_passed_over(queue, lookout: Lookout, redis) -> None:
    """They said neither how long the two had waited nor what they wanted."""
    offer = {"user1": "7", "user2": "8", "user1_gender": "female", "user2_gender": "male"}
    await redis.xadd("maru:trail", {"event": json.dumps({"type": "offered", "offer": offer})})
    state = (await queue.join(1)).state
    await seen(lookout)
    assert (await described(state, user_id=1))["fitting"] == 0


async def test_picture_that_fails_leaves_people_without_numbers(queue, lookout: Lookout, redis) -> None:
    """Also the API's requests, and no task ends with an exception that nobody reads."""
    state = (await queue.join(1)).state
    await redis.xadd("maru:trail", {"event": "no JSON"})
    assert await described(state, user_id=1) == state
    told = await sync_to_async(waiting.described_in_thread)(state, user_id=1)
    assert told == state
