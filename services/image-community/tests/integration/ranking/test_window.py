"""GET /images/feed/top-24h from the counts: what enters and leaves the window, when events are read."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from image_community.ranking import jobs, service
from image_community.ranking.routes import get_fallback_lock
from image_community.runtime.database import POOL_SIZE

DAY = timedelta(hours=24)
TOP = "/api/v1/images/feed/top-24h"
READS = "maru_ranking_reads_total"


@pytest.fixture
async def metric_values(client):
    """(name, label values) → the current value at /metrics."""

    async def ask() -> dict[tuple[str, ...], float]:
        text = (await client.get("/metrics")).text
        return {
            (sample.name, *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(text)
            for sample in family.samples
        }

    return ask


@pytest.fixture
async def read(client, metric_values, specified, places):
    """Reads the ranking, checks that it is exact, and returns (as_of, source, places)."""

    async def read(**headers: str):
        before = await metric_values()
        answer = await client.get(TOP, params={"limit": 50}, headers=headers)
        after = await metric_values()
        (source,) = [name for name in ("counts", "events") if after[READS, name] != before[READS, name]]
        as_of = datetime.fromisoformat(answer.headers["x-maru-as-of"])
        assert places(answer.json()) == await specified(as_of - DAY)
        return as_of, source, places(answer.json())

    return read


async def test_first_run_counts_everything_and_later_ones_advance(
    make_post, like, win, advance_window, pass_by, read
):
    first, second, third = [await make_post() for _ in range(3)]
    for minutes in range(10):
        await like(first, minutes, datetime.now(UTC) - DAY + timedelta(minutes=minutes))
        await win(second, third, datetime.now(UTC) - DAY + timedelta(minutes=2 * minutes))
    assert (await read())[1] == "events"
    assert await advance_window() == 1
    _, source, found = await read()
    assert (source, found[0], found[1]) == ("counts", (second, 0, 9, 9), (first, 9, 0, 9))
    await pass_by(minutes=5, seconds=30)
    assert await advance_window() == 0
    _, source, found = await read()
    assert (source, found[0], found[1]) == ("counts", (second, 0, 7, 7), (first, 4, 0, 4))


async def test_as_of_is_the_watermark_and_moves(make_post, advance_window, read):
    await make_post()
    await advance_window()
    as_of, _, _ = await read()
    assert timedelta(0) <= datetime.now(UTC) - as_of < timedelta(seconds=2)
    await advance_window(as_of + timedelta(seconds=1))
    assert (await read())[0] == as_of + timedelta(seconds=1)


async def test_watermark_never_goes_back(make_post, advance_window, read):
    await make_post()
    await advance_window()
    as_of, _, _ = await read()
    await advance_window(as_of - timedelta(hours=1))
    assert (await read())[0] == as_of


async def test_event_of_the_very_moment_of_the_watermark_is_in_the_window(
    make_post, like, win, advance_window, read, client, bob
):
    liked, other = await make_post(), await make_post()
    moment = datetime.now(UTC) - DAY + timedelta(seconds=1.5)
    await like(liked, bob.user_id, moment)
    await win(liked, other, moment)
    await advance_window()
    await advance_window(moment + DAY)
    assert await read() == (moment + DAY, "counts", [(liked, 1, 1, 2), (other, 0, 0, 0)])
    answer = await client.delete(f"/api/v1/images/{liked}/like", headers=bob.headers)
    assert answer.status_code == 200
    assert (await read())[1:] == ("counts", [(liked, 0, 1, 1), (other, 0, 0, 0)])


@pytest.mark.parametrize("moved", [{"seconds": 2.1}, {"hours": 30}, {"seconds": -2.5}])
async def test_lagging_counts_are_not_used(make_post, like, advance_window, pass_by, read, moved):
    post_id = await make_post()
    await like(post_id, 1, datetime.now(UTC) - timedelta(hours=23))
    await advance_window()
    assert (await read())[1] == "counts"
    await pass_by(**moved)
    as_of, source, _ = await read()
    assert source == "events"
    assert abs(datetime.now(UTC) - as_of) < timedelta(seconds=2)


async def test_events_are_read_by_one_request_at_a_time(client, make_post, metric_values, db):
    """A request that waited for the lock does not read the events if the watermark is current again."""
    await make_post()
    before = await metric_values()
    async with db.transaction():
        await db.execute("LOCK TABLE image_likes")
        reads = [asyncio.create_task(client.get(TOP)) for _ in range(5)]
        async with asyncio.timeout(10):
            while (await metric_values())[READS, "events"] == before[READS, "events"]:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        waiting = await db.fetchval("SELECT count(*) FROM pg_locks WHERE NOT granted")
        await db.execute("INSERT INTO ranking_window (id, watermark) VALUES (1, now() - interval '24 hours')")
    answers = await asyncio.gather(*reads)
    assert waiting == 1
    assert {answer.status_code for answer in answers} == {200}
    after = await metric_values()
    assert {name: after[READS, name] - before[READS, name] for name in ("events", "counts")} == {
        "events": 1,
        "counts": 4,
    }


async def test_reader_that_waited_for_the_database_uses_a_fresh_watermark(
    app, client, make_post, alice, advance_window, metric_values, db
):
    post_id = await make_post()
    await advance_window()
    await client.post(f"/api/v1/images/{post_id}/like", headers=alice.headers)
    before = await metric_values()
    async with AsyncExitStack() as occupied:
        for _ in range(POOL_SIZE):
            session = await occupied.enter_async_context(app.state.connections.sessions())
            await session.connection()
        read = asyncio.create_task(client.get(TOP))
        await asyncio.sleep(service.STALE_AFTER.total_seconds() + 0.3)
        assert not read.done()
        await db.execute("UPDATE ranking_window SET watermark = now() - interval '24 hours'")
    answer = await read
    after = await metric_values()
    assert after[READS, "events"] == before[READS, "events"]
    assert after[READS, "counts"] == before[READS, "counts"] + 1
    as_of = datetime.fromisoformat(answer.headers["x-maru-as-of"])
    assert abs(datetime.now(UTC) - as_of) < service.STALE_AFTER
    assert answer.json()[0]["total_score"] == 1


async def test_reader_that_gets_no_fallback_lock_is_503(app, client, make_post):
    await make_post()
    lock = service.FallbackLock(longest_seconds=0.05)
    app.dependency_overrides[get_fallback_lock] = lambda: lock
    async with lock.held():
        answer = await client.get(TOP)
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert (await client.get(TOP)).status_code == 200


async def test_like_leaves_with_its_unlike_or_with_the_watermark_not_twice(
    client, make_post, alice, bob, advance_window, pass_by, read
):
    post_id = await make_post()
    address = f"/api/v1/images/{post_id}/like"
    await advance_window()
    for who in (alice, bob):
        await client.post(address, headers=who.headers)
    assert (await read())[2] == [(post_id, 2, 0, 2)]
    await client.delete(address, headers=alice.headers)
    assert (await read())[2] == [(post_id, 1, 0, 1)]
    await pass_by(hours=24)
    await advance_window()
    assert (await read())[2] == [(post_id, 0, 0, 0)]
    await client.delete(address, headers=bob.headers)
    assert (await read())[2] == [(post_id, 0, 0, 0)]
    await client.post(address, headers=bob.headers)
    assert (await read())[1:] == ("counts", [(post_id, 1, 0, 1)])


async def test_posts_leave_and_come_back_with_their_counts(
    client, make_post, alice, advance_window, read, db
):
    first, second = await make_post(), await make_post()
    await advance_window()
    await client.post(f"/api/v1/images/{first}/like", headers=alice.headers)
    withdraw = "UPDATE image_posts SET is_active = false, deleted_at = now() WHERE id = $1"
    restore = "UPDATE image_posts SET is_active = true, deleted_at = NULL WHERE id = $1"
    assert (await read())[2] == [(first, 1, 0, 1), (second, 0, 0, 0)]
    await db.execute(withdraw, first)
    assert (await read())[1:] == ("counts", [(second, 0, 0, 0)])
    await db.execute(restore, first)
    assert (await read())[1:] == ("counts", [(first, 1, 0, 1), (second, 0, 0, 0)])


async def test_self_check_reports_a_wrong_count_and_rebuilds_all(
    app, make_post, like, advance_window, read, metric_values, db
):
    post_id = await make_post()
    await like(post_id, 1, datetime.now(UTC))
    await advance_window()
    sessions = app.state.connections.sessions
    assert await jobs.check(sessions=sessions, now=datetime.now(UTC)) == 0
    numbers = await metric_values()
    assert numbers[("maru_ranking_mismatches",)] == 0
    assert numbers[("maru_ranking_check_age_seconds",)] < 2
    assert numbers[("maru_ranking_lag_seconds",)] < 2
    await db.execute("UPDATE image_post_counters SET like_count_24h = 5")
    assert await jobs.check(sessions=sessions, now=datetime.now(UTC)) == 1
    assert (await metric_values())[("maru_ranking_mismatches",)] == 1
    assert (await read())[1] == "events"
    assert await advance_window() == 1
    assert (await read())[1:] == ("counts", [(post_id, 1, 0, 1)])


async def test_matching_etag_is_304(client, make_post, alice, bob, advance_window):
    post_id = await make_post()
    await advance_window()
    first = await client.get(TOP)
    tag = first.headers["etag"]
    for named in (tag, tag.removeprefix("W/"), f'"x", {tag}', "*"):
        again = await client.get(TOP, headers={"If-None-Match": named})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert "x-maru-as-of" in again.headers
    assert (await client.get(TOP, headers={"If-None-Match": '"x"'})).status_code == 200
    await client.post(f"/api/v1/images/{post_id}/like", headers=bob.headers)
    changed = await client.get(TOP, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.json()[0]["total_score"]) == (200, 1)


async def test_same_tag_from_the_counts_and_from_the_events(
    client, make_post, alice, advance_window, db, metric_values
):
    post_id = await make_post()
    await advance_window()
    await client.post(f"/api/v1/images/{post_id}/like", headers=alice.headers)
    tag = (await client.get(TOP)).headers["etag"]
    await db.execute("UPDATE ranking_window SET watermark = NULL")
    before = await metric_values()
    assert (await client.get(TOP, headers={"If-None-Match": tag})).status_code == 304
    assert (await metric_values())[READS, "events"] == before[READS, "events"] + 1


async def test_likes_of_the_caller_are_private(client, make_post, alice, bob, advance_window):
    post_id = await make_post()
    await advance_window()
    await client.post(f"/api/v1/images/{post_id}/like", headers=alice.headers)
    answers = [await client.get(TOP, headers=headers) for headers in ({}, alice.headers, bob.headers)]
    assert [each.json()[0].get("is_liked") for each in answers] == [None, True, False]
    assert len({each.headers["etag"] for each in answers}) == 3
    assert [each.headers["cache-control"] for each in answers] == ["no-cache"] + ["private, no-cache"] * 2
    assert {each.headers["vary"] for each in answers} == {"Authorization"}
    tag = answers[1].headers["etag"]
    assert (await client.get(TOP, headers={**bob.headers, "If-None-Match": tag})).status_code == 200
