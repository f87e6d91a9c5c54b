"""A send to a disconnected client: the socket is cleaned up like any other."""

import asyncio
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from auth_match.accounts.models import User
from auth_match.matching.queue import actions
from auth_match.matching.queue.consumer import MatchConsumer
from auth_match.runtime.redis import async_client

pytestmark = pytest.mark.django_db(transaction=True)


class Client:
    """The client end of an ASGI connection; after `goes` every send to it fails, as in uvicorn."""

    def __init__(self, access: str) -> None:
        headers = [(b"authorization", f"Bearer {access}".encode())]
        self.scope = {"type": "websocket", "path": "/ws/match/", "headers": headers}
        self.to_server: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.received: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.is_gone = False

    async def take(self, message: dict[str, Any]) -> None:
        if self.is_gone:
            raise ConnectionResetError("the client is gone")
        await self.received.put(message)

    async def goes(self, *, with_a_last: dict[str, Any]) -> None:
        self.is_gone = True
        await self.to_server.put({"type": "websocket.receive", "text": json.dumps(with_a_last)})
        await self.to_server.put({"type": "websocket.disconnect", "code": 1006})


async def test_client_that_disconnects_during_a_response_is_cleaned_up(
    alice: User, log_in: Any, loop_redis: None
) -> None:
    client = Client((await sync_to_async(log_in)(alice))["access"])
    serving = asyncio.create_task(MatchConsumer.as_asgi()(client.scope, client.to_server.get, client.take))
    await client.to_server.put({"type": "websocket.connect"})
    for kind in ("websocket.accept", "websocket.send"):
        assert (await client.received.get())["type"] == kind
    assert await async_client().exists(f"user_online:{alice.id}")
    await client.goes(with_a_last={"action": "join_queue"})
    await serving
    assert not await async_client().exists(f"user_online:{alice.id}")
    assert await async_client().hget(f"maru:user:{alice.id}", "suspended") == "1"
    assert (await actions.look_up(user_id=alice.id)).status == "queued"  # for the grace
