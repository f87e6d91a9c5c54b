"""The decode lease of an account, with outages of Redis. Decision 0029."""

import asyncio
from contextlib import asynccontextmanager

import pytest

from image_community.runtime.circuit_breaker import CircuitBreaker
from image_community.runtime.limits import Allowance
from image_community.uploads.decode_slots import MAX_WAITING_SECONDS
from image_community.uploads.store import DecodingStore

LEASE = "maru:decoding:1"


class Breaker(CircuitBreaker):
    """A breaker that stays open from `open()` until the test closes it."""

    def __init__(self) -> None:
        super().__init__("redis", probe=self._ask)
        self.is_away = False

    async def _ask(self) -> None:
        if self.is_away:
            raise TimeoutError

    def lose(self) -> None:
        self.is_away = True
        self.open()

    async def find(self) -> None:
        self.is_away = False
        async with asyncio.timeout(5):
            while self.is_open:  # noqa: ASYNC110 - it closes by itself
                await asyncio.sleep(0.01)


@pytest.fixture
async def breaker():
    breaker = Breaker()
    yield breaker
    await breaker.aclose()


@pytest.fixture
def make_process(redis):
    """The store of one process."""

    def make(breaker: CircuitBreaker | None = None, **lease: float) -> DecodingStore:
        return DecodingStore(redis, breaker or CircuitBreaker("redis"), Allowance(60, 600), **lease)

    return make


@asynccontextmanager
async def leased(store: DecodingStore, *, within_seconds: float):
    async with asyncio.timeout(within_seconds) as timeout, store.lease(1):
        timeout.reschedule(None)
        yield


async def test_lease_that_could_not_be_given_back_is_no_bar_to_the_next_upload(make_process, breaker, redis):
    process = make_process(breaker)
    async with leased(process, within_seconds=2):
        breaker.lose()
    assert await redis.exists(LEASE) == 1
    await breaker.find()
    async with leased(process, within_seconds=2):
        assert await redis.exists(LEASE) == 1
    assert await redis.exists(LEASE) == 0


async def test_lease_that_could_not_be_given_back_ends_before_another_process_gives_up(
    make_process, breaker, redis
):
    async with leased(make_process(breaker), within_seconds=2):
        breaker.lose()
    assert 0 < await redis.pttl(LEASE) < MAX_WAITING_SECONDS * 1000


async def test_lease_lasts_as_long_as_the_decoding_and_keeps_other_processes_out(make_process, redis):
    async with leased(make_process(lease_seconds=0.4), within_seconds=2):
        with pytest.raises(TimeoutError):
            async with leased(make_process(), within_seconds=1.5):
                pass
        assert await redis.exists(LEASE) == 1
    async with leased(make_process(), within_seconds=2):
        pass


async def test_lease_that_expired_during_an_outage_is_acquired_again(make_process, redis):
    async with leased(make_process(lease_seconds=0.4), within_seconds=2):
        await redis.delete(LEASE)
        async with asyncio.timeout(2):
            while not await redis.exists(LEASE):  # noqa: ASYNC110 - another client
                await asyncio.sleep(0.02)
    assert await redis.exists(LEASE) == 0


class Deaf(DecodingStore):
    """Its renewal misses a cancellation, as a Redis client did that was cancelled while it timed out."""

    async def _renew_forever(self, user_id: int) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(60)


async def test_lease_ends_although_its_renewal_misses_a_cancellation(redis):
    async with asyncio.timeout(5):
        async with Deaf(redis, CircuitBreaker("redis"), Allowance(60, 600)).lease(1):
            await asyncio.sleep(0.05)  # the renewal has begun
    assert await redis.exists(LEASE) == 0
