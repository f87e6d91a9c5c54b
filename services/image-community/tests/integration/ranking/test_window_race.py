"""The watermark moves while users like, unlike and vote: every event is counted once."""

import asyncio
import random
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.accounts import effects
from image_community.likes import repository as likes
from image_community.models import ImagePostCounters
from image_community.posts import counters
from image_community.ranking import jobs, repository
from image_community.runtime.database import make_engine, make_sessions, transaction
from image_community.runtime.locks import lock_account

DAY = timedelta(hours=24)
LOCK_NOT_AVAILABLE = "55P03"
# The worker is kept from looking at the watermark, not just from changing some counter.
AT_THE_WINDOW = r"(?s)lock timeout.*SELECT pg_advisory_xact_lock"


@pytest.fixture
def sessions(app):
    return app.state.connections.sessions


async def mismatches(sessions) -> int:
    return await jobs.mismatches(sessions=sessions)


async def watermark(sessions) -> datetime | None:
    async with transaction(sessions) as session:
        return await repository.watermark(session)


@asynccontextmanager
async def long_transaction(sessions) -> AsyncIterator[AsyncSession]:
    """A transaction without time limits, which stays open while the watermark moves."""
    async with transaction(sessions) as session:
        await session.execute(text("SET LOCAL idle_in_transaction_session_timeout = '60s'"))
        yield session


@contextmanager
def lock_timeouts_suppressed() -> Iterator[None]:
    """Retries, as the worker does on a busy machine."""
    try:
        yield
    except DBAPIError as error:
        if error.orig.sqlstate != LOCK_NOT_AVAILABLE:
            raise


async def until_waiting(session, number: int) -> None:
    """Returns when this number of connections wait for a lock."""
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(10):
        while await session.scalar(waiting) < number:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_watermark_waits_for_an_event_that_is_counted_but_not_committed(
    make_post, sessions, advance_window
):
    """It does not wait for an event that is written but not counted, which will read the new watermark."""
    post_id = await make_post()
    await advance_window()
    before = await watermark(sessions)
    async with long_transaction(sessions) as session:
        at = await likes.add(session, image_id=post_id, user_id=1)
        await advance_window()
        assert await watermark(sessions) > before
        await counters.count_like(session, image_id=post_id, at=at, by=1)
        before = await watermark(sessions)
        with pytest.raises(DBAPIError, match=AT_THE_WINDOW):
            await advance_window(datetime.now(UTC) + DAY)
        assert await watermark(sessions) == before
    await advance_window(datetime.now(UTC) + DAY)
    assert await mismatches(sessions) == 0


@pytest.mark.parametrize("effect", ["disable", "delete"])
async def test_watermark_waits_for_the_deletion_of_an_account(
    make_post, sessions, advance_window, client, bob, effect
):
    own, another = await make_post(bob.user_id), await make_post()
    for post_id in (own, another):
        await client.post(f"/api/v1/images/{post_id}/like", headers=bob.headers)
    await advance_window()
    async with long_transaction(sessions) as session:
        await lock_account(session, bob.user_id)
        await getattr(effects, effect)(session, bob.user_id)
        with pytest.raises(DBAPIError, match=AT_THE_WINDOW):
            await advance_window(datetime.now(UTC) + DAY)
    await advance_window(datetime.now(UTC) + DAY)
    assert await mismatches(sessions) == 0


async def test_event_that_commits_after_the_watermark_passed_it_is_not_counted(
    make_post, sessions, advance_window, db
):
    post_id = await make_post()
    await advance_window()
    async with long_transaction(sessions) as session:
        at = await likes.add(session, image_id=post_id, user_id=1)
        await advance_window(datetime.now(UTC) + DAY + timedelta(seconds=1))
        await counters.count_like(session, image_id=post_id, at=at, by=1)
    counted = await db.fetchrow("SELECT like_count, like_count_24h FROM image_post_counters")
    assert tuple(counted) == (1, 0)
    assert await mismatches(sessions) == 0


async def test_writers_wait_for_the_watermark_a_third_of_a_second_at_most(
    make_post, sessions, advance_window, client, bob
):
    """A transaction holds the window for long and the worker waits; a writer behind it proceeds soon."""
    first, second = await make_post(), await make_post()
    await advance_window()
    async with long_transaction(sessions) as session:
        at = await likes.add(session, image_id=first, user_id=1)
        await counters.count_like(session, image_id=first, at=at, by=1)
        waiting = asyncio.create_task(advance_window())
        await asyncio.sleep(0.05)
        answer = await client.post(f"/api/v1/images/{second}/like", headers=bob.headers)
        assert answer.status_code == 201
        with pytest.raises(DBAPIError, match=AT_THE_WINDOW):
            await waiting


async def test_frozen_worker_with_the_window_is_terminated(
    make_post, sessions, advance_window, client, bob, database
):
    post_id = await make_post()
    await advance_window()
    frozen = threading.Event()

    def freeze(_connection, _cursor, statement, *_) -> None:
        if statement.startswith("UPDATE image_post_counters"):
            frozen.set()
            time.sleep(2)

    async def age_and_freeze() -> None:
        engine = make_engine(database.sqlalchemy_url())
        event.listen(engine.sync_engine, "before_cursor_execute", freeze)
        try:
            await jobs.advance_window(sessions=make_sessions(engine), now=datetime.now(UTC))
        finally:
            await engine.dispose()

    moving = asyncio.create_task(asyncio.to_thread(asyncio.run, age_and_freeze()))
    await asyncio.to_thread(frozen.wait)
    answer = await client.post(f"/api/v1/images/{post_id}/like", headers=bob.headers)
    assert answer.status_code == 201
    assert not moving.done()
    with pytest.raises(DBAPIError, match=r"connection (was|is) closed"):
        await moving
    await advance_window()
    assert await mismatches(sessions) == 0


async def test_rebuild_requested_while_the_watermark_moves_is_done(make_post, sessions, advance_window, db):
    """The worker has read the watermark and waits for a counter; meanwhile the watermark is removed."""
    post_id = await make_post()
    await advance_window()
    await db.execute(
        "INSERT INTO image_likes (user_id, image_post_id, created_at)"
        " SELECT 1, $1, watermark + interval '1 s' FROM ranking_window",
        post_id,
    )
    await db.execute("UPDATE image_post_counters SET like_count_24h = 5")
    async with long_transaction(sessions) as session:
        await session.execute(select(ImagePostCounters.image_post_id).with_for_update())
        later = datetime.now(UTC) + timedelta(seconds=5)
        moving = asyncio.create_task(advance_window(later, lock_timeout="10s"))  # however busy the machine is
        await until_waiting(session, 1)
        removal = asyncio.create_task(db.execute("UPDATE ranking_window SET watermark = NULL"))
        await until_waiting(session, 2)
    await asyncio.gather(moving, removal)
    assert await advance_window(datetime.now(UTC) + timedelta(seconds=5)) == 1
    assert await mismatches(sessions) == 0


async def test_likes_that_leave_the_window_during_unlikes(client, make_post, make_user, sessions, db):
    """A second of likes leaves the window while their owners remove them, and other users like."""
    posts = [await make_post() for _ in range(4)]
    await db.execute(
        """INSERT INTO image_likes (user_id, image_post_id, created_at)
           SELECT u, p, now() - interval '24 hours' + random() * interval '3 seconds'
           FROM generate_series(1, 30) u, unnest($1::int[]) p""",
        posts,
    )
    await db.execute("UPDATE image_post_counters SET like_count = 30")
    await jobs.advance_window(sessions=sessions, now=datetime.now(UTC))
    done = asyncio.Event()
    found = []

    async def keep(work) -> None:
        while not done.is_set():
            await work()
            await asyncio.sleep(0.01)

    async def age_if_possible() -> None:
        with lock_timeouts_suppressed():
            await jobs.advance_window(sessions=sessions, now=datetime.now(UTC))

    async def look() -> None:
        found.append(await mismatches(sessions))

    async def live(user_id: int) -> set[int]:
        statuses = set()
        for post_id in random.sample(posts, 4) * 2:
            address = f"/api/v1/images/{post_id}/like"
            method = random.choice(["DELETE", "DELETE", "POST"])
            headers = make_user(user_id).headers
            statuses.add((await client.request(method, address, headers=headers)).status_code)
            await asyncio.sleep(random.uniform(0, 0.1))
        return statuses

    keeping = [asyncio.create_task(keep(work)) for work in (age_if_possible, look)]
    statuses = await asyncio.gather(*(live(user_id) for user_id in range(1, 31, 5)))
    done.set()
    await asyncio.gather(*keeping)
    assert set().union(*statuses) <= {200, 201}
    assert set(found) == {0}
    await jobs.advance_window(sessions=sessions, now=datetime.now(UTC))
    assert await mismatches(sessions) == 0
