"""Who decodes next: the accounts in turn, each with one file at a time."""

import asyncio
from contextlib import asynccontextmanager, nullcontext

import pytest

from image_community.runtime.problem import TooMany, Unavailable
from image_community.uploads.turns import YIELD_SECONDS, Turns


def no_other_process(_user_id: int) -> nullcontext[None]:
    return nullcontext()


@pytest.fixture
def at_work():
    """Requests that work until let go; what is running, and what has run, in order."""

    class Work:
        def __init__(self) -> None:
            self.running: list[tuple[int, int]] = []
            self.begun: list[tuple[int, int]] = []
            self._go = asyncio.Semaphore(0)

        async def do(self, turns: Turns, user_id: int, number: int) -> None:
            async with turns.of(user_id):
                self.running.append((user_id, number))
                self.begun.append((user_id, number))
                await self._go.acquire()
                self.running.remove((user_id, number))

        async def settle(self) -> None:
            await asyncio.sleep(3 * YIELD_SECONDS)  # a line's pause between two of its requests, with margin

        async def finish(self, number: int) -> None:
            for _ in range(number):
                self._go.release()
                await self.settle()

    return Work()


async def test_accounts_take_turns_however_many_requests_one_has(at_work):
    turns = Turns(no_other_process, at_once=1)
    tasks = [asyncio.create_task(at_work.do(turns, 1, n)) for n in range(4)]
    await at_work.settle()
    tasks += [asyncio.create_task(at_work.do(turns, user_id, 0)) for user_id in (2, 3)]
    await at_work.settle()
    await at_work.finish(6)
    await asyncio.gather(*tasks)
    assert [user_id for user_id, _ in at_work.begun] == [1, 2, 3, 1, 1, 1]
    assert [number for user_id, number in at_work.begun if user_id == 1] == [0, 1, 2, 3]


async def test_one_account_never_has_two_turns(at_work):
    turns = Turns(no_other_process, at_once=2)
    tasks = [asyncio.create_task(at_work.do(turns, 1, n)) for n in range(3)]
    await at_work.settle()
    assert at_work.running == [(1, 0)]
    tasks.append(asyncio.create_task(at_work.do(turns, 2, 0)))
    await at_work.settle()
    assert at_work.running == [(1, 0), (2, 0)]
    await at_work.finish(4)
    await asyncio.gather(*tasks)


async def test_too_many_requests_of_one_account_are_refused_and_others_are_not(at_work):
    turns = Turns(no_other_process, at_once=1, per_account=3)
    tasks = [asyncio.create_task(at_work.do(turns, 1, n)) for n in range(3)]
    await at_work.settle()
    with pytest.raises(TooMany):
        async with turns.of(1):
            pass
    tasks.append(asyncio.create_task(at_work.do(turns, 2, 0)))
    await at_work.finish(4)
    await asyncio.gather(*tasks)
    async with turns.of(1):
        pass


async def test_turn_that_does_not_come_in_time_leaves_nothing_behind(at_work):
    turns = Turns(no_other_process, at_once=1, waiting_seconds=0.05)
    task = asyncio.create_task(at_work.do(turns, 1, 0))
    await asyncio.sleep(0)
    for user_id in (1, 2):
        with pytest.raises(Unavailable):
            async with turns.of(user_id):
                pass
    await at_work.finish(1)
    await task
    for user_id in (1, 2):
        async with turns.of(user_id):
            pass


@pytest.mark.parametrize("cancelled", [0, 1, 2], ids=["decoding", "waiting for a turn", "waiting in line"])
async def test_cancelled_request_frees_turn_lease_and_place(at_work, cancelled):
    leased: set[int] = set()

    @asynccontextmanager
    async def lease(user_id: int):
        leased.add(user_id)
        try:
            yield
        finally:
            leased.remove(user_id)

    turns = Turns(lease, at_once=1, per_account=2)
    requests = [(1, 0), (2, 0), (2, 1)]
    tasks = [asyncio.create_task(at_work.do(turns, *each)) for each in requests]
    await at_work.settle()
    assert leased == {1, 2}
    tasks[cancelled].cancel()
    await at_work.finish(3)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert [isinstance(each, asyncio.CancelledError) for each in results] == [
        n == cancelled for n in range(3)
    ]
    assert leased == set()
    for user_id in (1, 2):
        async with turns.of(user_id):
            pass
