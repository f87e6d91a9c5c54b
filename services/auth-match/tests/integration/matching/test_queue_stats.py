"""Queue stats of waiting users, read from Redis as the scripts keep it."""

import asyncio
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from asgiref.sync import sync_to_async
from django.utils import timezone
from redis.exceptions import ConnectionError as RedisGone

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.history import repository
from auth_match.matching.safety import repository as safety
from auth_match.matching.stats import metrics, wait_estimate
from auth_match.matching.stats import queue_stats as stats_module
from auth_match.matching.stats import store as stats_store
from auth_match.matching.stats.queue_stats import QueueStatsCache, Timings
from auth_match.matching.stats.wait_estimate import with_wait_estimate
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)  # blocks
LONG_SECONDS = 30  # for what takes milliseconds: the machine may be busy
PATIENT = Timings(patience=LONG_SECONDS, first_patience=LONG_SECONDS)
KEPT, OLD_AT_ONCE = replace(PATIENT, fresh=LONG_SECONDS), replace(PATIENT, fresh=0, rest=0)


@pytest.fixture(autouse=True)
def cache(monkeypatch: pytest.MonkeyPatch) -> QueueStatsCache:
    """As in a process that has just started; who asks gets the picture, however long it takes."""
    fresh = QueueStatsCache(PATIENT)
    monkeypatch.setattr(wait_estimate, "queue_stats", fresh)
    return fresh


@pytest.fixture
def queue(queue):
    """In Redis' own time, a little ago: each move takes a millisecond, and all are in the picture."""
    queue.now = time.time() - 1
    return queue


def kept_apart(*users: int) -> dict[str, str]:
    return {str(user): "inf" for user in users}


async def stats_of(queue, user: int):
    return (await with_wait_estimate(await queue.status(user), user_id=user)).entry.stats


async def crowd(queue) -> None:
    """1 is compatible with 2 and 3, they with no other; 4 with none. 2 and 3 are not offered to 1."""
    await queue.join(1, age=30, gender="female", wants="male")
    await queue.join(2, met=kept_apart(1), age=40, gender="male", wants="female", age_min=30, age_max=30)
    await queue.join(3, met=kept_apart(1), age=18, gender="male", wants="female")
    await queue.join(4, age=99, gender="male", wants="male", age_min=18, age_max=18)


async def test_each_sees_how_many_are_compatible_both_ways(queue, redis):
    await crowd(queue)
    assert [(await stats_of(queue, user)).compatible for user in (1, 2, 3, 4)] == [2, 1, 1, 0]


async def test_oneself_does_not_count(queue, redis):
    await queue.join(1)
    assert (await stats_of(queue, 1)).compatible == 0
    await queue.join(2, met=kept_apart(1))
    wait_estimate.queue_stats = QueueStatsCache(PATIENT)
    assert (await stats_of(queue, 1)).compatible == 1


async def test_who_joined_after_the_picture_is_not_taken_out_of_it(queue, redis, cache):
    await queue.join(1)
    await cache.counts()
    queue.now = time.time()
    await queue.join(2, met=kept_apart(1))
    assert (await stats_of(queue, 2)).compatible == 1


async def test_who_cannot_be_found_does_not_count(queue, redis):
    await crowd(queue)
    await queue.detach(2)
    assert (await stats_of(queue, 1)).compatible == 1


async def test_idle_user_gets_no_stats(queue, redis):
    await queue.attach(1)
    state = await queue.status(1)
    assert (state.status, state.waiting) == ("idle", 0)
    assert await with_wait_estimate(state, user_id=1) == state
    assert state.entry is None


async def test_picture_is_kept_for_seconds(queue, redis, cache):
    await crowd(queue)
    cache.timings = KEPT
    await stats_of(queue, 1)
    await queue.leave(2)
    assert (await stats_of(queue, 1)).compatible == 2
    cache.timings = OLD_AT_ONCE
    assert (await stats_of(queue, 1)).compatible == 1


async def test_large_queue_is_read_in_pages_and_whole(redis):
    names = [
        candidate_index.queue_ticket(Seeker(age, gender, low, high, "any"))[: candidate_index.BUCKET_BYTES]
        for age in range(18, 28)
        for gender in ("female", "male")
        for low in range(18, 38)
        for high in range(60, 80)
    ]
    await redis.hset("maru:sizes", mapping=dict.fromkeys(names, 3))
    sizes = await sync_to_async(stats_store.bucket_sizes)()
    assert len(names) > 5 * stats_store.BUCKETS_PER_PAGE
    assert sizes == dict.fromkeys(names, 3)
    counts = await sync_to_async(stats_module.read_counts)()
    assert counts.compatibility.waiting == {("female", "any"): 12_000, ("male", "any"): 12_000}


class SlowCounts:
    """Pictures that take as long as a test wants."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.begun, self.go_on = 0, threading.Event()
        take = stats_module.read_counts

        def slowly() -> stats_module.Counts:
            self.begun += 1
            assert self.go_on.wait(2 * LONG_SECONDS)
            return take()

        monkeypatch.setattr(stats_module, "read_counts", slowly)


async def until(condition: Callable[[], bool]) -> None:
    """Another thread is at it."""
    async with asyncio.timeout(LONG_SECONDS):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_no_request_waits_long_for_counts_and_one_read_runs_at_a_time(queue, redis, cache, monkeypatch):
    await crowd(queue)
    cache.timings = replace(KEPT, first_patience=0.05)
    slow = SlowCounts(monkeypatch)
    states = {user: await queue.status(user) for user in (1, 2, 3, 4)}
    async with asyncio.timeout(LONG_SECONDS):  # there is no picture before `go_on`
        answers = await asyncio.gather(
            *(with_wait_estimate(state, user_id=user) for user, state in states.items())
        )
    assert all(answer.entry.stats.compatible is None for answer in answers)
    await until(lambda: slow.begun > 0)
    slow.go_on.set()
    await until(lambda: cache.newest is not None)
    assert slow.begun == 1
    assert [(await stats_of(queue, user)).compatible for user in states] == [2, 1, 1, 0]


async def test_old_counts_are_used_while_new_ones_are_read(queue, redis, cache, monkeypatch):
    await crowd(queue)
    await cache.counts()
    cache.timings = replace(OLD_AT_ONCE, patience=0.05)
    slow, old = SlowCounts(monkeypatch), cache.newest
    assert (await stats_of(queue, 1)).compatible == 2
    await until(lambda: slow.begun > 0)
    assert cache.newest is old
    slow.go_on.set()
    await until(lambda: cache.newest is not old)
    assert slow.begun == 1


async def test_thread_uses_old_counts_while_new_ones_are_read(queue, redis, cache, monkeypatch):
    await crowd(queue)
    await cache.counts()
    cache.timings = OLD_AT_ONCE
    slow, old = SlowCounts(monkeypatch), cache.newest
    assert await asyncio.to_thread(cache.counts_in_thread) is old
    await until(lambda: slow.begun > 0)
    slow.go_on.set()
    await until(lambda: cache.newest is not old)


async def test_without_redis_there_are_no_stats(queue, redis, cache, monkeypatch):
    state = (await queue.join(1)).state

    def gone() -> float:
        raise RedisGone

    monkeypatch.setattr(stats_store, "clock", gone)
    assert await with_wait_estimate(state, user_id=1) == state


@pytest.mark.parametrize("blocker", ["alice", "bob"])
async def test_who_is_kept_away_by_a_block_does_not_fit(queue, redis, alice, bob, blocker):
    """Neither side can see the block: as if no compatible user were there."""
    blocks = {"alice": (alice.id, bob.id), "bob": (bob.id, alice.id)}
    one, other = blocks[blocker]
    await in_database_thread(safety.add_block, one, other)
    await queue.join(one, blocked=[other])
    await queue.join(other)
    for user in (one, other):
        await in_database_thread(partial(repository.record_entry, user, entered_at=timezone.now()))
    assert [(await stats_of(queue, user)).compatible for user in (one, other)] == [0, 0]
    # a user who was only rejected, or met, is compatible
    wait_estimate.queue_stats = QueueStatsCache(PATIENT)
    await queue.join(900_001, met=kept_apart(one, other))
    assert [(await stats_of(queue, user)).compatible for user in (one, other)] == [1, 1]


async def test_block_of_an_incompatible_user_changes_nothing(queue, redis, alice, bob):
    await in_database_thread(safety.add_block, alice.id, bob.id)
    await queue.join(alice.id, blocked=[bob.id], wants="female")
    await queue.join(bob.id, gender="male")
    await queue.join(900_001, met=kept_apart(alice.id), gender="female", wants="female")
    assert (await stats_of(queue, alice.id)).compatible == 1


async def offers(queue, count: int, *, seconds: float) -> None:
    """So many women who want men had waited so long when a man came; all of it is over."""
    queue.now = time.time() - (count + 2) * (seconds + 1)
    for number in range(count):
        woman, man = 1000 + 2 * number, 1001 + 2 * number
        await queue.join(woman, gender="female", wants="male")
        queue.now += seconds
        await queue.join(man, gender="male", wants="female")
        await queue.respond(man, "accept")
        await queue.respond(woman, "accept")


@pytest.mark.parametrize(("people", "estimate"), [(19, None), (20, 40)])
async def test_estimate_is_the_median_of_enough_people_like_oneself(queue, redis, people, estimate):
    await offers(queue, people, seconds=39.9)
    queue.now = time.time()
    await queue.join(1, gender="female", wants="male")
    assert (await stats_of(queue, 1)).estimate_seconds == estimate
    # another wish, another queue
    await queue.join(2, gender="female", wants="female")
    assert (await stats_of(queue, 2)).estimate_seconds is None


async def test_estimate_is_absent_after_a_longer_wait(queue, redis):
    await offers(queue, 20, seconds=39.9)
    queue.now = time.time() - 41
    await queue.join(1, gender="female", wants="male")
    assert (await stats_of(queue, 1)).estimate_seconds is None


async def test_waiting_people_are_shown_by_side(queue, redis):
    await crowd(queue)
    await stats_of(queue, 1)
    shown = {
        (sample.labels["gender"], sample.labels["wanted"]): sample.value
        for family in metrics.WAITING.collect()
        for sample in family.samples
    }
    assert shown == {
        ("female", "male"): 1,
        ("female", "female"): 0,
        ("female", "any"): 0,
        ("male", "female"): 2,
        ("male", "male"): 1,
        ("male", "any"): 0,
    }
