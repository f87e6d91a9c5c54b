"""Who decodes next: the accounts in turn, each with one file at a time.

    request -> its account's line (one after the other) -> the account's lease (over all processes) -> a turn

Only the head of each line asks for a turn, and turns are given in the order asked. So an account that has
just been served stands behind every other that waits: round robin over accounts, however many requests each
one sends. Source: decision 0029.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field

from image_community.runtime.problem import TooMany, Unavailable

MAX_AT_ONCE = 2  # of one process
MAX_PER_ACCOUNT = 16  # of one process, waiting or decoding; each keeps a file of up to 10 MiB
MAX_WAITING_SECONDS = 20.0  # for a turn, before 503
RETRY_SECONDS = 5  # for an account with too many requests
YIELD_SECONDS = 0.1  # the other process asks for the lease as often

Lease = Callable[[int], AbstractAsyncContextManager[None]]


@dataclass(slots=True)
class _Line:
    """The requests of one account; the holder of the lock is its head."""

    requests: int = 0
    head: asyncio.Lock = field(default_factory=asyncio.Lock)


class Turns:
    """The turns of one process. `lease` keeps the other processes from decoding for the same account."""

    def __init__(
        self,
        lease: Lease,
        *,
        at_once: int = MAX_AT_ONCE,
        per_account: int = MAX_PER_ACCOUNT,
        waiting_seconds: float = MAX_WAITING_SECONDS,
    ) -> None:
        self._lease = lease
        self._turns = asyncio.Semaphore(at_once)
        self._per_account = per_account
        self._waiting_seconds = waiting_seconds
        self._lines: dict[int, _Line] = {}

    @asynccontextmanager
    async def of(self, user_id: int) -> AsyncIterator[None]:
        """A turn of this account; whatever ends the block, or the wait for it, frees all that it held.

        Raises:
            TooMany: the account has too many requests here already.
            Unavailable: its turn did not come in time.
        """
        async with AsyncExitStack() as stack:
            line = stack.enter_context(self._in_line(user_id))
            try:
                async with asyncio.timeout(self._waiting_seconds):
                    await stack.enter_async_context(line.head)
                    if line.requests > 1:
                        # This process is the first to know of its own release: the other has a chance, too.
                        await asyncio.sleep(random.uniform(0, YIELD_SECONDS))  # noqa: S311 - no secret
                    await stack.enter_async_context(self._lease(user_id))
                    await stack.enter_async_context(self._turns)
            except TimeoutError as error:
                raise Unavailable("no turn to decode") from error
            yield

    @contextmanager
    def _in_line(self, user_id: int) -> Iterator[_Line]:
        line = self._lines.setdefault(user_id, _Line())
        if line.requests >= self._per_account:
            raise TooMany(RETRY_SECONDS)
        line.requests += 1
        try:
            yield line
        finally:
            line.requests -= 1
            if not line.requests:
                del self._lines[user_id]
