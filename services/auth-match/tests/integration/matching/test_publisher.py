"""What follows from a transition when something fails in between, or the room is over by then."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from channels.layers import get_channel_layer
from channels_redis.pubsub import RedisSingleShardConnection
from redis.exceptions import ConnectionError as RedisGone

import redis as redis_py
from auth_match.accounts.models import User
from auth_match.matching.delivery import publisher
from auth_match.matching.models import MatchedRoom
from auth_match.matching.state.events import Matched
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)

Heard = Callable[[], Awaitable[list[str]]]


@pytest.fixture
async def heard_by_bob(bob: User) -> AsyncIterator[Heard]:
    """The types of the frames pushed to Bob's sockets so far."""
    layer = get_channel_layer()
    channel = await layer.new_channel()
    group = publisher.user_group(bob.id)
    await layer.group_add(group, channel)

    async def ask() -> list[str]:
        await layer.send(channel, {"type": "end"})  # behind all that was sent
        types = []
        while (message := await layer.receive(channel))["type"] != "end":
            types.append(message["frame"]["type"])
        return types

    yield ask
    await layer.flush()


async def matched(queue: Any, alice: User, bob: User) -> Any:
    """The event of a match that was not pushed."""
    await queue.join(alice.id)
    await queue.join(bob.id)
    await queue.respond(alice.id, "accept")
    outcome = await queue.respond(bob.id, "accept")
    return next(event for event in outcome.events if isinstance(event, Matched))


async def rooms() -> int:
    return await in_database_thread(MatchedRoom.objects.count)


async def test_match_is_pushed(queue, redis, alice, bob, heard_by_bob: Heard) -> None:
    await publisher.publish([await matched(queue, alice, bob)])
    assert await heard_by_bob() == ["match_success"]
    assert await rooms() == 1


async def test_room_that_is_over_is_not_pushed(queue, redis, alice, bob, heard_by_bob: Heard) -> None:
    """Another process has pushed its end before."""
    event = await matched(queue, alice, bob)
    await queue.run("close_room", room=event.room)
    await publisher.publish([event])
    assert await heard_by_bob() == []
    assert await rooms() == 0


async def test_match_is_pushed_though_redis_does_not_say_whether_the_room_is_open(
    queue, redis, alice, bob, heard_by_bob: Heard, monkeypatch
) -> None:
    event = await matched(queue, alice, bob)

    def gone(*_: Any) -> None:
        raise RedisGone

    monkeypatch.setattr(redis_py.Redis, "fcall", gone)
    await publisher.publish([event])
    assert await heard_by_bob() == ["match_success"]


async def test_push_that_fails_does_not_stop_the_others(
    queue, redis, alice, bob, heard_by_bob: Heard, monkeypatch
) -> None:
    event = await matched(queue, alice, bob)
    publish, lost = RedisSingleShardConnection.publish, []

    async def loses_the_first(self: Any, channel: str, message: bytes) -> None:
        if not lost:
            lost.append(channel)
            raise RedisGone
        await publish(self, channel, message)

    monkeypatch.setattr(RedisSingleShardConnection, "publish", loses_the_first)
    async with asyncio.timeout(10):
        await publisher.publish([event])
        assert await heard_by_bob() == ["match_success"]
    assert lost[0].endswith(publisher.user_group(alice.id))
