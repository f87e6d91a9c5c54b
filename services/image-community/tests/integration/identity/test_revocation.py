"""An ended session is refused at once, even if its token is cached."""

import asyncio
import random
import uuid

import httpx
import pytest
from pydantic import SecretStr

from image_community.identity import metrics
from image_community.identity.account_feed import AccountFeed
from image_community.identity.revocations import KEEP_SECONDS, READ_SECONDS, Revocations
from image_community.main import create_app
from image_community.runtime.problem import Unavailable

TRIES = 12
LONG_SECONDS = 30  # for what takes one: the machine may be busy


@pytest.fixture
def session(sign):
    """A new session of a user: its sid and the headers of its token."""

    def make(user_id: int = 1) -> tuple[str, dict[str, str]]:
        sid = str(uuid.uuid4())
        return sid, {"Authorization": f"Bearer {sign(user_id, sid=sid)}"}

    return make


@pytest.fixture
def like(client, make_post):
    """A request that requires a token; returns the status."""

    async def ask(headers: dict[str, str]) -> int:
        return (await client.delete("/api/v1/images/1/like", headers=headers)).status_code

    return ask


async def until_refused(like, headers) -> None:
    async with asyncio.timeout(LONG_SECONDS):
        while await like(headers) != 401:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def test_ended_sessions_are_refused_after_one_reading_of_the_feed(feed, like, session, make_post):
    """At any time of the end; `make race-auth` measures the delay in seconds."""
    await make_post()
    for _ in range(TRIES):
        sid, headers = session()
        assert await like(headers) == 200
        await asyncio.sleep(random.uniform(0, READ_SECONDS))
        feed.emit("session_ended", 1, sid)
        before = began = len(feed.queries)
        async with asyncio.timeout(LONG_SECONDS):
            while await like(headers) != 401:
                assert began - before < 2  # at the second reading after it, the first is known
                began = len(feed.queries)
                await asyncio.sleep(0.05)


async def test_only_that_session_is_refused(feed, like, session, make_post):
    await make_post()
    (ended, headers), (_, other_headers) = session(), session()
    assert [await like(each) for each in (headers, other_headers)] == [200, 200]
    feed.emit("session_ended", 1, ended)
    await until_refused(like, headers)
    assert await like(other_headers) == 200


async def test_ended_session_counts_as_no_token_where_none_is_needed(client, feed, like, session, make_post):
    post_id = await make_post()
    sid, headers = session()
    feed.emit("session_ended", 1, sid)
    await until_refused(like, headers)
    answer = await client.get(f"/api/v1/images/{post_id}", headers=headers)
    assert answer.status_code == 200
    assert "is_liked" not in answer.json()


async def test_process_that_starts_knows_what_ended_before(settings, db, redis, feed, session, make_post):
    await make_post()
    sid, headers = session()
    feed.emit("session_ended", 1, sid, age_seconds=600)
    app = create_app(settings)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client,
    ):
        assert (await client.delete("/api/v1/images/1/like", headers=headers)).status_code == 401


async def test_feed_down_later_changes_nothing_that_is_known(feed, like, session, make_post):
    await make_post()
    (ended, headers), (_, living) = session(), session()
    feed.emit("session_ended", 1, ended)
    await until_refused(like, headers)
    feed.status = 500
    asked = len(feed.queries)
    await asyncio.sleep(0.7)
    assert len(feed.queries) == asked
    assert (await like(headers), await like(living)) == (401, 200)


@pytest.fixture
def feed_down(feed):
    feed.status = 500


async def test_without_the_feed_every_token_is_503_until_it_is_read(
    feed_down, feed, client, like, session, make_post
):
    post_id = await make_post()
    _, headers = session()
    answer = await client.delete(f"/api/v1/images/{post_id}/like", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert (await client.get(f"/api/v1/images/{post_id}", headers=headers)).status_code == 200
    feed.status = 200
    async with asyncio.timeout(LONG_SECONDS):
        while await like(headers) != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


# The list by itself, with a clock that a test turns.


@pytest.fixture
async def ended(feed, monotonic):
    async with httpx.AsyncClient(trust_env=False) as http:
        source = AccountFeed(http, url=feed.url, credential=SecretStr(feed.credential))
        yield Revocations(source, monotonic)


async def test_ended_session_is_forgotten_when_its_last_token_is_dead(feed, ended, monotonic):
    feed.emit("session_ended", 1, "a")
    await ended.catch_up()
    monotonic.seconds += 1
    feed.emit("session_ended", 1, "b")
    await ended.catch_up()
    monotonic.seconds += KEEP_SECONDS - 1
    await ended.catch_up()
    assert (ended.is_revoked("a"), ended.is_revoked("b"), len(ended)) == (False, True, 1)
    monotonic.seconds += 1
    await ended.catch_up()
    assert len(ended) == 0


async def test_many_pages_are_read_to_the_end_and_never_again(feed, ended):
    sids = [str(number) for number in range(2500)]
    for sid in sids:
        feed.emit("session_ended", 1, sid)
    await ended.catch_up()
    assert all(ended.is_revoked(sid) for sid in sids)
    await ended.catch_up()
    assert [query.get("after") for query in feed.queries] == [None, "1000", "2000", "2500"]


async def test_other_events_end_no_session(feed, ended):
    for kind in ("user_disabled", "user_enabled", "user_deleted"):
        feed.emit(kind, 1)
    await ended.catch_up()
    assert len(ended) == 0


async def test_feed_of_another_history_is_read_from_its_beginning(feed, ended):
    for sid in ("a", "b", "c"):
        feed.emit("session_ended", 1, sid)
    await ended.catch_up()
    feed.events.clear()
    feed.emit("session_ended", 1, "d")
    await ended.catch_up()
    assert all(ended.is_revoked(sid) for sid in ("a", "b", "c", "d"))


async def test_reader_behind_what_was_deleted_notices_and_begins_again(feed, ended):
    """A missed event may be the end of a session whose token is still valid."""
    feed.emit("session_ended", 1, "a")
    await ended.catch_up()
    before = metrics.FEED_GAPS._value.get()
    feed.emit("session_ended", 1, "b")
    feed.emit("user_disabled", 2)
    feed.deleted_through = feed.emit("session_ended", 1, "c") - 1
    await ended.catch_up()
    assert [query.get("after") for query in feed.queries] == [None, "1", None]
    assert metrics.FEED_GAPS._value.get() == before + 1
    assert all(ended.is_revoked(sid) for sid in ("a", "b", "c"))
    await ended.catch_up()
    assert metrics.FEED_GAPS._value.get() == before + 1


async def test_without_the_credential_no_events_arrive(feed, ended):
    feed.credential = "another"
    await ended.catch_up()
    with pytest.raises(Unavailable):
        ended.is_revoked("a")


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"events": [], "last_seq": "1"},
        {"events": [{"seq": 1}], "last_seq": 1},
        {"events": None, "last_seq": 0},
    ],
    ids=str,
)
async def test_invalid_pages_are_ignored(feed, ended, document, monkeypatch):
    monkeypatch.setattr(feed, "page", lambda *_: document)
    await ended.catch_up()
    with pytest.raises(Unavailable):
        ended.is_revoked("a")
