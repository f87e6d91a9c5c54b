"""Fair queueing for decode slots: round robin over accounts, one file per account at a time.

    request -> its account's queue -> the account's lease (over all processes) -> a decode slot

Only the head of each queue waits for a slot, and slots are granted in order of arrival. So an account that
was just served waits behind all other waiting accounts, regardless of how many requests it sends. Source:
decision 0029.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from image_community.runtime.problem import TooMany, Unavailable

MAX_AT_ONCE = 2  # per process
MAX_PER_ACCOUNT = 16  # per process, waiting or decoding; each has a file of up to 10 MiB
MAX_WAITING_SECONDS = 20.0  # for a slot, before 503
RETRY_SECONDS = 5  # for an account with too many requests
YIELD_SECONDS = 0.1  # another process polls the lease as often

Lease = Callable[[int], AbstractAsyncContextManager[None]]


@dataclass(slots=True)
class _AccountQueue:
    """The requests of one account; the holder of the lock is the head."""

    requests: int = 0
    head: asyncio.Lock = field(default_factory=asyncio.Lock)


class DecodeSlots:
    """The decode slots of one process. `lease` excludes other processes for the same account."""

    def __init__(
        self,
        lease: Lease,
        *,
        at_once: int = MAX_AT_ONCE,
        per_account: int = MAX_PER_ACCOUNT,
        waiting_seconds: float = MAX_WAITING_SECONDS,
    ) -> None:
        self._lease = lease
        self._slots = asyncio.Semaphore(at_once)
        self._per_account = per_account
        self._waiting_seconds = waiting_seconds
        self._queues: dict[int, _AccountQueue] = {}

    @asynccontextmanager
    async def acquire(self, user_id: int) -> AsyncIterator[None]:
        """Hold a slot for this account; the end or the cancellation of the block or the wait frees
        everything.

        Raises:
            TooMany: the account already has too many requests here.
            Unavailable: no slot became free in time.
        """
        async with AsyncExitStack() as stack:
            queue = stack.enter_context(self._queued(user_id))
            try:
                async with asyncio.timeout(self._waiting_seconds):
                    await stack.enter_async_context(queue.head)
                    if queue.requests > 1:
                        # This process notices its own release first: give other processes a chance.
                        await asyncio.sleep(random.uniform(0, YIELD_SECONDS))  # noqa: S311 - no secret
                    await stack.enter_async_context(self._lease(user_id))
                    await stack.enter_async_context(self._slots)
            except TimeoutError as error:
                raise Unavailable("no decode slot became free") from error
            yield

    @contextmanager
    def _queued(self, user_id: int) -> Iterator[_AccountQueue]:
        queue = self._queues.setdefault(user_id, _AccountQueue())
        if queue.requests >= self._per_account:
            raise TooMany(RETRY_SECONDS)
        queue.requests += 1
        try:
            yield queue
        finally:
            queue.requests -= 1
            if not queue.requests:
                del self._queues[user_id]
