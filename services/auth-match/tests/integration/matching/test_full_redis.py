"""A Redis without memory refuses what only takes some; leaving, answering and cleaning up go on."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from redis.exceptions import OutOfMemoryError

from auth_match.matching.state.events import OfferClosed


@pytest.fixture
async def fill(redis: Any) -> AsyncIterator[Callable[[], Awaitable[None]]]:
    """Lets Redis be full from now on."""
    before = (await redis.config_get("maxmemory"))["maxmemory"]

    async def fill_up() -> None:
        await redis.config_set("maxmemory", 1)

    yield fill_up
    await redis.config_set("maxmemory", before)


async def test_join_is_refused_by_a_full_redis(queue, fill) -> None:
    await queue.attach(1)
    await fill()
    with pytest.raises(OutOfMemoryError):
        await queue.join(1)


async def test_everybody_can_leave_a_full_redis(queue, fill, redis) -> None:
    await queue.join(1)
    await fill()
    assert (await queue.leave(1)).result == "left"
    assert not await redis.exists("match_queue")


async def test_sweeps_and_beats_go_on(queue, fill) -> None:
    await queue.join(1)
    await queue.join(2)
    await fill()
    closed = [event for event in (await queue.pass_time(31)).events if isinstance(event, OfferClosed)]
    assert [event.reason for event in closed] == ["expired"]


async def test_who_is_banned_goes(queue, fill, redis) -> None:
    await queue.join(1)
    await fill()
    await queue.run("expel", user="1")
    assert not await redis.exists("match_queue", "maru:user:1")


async def test_two_who_said_yes_get_their_room(queue, fill) -> None:
    await queue.join(1)
    await queue.join(2)
    await fill()
    await queue.respond(1, "accept")
    assert (await queue.respond(2, "accept")).result == "matched"
