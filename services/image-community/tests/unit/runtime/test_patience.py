"""Waits for a server, with fake connections that record whether they were terminated."""

import asyncio
from functools import partial

import pytest

from image_community.runtime import patience
from image_community.runtime.circuit_breaker import CircuitBreaker, Timings
from image_community.runtime.patience import Waits
from image_community.runtime.problem import Unavailable


class Connection:
    """As the driver's: terminating it ends nothing else."""

    cuts = 0

    def terminate(self) -> None:
        self.cuts += 1


quick_waits = partial(Waits, patience_seconds=0.05, cut_seconds=0.01)


@pytest.fixture
def silent():
    """The server answers while this is set."""
    return asyncio.Event()


@pytest.fixture
async def breaker(silent):
    async def probe() -> None:
        if silent.is_set():
            raise TimeoutError

    breaker = CircuitBreaker("server", probe=probe, timings=Timings(probe_every=0.05))
    yield breaker
    await breaker.aclose()


async def until(condition):
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_silent_server_ends_every_wait_and_cuts_its_connections(breaker, silent):
    waits = quick_waits(breaker, longest_seconds=None)
    connections = [Connection() for _ in range(3)]

    async def wait(connection) -> None:
        async with waits.bounded(connection=connection):
            await asyncio.sleep(60)

    silent.set()
    ended = await asyncio.gather(*(wait(each) for each in connections), return_exceptions=True)
    assert [type(each) for each in ended] == [TimeoutError] * 3
    assert [each.cuts for each in connections] == [1, 1, 1]
    with pytest.raises(Unavailable):
        await wait(Connection())


async def test_slow_server_that_lives_ends_no_wait(breaker):
    connection = Connection()
    async with quick_waits(breaker, longest_seconds=None).bounded(connection=connection):
        await asyncio.sleep(0.4)
    assert (connection.cuts, breaker.is_open) == (0, False)


async def test_wait_ends_at_its_limit_though_the_server_lives(breaker):
    connection = Connection()
    with pytest.raises(TimeoutError):
        async with quick_waits(breaker, longest_seconds=0.1).bounded(connection=connection):
            await asyncio.sleep(60)
    assert (connection.cuts, breaker.is_open) == (1, False)


async def test_breaker_that_opens_while_a_wait_unwinds_closes_again(breaker, silent):
    """Regression: it stayed open for ever, since an expired timeout cannot be moved and ended the probes."""
    waits = quick_waits(breaker, longest_seconds=0.08)
    unwinding, may_end = asyncio.Event(), asyncio.Event()
    late = Connection()

    async def unwind_slowly() -> None:
        async with waits.bounded():
            try:
                await asyncio.sleep(60)
            finally:
                patience.uses(late)
                unwinding.set()
                await may_end.wait()

    async def wait() -> None:
        async with waits.bounded(longest_seconds=60):
            await asyncio.sleep(60)

    slow, other = asyncio.create_task(unwind_slowly()), asyncio.create_task(wait())
    await unwinding.wait()
    silent.set()
    breaker.open()
    await until(lambda: breaker.is_open)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(2):
            await other
    assert other.done(), "the others end, too"
    assert late.cuts == 1, "and so does what is used while unwinding"
    silent.clear()
    await until(lambda: not breaker.is_open)
    may_end.set()
    with pytest.raises(TimeoutError):
        await slow
