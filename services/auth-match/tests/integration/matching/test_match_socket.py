"""The match socket beside a process that died, or a Redis that dropped a push, before the push."""

import asyncio
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.layers import get_channel_layer
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import ConnectionError as RedisGone
from wire import SECONDS, Socket

from auth_match.accounts import lifecycle
from auth_match.accounts.models import User
from auth_match.matching.delivery import publisher, redelivery
from auth_match.matching.history import room_rows
from auth_match.matching.models import MatchedRoom
from auth_match.matching.queue import actions
from auth_match.matching.queue.consumer import MatchConsumer
from auth_match.matching.state import stream
from auth_match.matching.state.events import Joined, Matched, Offered
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)


class QuickConsumer(MatchConsumer):
    beat_seconds = retry_seconds = 0.1


@pytest.fixture
async def bobs(redis: Any, bob: User, log_in: Any) -> AsyncIterator[Socket]:
    """Bob's socket; he waits."""
    socket = Socket((await in_database_thread(log_in, bob))["access"], "/ws/match/")
    await socket.open()
    await socket.say("join_queue")
    assert await socket.next() == "queue_joined"
    yield socket
    await socket.close()
    await get_channel_layer().flush()


@pytest.fixture
async def unpushed(queue: Any, bobs: Socket, alice: User) -> Any:
    """The offer of Bob to Alice, made by a process that died before its pushes."""
    queue.now = time.time()
    outcome = await queue.join(alice.id)
    (event,) = [event for event in outcome.events if isinstance(event, Offered)]
    return event


async def redeliver_all() -> None:
    while await redelivery.redeliver_due("test", after_seconds=0):
        pass


async def test_offer_of_a_dead_process_is_redelivered_once(unpushed, bobs: Socket) -> None:
    await redeliver_all()
    frame = await bobs.frame()
    assert (frame["type"], frame["offer_id"]) == ("match_found", unpushed.offer.offer_id)
    assert await bobs.next() == "state"
    await publisher.redeliver(unpushed)  # another process was not sure
    await bobs.say("ping")
    assert await bobs.next() == "pong"


async def test_what_a_dead_process_took_is_acknowledged(unpushed, bobs: Socket) -> None:
    """Also what is never redelivered: it would be claimed forever, and nothing after it delivered."""
    taken = await in_database_thread(stream.read, redelivery.GROUP, "dead")
    assert {type(entry.event) for entry in taken} > {Joined}
    await redeliver_all()
    assert await bobs.next() == "match_found"
    assert await in_database_thread(stream.claim, redelivery.GROUP, "test") == []


@pytest.fixture
async def offered(bobs: Socket, alice: User, log_in: Any) -> AsyncIterator[tuple[Socket, Socket]]:
    """The sockets of Alice and Bob, who are offered to each other."""
    alices = Socket((await in_database_thread(log_in, alice))["access"], "/ws/match/")
    await alices.open()
    await alices.say("join_queue")
    for socket in (alices, bobs):
        assert [await socket.next(), await socket.next()] == ["match_found", "state"]
    yield alices, bobs
    await alices.close()


async def test_leaving_during_an_offer_starts_the_cool_down_of_a_rejection(
    offered, settings: Any, redis: Any
) -> None:
    """Else to leave and join again would be a way to be offered the same user at once."""
    settings.MATCH_REJECT_COOLDOWN_SECONDS = 2
    alices, bobs = offered
    await alices.say("leave_queue")
    assert {await alices.next(), await alices.next()} == {"queue_left", "state"}
    frame = await bobs.frame()
    assert (frame["type"], frame["reason"], frame["requeued"]) == ("match_cancelled", "partner_left", True)
    left_at = time.time()
    await alices.say("join_queue")
    assert await alices.next() == "queue_joined"
    assert await bobs.is_silent()
    while not await redis.keys("match_requests:*"):
        assert time.time() < left_at + SECONDS
        await actions.sweep()
        await asyncio.sleep(0.1)
    assert [await alices.next(), await bobs.next()] == ["match_found", "match_found"]
    assert time.time() >= left_at + 1.9


async def lose_the_offer(redis: Any) -> None:
    (key,) = [key async for key in redis.scan_iter("match_requests:*")]
    await redis.delete(key)


async def test_lost_offer_is_over_for_both_at_the_next_sweep(offered, redis: Any) -> None:
    await lose_the_offer(redis)
    await actions.sweep()
    for socket in offered:
        frame = await socket.frame()
        assert (frame["type"], frame["reason"], frame["requeued"]) == ("match_cancelled", "expired", True)
        # another offer, which can be answered
        assert [await socket.next(), await socket.next()] == ["match_found", "state"]


async def test_lost_offer_is_over_for_both_when_one_answers_it(offered, redis: Any) -> None:
    await lose_the_offer(redis)
    alices, bobs = offered
    await alices.send(action="respond", response="accept")
    assert [await bobs.next() for _ in range(3)] == ["match_cancelled", "match_found", "state"]
    assert sorted([await alices.next() for _ in range(3)]) == [
        "match_cancelled",
        "match_cancelled",  # `no_active_match`, as the answer
        "match_found",
    ]


async def test_offer_that_is_over_is_not_redelivered(queue, unpushed, bobs: Socket, alice) -> None:
    await queue.leave(alice.id)
    await publisher.redeliver(unpushed)
    await bobs.say("ping")
    assert await bobs.next() == "pong"


async def test_event_is_redelivered_only_after_a_while(unpushed, bobs: Socket) -> None:
    while await redelivery.redeliver_due("test"):
        pass
    await bobs.say("ping")
    assert await bobs.next() == "pong"


async def test_match_with_its_row_but_without_its_push_is_redelivered(
    queue, unpushed, bobs: Socket, alice, bob, redis
) -> None:
    """The process died between the row and the push."""
    await publisher.push(unpushed)
    assert [await bobs.next(), await bobs.next()] == ["match_found", "state"]
    await queue.respond(alice.id, "accept")
    queue.connections[str(bob.id)] = await redis.hget(f"maru:user:{bob.id}", "connection")
    outcome = await queue.respond(bob.id, "accept")
    (event,) = [event for event in outcome.events if isinstance(event, Matched)]
    await in_database_thread(room_rows.add_if_room_is_open, event)
    await redeliver_all()
    frame = await bobs.frame()
    assert (frame["type"], frame["room"]) == ("match_success", event.room)
    assert await in_database_thread(MatchedRoom.objects.count) == 1


async def test_who_is_shut_out_does_not_walk_back_in(queue, bobs: Socket, bob, redis) -> None:
    """The socket may be open for a moment longer than the queue knows of its user."""
    await in_database_thread(lifecycle.deactivate, user_id=bob.id)
    await actions.expel(user_id=bob.id)
    assert await bobs.next() == "queue_left"
    await bobs.say("join_queue")
    frame = await bobs.frame()
    assert (frame["type"], frame.get("code")) == ("error", "invalid_token")
    assert await redis.zcard("match_queue") == 0


async def test_user_lost_again_at_once_must_reconnect(bobs: Socket, bob, monkeypatch) -> None:
    """Two processes shut Bob out, each at its own moment."""

    async def shut_out_again(*, user_id: int) -> actions.Attached:
        attached = await attach(user_id=user_id)
        await actions.expel(user_id=user_id)
        return attached

    attach = actions.attach
    await actions.expel(user_id=bob.id)
    assert await bobs.next() == "queue_left"
    monkeypatch.setattr(actions, "attach", shut_out_again)
    await bobs.say("leave_queue")
    assert await bobs.next() == "state"
    assert await bobs.close_code() == 1012


async def test_beat_that_failed_is_repeated_before_the_grace_is_over(bob, redis, log_in, monkeypatch) -> None:
    """Else the first sweep after Redis was away would end the wait of all whose next beat is far."""

    class Consumer(QuickConsumer):
        pass

    fcall = AsyncRedis.fcall
    failed = asyncio.Event()

    async def lost_at_first(client: AsyncRedis, function: str, *arguments: Any) -> Any:
        if function.endswith("_beat") and not failed.is_set():
            failed.set()
            Consumer.beat_seconds = 600
            raise RedisGone
        return await fcall(client, function, *arguments)

    monkeypatch.setattr(AsyncRedis, "fcall", lost_at_first)
    access = (await in_database_thread(log_in, bob))["access"]
    socket = Socket(access, "/ws/match/", Consumer.as_asgi())
    await socket.open()
    await asyncio.wait_for(failed.wait(), SECONDS)
    await redis.delete(f"user_online:{bob.id}")
    async with asyncio.timeout(SECONDS):
        while not await redis.exists(f"user_online:{bob.id}"):  # noqa: ASYNC110 - Redis does not notify
            await asyncio.sleep(0.02)
    await socket.close()
    await get_channel_layer().flush()


async def test_beat_sends_what_was_missed(queue, alice, bob, redis, log_in) -> None:
    """Also an end, and also when every push was lost."""
    access = (await in_database_thread(log_in, bob))["access"]
    socket = Socket(access, "/ws/match/", QuickConsumer.as_asgi())
    await socket.open()
    await socket.say("join_queue")
    assert await socket.next() == "queue_joined"
    queue.now = time.time()
    await queue.join(alice.id)
    frame = await socket.frame()
    assert (frame["type"], frame["status"]) == ("state", "offered")
    await queue.leave(alice.id)
    frame = await socket.frame()
    assert (frame["type"], frame["status"]) == ("state", "queued")
    await asyncio.sleep(0.3)  # some beats
    await socket.say("ping")
    assert await socket.next() == "pong"  # nothing is sent twice
    await socket.close()
    await get_channel_layer().flush()
