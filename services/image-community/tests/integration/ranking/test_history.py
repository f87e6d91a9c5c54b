"""Random histories: at every instant the ranking is the specified query with cutoff = watermark."""

import os
import uuid
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from image_community.accounts import effects
from image_community.errors import DomainError
from image_community.likes import repository as like_rows
from image_community.likes import service as likes
from image_community.models import ImagePost
from image_community.posts import counters
from image_community.posts import repository as post_rows
from image_community.ranking import jobs, repository, service
from image_community.runtime.database import make_sessions, transaction
from image_community.runtime.locks import lock_account
from image_community.tournaments import repository as vote_rows

IS_LONG = os.environ.get("MARU_TRIALS") == "long"
DAY = timedelta(hours=24)
# Half an hour off, over the date line, with summer time: sessions that show the same moments differently.
ZONES = ("UTC", "Asia/Seoul", "America/St_Johns", "Pacific/Kiritimati", "America/New_York")
LOCK_NOT_AVAILABLE = "55P03"

users, posts = st.integers(1, 4), st.integers(0, 5)
events = st.one_of(
    st.tuples(st.just("like"), users, posts),
    st.tuples(st.just("unlike"), users, posts),
    st.tuples(st.just("vote"), users, posts, posts),
)
passing = st.sampled_from([1, 600, 3600, 43_200, 86_390, 86_400, 86_410, 100_000])  # seconds
ahead = st.sampled_from([0, 0, 0, 1, 3600, 86_390, 86_400, 86_410])  # seconds
steps = st.one_of(
    events,
    events,
    st.tuples(st.just("pass_by"), passing),
    st.tuples(st.just("age"), ahead),
    st.tuples(st.just("begin"), events),
    st.tuples(st.just("commit")),
    st.tuples(st.just("withdraw"), posts),
    st.tuples(st.just("restore"), posts),
    st.tuples(st.just("account"), st.sampled_from(["disable", "enable", "enable", "delete"]), users),
)
histories = st.lists(st.tuples(st.sampled_from(ZONES), steps), min_size=5, max_size=40)

POSTS = """
    WITH made AS (
        INSERT INTO image_posts (user_id, image_url, prompt, width, height, created_at)
        SELECT 1 + n % 4, n::text, 'p', 1, 1, date_trunc('hour', now()) - make_interval(hours => n / 2)
        FROM generate_series(0, 5) n RETURNING id, is_active, created_at)
    INSERT INTO image_post_counters (image_post_id, is_active, created_at) SELECT * FROM made
    RETURNING image_post_id"""
# Those of all time must be right too.
MISCOUNTED = """
    SELECT count(*) FROM image_post_counters c WHERE (like_count, win_count, loss_count) <> (
        (SELECT count(*) FROM image_likes WHERE image_post_id = c.image_post_id),
        (SELECT count(*) FROM tournament_votes WHERE winner_image_id = c.image_post_id),
        (SELECT count(*) FROM tournament_votes WHERE loser_image_id = c.image_post_id))"""


class World:
    """Six posts, pairwise of the same time, four users, and at most one long transaction.

    Everything is written by the service's own code, in sessions of changing time zones. Late is what commits
    after the watermark has passed its moment: the worker may run ahead of the clock.
    """

    def __init__(self, db, sessions, pass_by):
        self.db, self.sessions, self.shift = db, sessions, pass_by
        self.ids, self.ahead, self.open = [], timedelta(0), None

    async def reset(self):
        for table in ("image_posts", "account_standings", "ranking_window"):
            await self.db.execute(f"DELETE FROM {table}")
        self.ids = [row["image_post_id"] for row in await self.db.fetch(POSTS)]
        self.ahead = timedelta(0)

    def now(self):
        return datetime.now(UTC) + self.ahead

    async def do(self, zone, name, *given):
        """One step; it has no effect if a rule or a lock of the long transaction refuses it."""
        try:
            await getattr(self, name)(self.sessions[zone], *given)
        except (DomainError, asyncpg.LockNotAvailableError):
            pass
        except DBAPIError as error:
            if error.orig.sqlstate != LOCK_NOT_AVAILABLE:
                raise

    async def like(self, sessions, user_id, post):
        await likes.like(sessions=sessions, image_id=self.ids[post], user_id=user_id)

    async def unlike(self, sessions, user_id, post):
        await likes.unlike(sessions=sessions, image_id=self.ids[post], user_id=user_id)

    async def vote(self, sessions, user_id, winner, loser):
        async with transaction(sessions) as session:
            count = await self.write(session, "vote", user_id, winner, loser)
            await count()

    async def write(self, session, kind, user_id, post, other=None):
        """Inserts the rows of an event; returns a function that counts it."""
        image_id = self.ids[post]
        if kind == "vote":
            pair = {"winner": image_id, "loser": self.ids[other]}
            model_keys = await vote_rows.lock_candidates(session, set(pair.values()))
            if len(model_keys) == 2:
                vote = {"match_id": str(uuid.uuid4()), "voter_id": user_id, "model_keys": model_keys}
                _, at = await vote_rows.insert_vote(session, winner_was_left=True, **vote, **pair)
                return lambda: counters.count_result(session, at=at, **pair)
        elif await like_rows.find_and_lock(session, image_id=image_id, user_id=user_id):
            write, by = (like_rows.add, 1) if kind == "like" else (like_rows.remove, -1)
            at = await write(session, image_id=image_id, user_id=user_id)
            if at is not None:
                return lambda: counters.count_like(session, image_id=image_id, at=at, by=by)
        return nothing

    async def begin(self, sessions, event):
        if self.open is None:
            session = sessions()
            self.open = session, nothing
            self.open = session, await self.write(session, *event)

    async def commit(self, _sessions):
        if self.open is not None:
            (session, count), self.open = self.open, None
            async with session:
                await count()
                await session.commit()

    async def roll_back(self):
        if self.open is not None:
            await self.open[0].close()
            self.open = None

    async def pass_by(self, _sessions, seconds):
        if self.open is None:  # what is not committed cannot be moved into the past
            await self.shift(seconds=seconds)

    async def age(self, sessions, seconds):
        self.ahead = timedelta(seconds=seconds)
        await jobs.advance_window(sessions=sessions, now=self.now(), step=timedelta(hours=5))

    async def withdraw(self, sessions, post):
        async with transaction(sessions) as session:
            if await post_rows.lock_active_owner(session, self.ids[post]) is not None:
                await post_rows.withdraw_post(session, self.ids[post], now=datetime.now(UTC))

    async def restore(self, sessions, post):
        """By SQL: no use case restores a single post."""
        change = {"deleted_at": None, "is_active": ImagePost.owner_disabled.is_(False)}
        async with transaction(sessions) as session:
            await post_rows.update_post(session, self.ids[post], change)

    async def account(self, sessions, effect, user_id):
        async with transaction(sessions) as session:
            await lock_account(session, user_id)
            await getattr(effects, effect)(session, user_id)

    async def check(self, zone, specified, places):
        sessions = self.sessions[zone]
        async with transaction(sessions) as session:
            rows = await repository.top(session, limit=50, viewer_id=None)
        assert await jobs.mismatches(sessions=sessions) == 0
        assert await self.db.fetchval(MISCOUNTED) == 0
        if rows and rows[0]["watermark"] is not None:
            assert places(rows) == await specified(rows[0]["watermark"])
        read = await service.top_24h(
            sessions=sessions, fallback_lock=service.FallbackLock(), clock=self.now, limit=50, viewer_id=None
        )
        assert places(read.rows) == await specified(read.as_of - DAY)


async def nothing():
    pass


@asynccontextmanager
async def many_zones(database):
    """Sessions of each time zone, which do not wait for locks of others."""
    engines = {}
    for zone in ZONES:
        server_settings = {"timezone": zone, "lock_timeout": "30"}
        engines[zone] = create_async_engine(
            database.sqlalchemy_url(), connect_args={"server_settings": server_settings}
        )
    yield {zone: make_sessions(engine) for zone, engine in engines.items()}
    for engine in engines.values():
        await engine.dispose()


@pytest.fixture
async def world(db, database, pass_by):
    async with many_zones(database) as sessions:
        yield World(db, sessions, pass_by)


LATE = [
    ("Asia/Seoul", ("like", 1, 0)),
    ("UTC", ("age", 0)),
    ("UTC", ("begin", ("unlike", 1, 0))),
    ("UTC", ("age", 86_410)),
    ("UTC", ("commit",)),
    ("UTC", ("begin", ("like", 2, 1))),
    ("UTC", ("commit",)),
    ("UTC", ("pass_by", 3600)),
    ("UTC", ("vote", 2, 1, 0)),
    ("UTC", ("age", 0)),
]
# Who goes takes nothing away that has left the window before.
GONE = [
    ("UTC", ("age", 0)),
    ("UTC", ("like", 1, 1)),
    ("UTC", ("vote", 1, 1, 2)),
    ("America/St_Johns", ("age", 86_410)),
    ("UTC", ("account", "delete", 1)),
]


@settings(
    max_examples=1500 if IS_LONG else 40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example(LATE)
@example(GONE)
@given(histories)
async def test_every_history_is_ranked_as_specified(world, specified, places, history):
    await world.reset()
    try:
        for zone, step in history:
            await world.do(zone, *step)
            await world.check(zone, specified, places)
    finally:
        await world.roll_back()


async def test_sessions_of_this_world_differ_in_their_time_zones(world):
    for zone, sessions in world.sessions.items():
        async with sessions() as session:
            connection = await session.connection()
            assert (await connection.exec_driver_sql("SHOW timezone")).scalar_one() == zone
