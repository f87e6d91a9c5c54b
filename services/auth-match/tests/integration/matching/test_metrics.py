"""What is counted, and that it is counted once."""

import time
from collections.abc import Callable

import pytest
from prometheus_client import REGISTRY

from auth_match.accounts.models import User
from auth_match.matching.history import recorder
from auth_match.matching.queue import actions
from auth_match.matching.state import stream
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def grown() -> Callable[..., float]:
    """By how much a number has grown since the test began: `grown("name", label="value")`."""
    before = {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in REGISTRY.collect()
        for sample in family.samples
    }

    def growth(name: str, **labels: str) -> float:
        value = REGISTRY.get_sample_value(name, labels)
        return (value or 0.0) - before.get((name, frozenset(labels.items())), 0.0)

    return growth


@pytest.fixture
async def pair(queue, alice: User, bob: User) -> tuple[int, int]:
    """Offered to each other, after seven seconds of one."""
    await recorder.record_pending("test")  # makes the group
    await queue.join(alice.id)
    queue.now += 7
    await queue.join(bob.id)
    return alice.id, bob.id


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [(("accept", "accept"), "accepted"), (("accept", "reject"), "rejected"), (("accept",), "expired")],
)
async def test_each_offer_is_counted_once_by_its_end(queue, pair, grown, answers, outcome) -> None:
    for user, answer in zip(pair, answers, strict=False):
        await queue.respond(user, answer)
    await queue.pass_time(31)
    while await recorder.record_pending("one"):
        pass
    await recorder.record_pending("another")
    assert grown("maru_offers_total", outcome=outcome) == 1


async def test_who_leaves_an_offer_cancels_it(queue, pair, grown) -> None:
    await queue.leave(pair[0])
    await recorder.record_pending("test")
    assert grown("maru_offers_total", outcome="cancelled") == 1


async def test_entry_that_two_processes_read_is_counted_by_one(queue, pair, redis, grown) -> None:
    await queue.respond(pair[0], "reject")
    entries = await in_database_thread(stream.read, recorder.GROUP, "one")
    recorder.acknowledge(entries)
    recorder.acknowledge(entries)
    assert grown("maru_offers_total", outcome="rejected") == 1


async def test_time_to_match_is_counted_for_both(queue, pair, grown) -> None:
    for user in pair:
        await queue.respond(user, "accept")
    await recorder.record_pending("test")
    assert grown("maru_time_to_match_seconds_count") == 2
    assert grown("maru_time_to_match_seconds_sum") == pytest.approx(7, abs=0.1)


async def test_sweep_says_how_late_it_is(queue, pair, grown) -> None:
    await actions.sweep(now=queue.now + 35)
    assert grown("maru_sweep_lag_seconds_count") == 1
    assert grown("maru_sweep_lag_seconds_sum") == pytest.approx(5, abs=0.1)
    await actions.sweep(now=queue.now + 35)
    assert grown("maru_sweep_lag_seconds_count") == 1  # nothing was due


async def test_scripts_are_timed(queue, grown) -> None:
    began = time.perf_counter()
    await queue.join(1)
    await queue.join(2)
    assert grown("maru_script_seconds_count", script="join") == 2
    assert 0 < grown("maru_script_seconds_sum", script="join") < time.perf_counter() - began
