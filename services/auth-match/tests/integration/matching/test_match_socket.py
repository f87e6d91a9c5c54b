"""The match socket beside a process that died, or a Redis that dropped a push, before anybody was told."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from asgiref.testing import ApplicationCommunicator
from channels.layers import get_channel_layer
from redis.asyncio import Redis as AsyncRedis
from redis.exceptions import ConnectionError as RedisGone

from auth_match.accounts import lifecycle
from auth_match.accounts.models import User
from auth_match.config.routing import sockets
from auth_match.matching import announce, retold, trail_group, transitions
from auth_match.matching.models import MatchedRoom
from auth_match.realtime import consumer
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 10  # for what comes at once when the machine is not busy


class Socket:
    """One user's socket, without the network."""

    def __init__(self, access: str) -> None:
        headers = [(b"authorization", f"Bearer {access}".encode())]
        scope = {"type": "websocket", "path": "/ws/match/", "headers": headers, "subprotocols": []}
        self.wire = ApplicationCommunicator(sockets, scope)

    async def open(self) -> None:
        await self.wire.send_input({"type": "websocket.connect"})
        assert (await self.wire.receive_output(SECONDS))["type"] == "websocket.accept"
        assert await self.next() == "state"

    async def frame(self) -> dict[str, Any]:
        told: dict[str, Any] = json.loads((await self.wire.receive_output(SECONDS))["text"])
        return told

    async def next(self) -> str:
        return str((await self.frame())["type"])

    async def say(self, action: str) -> None:
        await self.wire.send_input({"type": "websocket.receive", "text": json.dumps({"action": action})})

    async def close(self) -> None:
        await self.wire.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.wire.wait(SECONDS)


@pytest.fixture
async def bobs(redis: Any, bob: User, log_in: Any) -> AsyncIterator[Socket]:
    """Bob's socket; he waits."""
    socket = Socket((await in_database_thread(log_in, bob))["access"])
    await socket.open()
    await socket.say("join_queue")
    assert await socket.next() == "queue_joined"
    yield socket
    await socket.close()
    await get_channel_layer().flush()


@pytest.fixture
async def untold(queue: Any, bobs: Socket, alice: User) -> Any:
    """The offer of Bob to Alice, made by a process that died before it told anybody."""
    queue.now = time.time()
    outcome = await queue.join(alice.id)
    (event,) = [event for event in outcome.events if event["type"] == "offered"]
    return event


async def tell_due() -> None:
    while await retold.tell_due("test"):
        pass


async def test_offer_of_a_dead_process_is_told_once(untold, bobs: Socket, monkeypatch) -> None:
    monkeypatch.setattr(retold, "AFTER_SECONDS", 0)
    await tell_due()
    frame = await bobs.frame()
    assert (frame["type"], frame["offer_id"]) == ("match_found", untold["offer"]["offer_id"])
    await announce.tell_again(untold)  # another process was not sure
    await bobs.say("ping")
    assert await bobs.next() == "pong"


async def test_what_a_process_took_up_before_it_died_is_done_with(untold, bobs: Socket, monkeypatch) -> None:
    """Also what nobody need be told: it would be tried for ever, and nothing after it told."""
    taken = await in_database_thread(trail_group.read, retold.GROUP, "dead")
    assert {event["type"] for _, event in taken} > {"joined"}
    monkeypatch.setattr(retold, "AFTER_SECONDS", 0)
    await tell_due()
    assert await bobs.next() == "match_found"
    assert await in_database_thread(trail_group.claim, retold.GROUP, "test") == []


async def test_offer_that_is_over_is_not_told_again(queue, untold, bobs: Socket, alice) -> None:
    await queue.leave(alice.id)
    await announce.tell_again(untold)
    await bobs.say("ping")
    assert await bobs.next() == "pong"


async def test_event_is_told_again_only_after_a_while(untold, bobs: Socket) -> None:
    await tell_due()
    await bobs.say("ping")
    assert await bobs.next() == "pong"


async def test_match_that_has_its_row_but_was_not_told_is_told(
    queue, untold, bobs: Socket, alice, bob, redis, monkeypatch
) -> None:
    """The process died between the row and the push."""
    await announce.tell(untold)
    assert await bobs.next() == "match_found"
    await queue.respond(alice.id, "accept")
    queue.connections[str(bob.id)] = await redis.hget(f"maru:user:{bob.id}", "connection")
    outcome = await queue.respond(bob.id, "accept")
    (event,) = [event for event in outcome.events if event["type"] == "matched"]
    await in_database_thread(announce.keep_open_room, event)
    monkeypatch.setattr(retold, "AFTER_SECONDS", 0)
    await tell_due()
    frame = await bobs.frame()
    assert (frame["type"], frame["room"]) == ("match_success", event["room"])
    assert await in_database_thread(MatchedRoom.objects.count) == 1


async def test_who_is_shut_out_does_not_walk_back_in(queue, bobs: Socket, bob, redis) -> None:
    """The socket may be open for a moment longer than the queue knows of its user."""
    await in_database_thread(lifecycle.deactivate, user_id=bob.id)
    await transitions.expel(user_id=bob.id)
    assert await bobs.next() == "queue_left"
    await bobs.say("join_queue")
    frame = await bobs.frame()
    assert (frame["type"], frame.get("code")) == ("error", "invalid_token")
    assert await redis.zcard("match_queue") == 0


async def test_who_is_lost_again_at_once_is_told_to_come_back(bobs: Socket, bob, monkeypatch) -> None:
    """Two processes shut Bob out, each at its own moment."""

    async def shut_out_again(*, user_id: int) -> transitions.Attached:
        attached = await attach(user_id=user_id)
        await transitions.expel(user_id=user_id)
        return attached

    attach = transitions.attach
    await transitions.expel(user_id=bob.id)
    assert await bobs.next() == "queue_left"
    monkeypatch.setattr(transitions, "attach", shut_out_again)
    await bobs.say("leave_queue")
    assert await bobs.next() == "state"
    closed = await bobs.wire.receive_output(SECONDS)
    assert (closed["type"], closed["code"]) == ("websocket.close", 1012)


async def test_beat_that_failed_is_repeated_before_the_grace_is_over(bob, redis, log_in, monkeypatch) -> None:
    """Else the first sweep after Redis was away would end the wait of all whose next beat is far."""
    monkeypatch.setattr(consumer, "BEAT_SECONDS", 0.1)
    monkeypatch.setattr(consumer, "RETRY_SECONDS", 0.1)
    fcall = AsyncRedis.fcall
    failed = asyncio.Event()

    async def lost_at_first(client: AsyncRedis, function: str, *arguments: Any) -> Any:
        if function.endswith("_beat") and not failed.is_set():
            failed.set()
            monkeypatch.setattr(consumer, "BEAT_SECONDS", 600)
            raise RedisGone
        return await fcall(client, function, *arguments)

    monkeypatch.setattr(AsyncRedis, "fcall", lost_at_first)
    socket = Socket((await in_database_thread(log_in, bob))["access"])
    await socket.open()
    await asyncio.wait_for(failed.wait(), SECONDS)
    await redis.delete(f"user_online:{bob.id}")
    async with asyncio.timeout(SECONDS):
        while not await redis.exists(f"user_online:{bob.id}"):  # noqa: ASYNC110 - Redis tells nobody
            await asyncio.sleep(0.02)
    await socket.close()
    await get_channel_layer().flush()


async def test_beat_tells_what_was_missed(queue, alice, bob, redis, log_in, monkeypatch) -> None:
    """Also an end, and also when every push was lost."""
    monkeypatch.setattr(consumer, "BEAT_SECONDS", 0.1)
    socket = Socket((await in_database_thread(log_in, bob))["access"])
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
    assert await socket.next() == "pong"  # nothing is told twice
    await socket.close()
    await get_channel_layer().flush()
