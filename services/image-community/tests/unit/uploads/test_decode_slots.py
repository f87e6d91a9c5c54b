"""Decode slots: round robin over accounts, one file per account at a time."""

import asyncio
from contextlib import asynccontextmanager, nullcontext

import pytest

from image_community.runtime.problem import TooMany, Unavailable
from image_community.uploads.decode_slots import YIELD_SECONDS, DecodeSlots


def no_other_process(_user_id: int) -> nullcontext[None]:
    return nullcontext()


@pytest.fixture
def at_work():
    """Requests that run until released; which run, and which have started, in order."""

    class Work:
        def __init__(self) -> None:
            self.running: list[tuple[int, int]] = []
            self.begun: list[tuple[int, int]] = []
            self._go = asyncio.Semaphore(0)

        async def do(self, slots: DecodeSlots, user_id: int, number: int) -> None:
            async with slots.acquire(user_id):
                self.running.append((user_id, number))
                self.begun.append((user_id, number))
                await self._go.acquire()
                self.running.remove((user_id, number))

        async def settle(self) -> None:
            await asyncio.sleep(3 * YIELD_SECONDS)  # the pause between two requests of a queue, with margin

        async def finish(self, number: int) -> None:
            for _ in range(number):
                self._go.release()
                await self.settle()

    return Work()


async def test_slots_are_round_robin_over_accounts(at_work):
    slots = DecodeSlots(no_other_process, at_once=1)
    tasks = [asyncio.create_task(at_work.do(slots, 1, n)) for n in range(4)]
    await at_work.settle()
    tasks += [asyncio.create_task(at_work.do(slots, user_id, 0)) for user_id in (2, 3)]
    await at_work.settle()
    await at_work.finish(6)
    await asyncio.gather(*tasks)
    assert [user_id for user_id, _ in at_work.begun] == [1, 2, 3, 1, 1, 1]
    assert [number for user_id, number in at_work.begun if user_id == 1] == [0, 1, 2, 3]


async def test_one_account_never_has_two_slots(at_work):
    slots = DecodeSlots(no_other_process, at_once=2)
    tasks = [asyncio.create_task(at_work.do(slots, 1, n)) for n in range(3)]
    await at_work.settle()
    assert at_work.running == [(1, 0)]
    tasks.append(asyncio.create_task(at_work.do(slots, 2, 0)))
    await at_work.settle()
    assert at_work.running == [(1, 0), (2, 0)]
    await at_work.finish(4)
    await asyncio.gather(*tasks)


async def test_too_many_requests_of_one_account_are_refused_and_others_are_not(at_work):
    slots = DecodeSlots(no_other_process, at_once=1, per_account=3)
    tasks = [asyncio.create_task(at_work.do(slots, 1, n)) for n in range(3)]
    await at_work.settle()
    with pytest.raises(TooMany):
        async with slots.acquire(1):
            pass
    tasks.append(asyncio.create_task(at_work.do(slots, 2, 0)))
    await at_work.finish(4)
    await asyncio.gather(*tasks)
    async with slots.acquire(1):
        pass


async def test_timeout_of_a_wait_frees_everything(at_work):
    slots = DecodeSlots(no_other_process, at_once=1, waiting_seconds=0.05)
    task = asyncio.create_task(at_work.do(slots, 1, 0))
    await asyncio.sleep(0)
    for user_id in (1, 2):
        with pytest.raises(Unavailable):
            async with slots.acquire(user_id):
                pass
    await at_work.finish(1)
    await task
    for user_id in (1, 2):
        async with slots.acquire(user_id):
            pass


@pytest.mark.parametrize(
    "cancelled", [0, 1, 2], ids=["decoding", "waiting for a slot", "waiting in the queue"]
)
async def test_cancelled_request_frees_slot_lease_and_queue(at_work, cancelled):
    leased: set[int] = set()

    @asynccontextmanager
    async def lease(user_id: int):
        leased.add(user_id)
        try:
            yield
        finally:
            leased.remove(user_id)

    slots = DecodeSlots(lease, at_once=1, per_account=2)
    requests = [(1, 0), (2, 0), (2, 1)]
    tasks = [asyncio.create_task(at_work.do(slots, *each)) for each in requests]
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
        async with slots.acquire(user_id):
            pass
