"""The feed of account events in a realtime process: every subscriber gets every event, in order."""

import asyncio

import pytest

from auth_match.accounts import lifecycle
from auth_match.accounts.models import AccountEvent, User
from auth_match.realtime import account_feed
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)

POLL_SECONDS = 0.01
SECONDS = 10  # for what takes two polls when the machine is not busy


async def test_subscribers_handle_each_event_in_order(alice: User) -> None:
    """When the queue expels a client, its socket must already be closed."""
    order: list[str] = []
    polled = asyncio.Event()

    async def slow(event: AccountEvent) -> None:
        await asyncio.sleep(0.2)  # several polls of the other subscriber
        order.append(f"first {event.kind}")

    async def quick(event: AccountEvent) -> None:
        order.append(f"second {event.kind}")
        polled.set()

    async with account_feed.following((slow, quick), poll_seconds=POLL_SECONDS):
        await in_database_thread(lifecycle.deactivate, user_id=alice.id)
        async with asyncio.timeout(SECONDS):
            await polled.wait()
    assert order == ["first user_disabled", "second user_disabled"]


async def test_failing_subscriber_delays_none_before_it_and_misses_no_event(alice: User, bob: User) -> None:
    heard: list[int] = []
    tries, done = 0, asyncio.Event()

    async def first(event: AccountEvent) -> None:
        heard.append(event.user_id)

    async def failing(event: AccountEvent) -> None:
        nonlocal tries
        tries += 1
        if tries < 4 or len(heard) < 2:
            raise ConnectionError
        if event.user_id == bob.id:
            done.set()

    async with account_feed.following((first, failing), poll_seconds=POLL_SECONDS):
        await in_database_thread(lifecycle.deactivate, user_id=alice.id)
        await in_database_thread(lifecycle.deactivate, user_id=bob.id)
        async with asyncio.timeout(SECONDS):
            await done.wait()
    assert heard == [alice.id, bob.id]
