"""The specified way beside ours: no waiting user is compatible, the same users wait, the same one seeks."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.compatibility import Seeker
from auth_match.matching.queue import actions
from auth_match.matching.state import store
from auth_match.runtime.redis import async_client, close_async_client
from bench.match import scripts, server, specified_way
from bench.match.accounts import Account, make_accounts
from bench.terminal import Bar, Progress, at_least, heading, middle, say, size_name, table

SIZES = (10, 100, 1_000)
SPECIFIED_LOOKS = {10: 20, 100: 8, 1_000: 3}
OUR_JOINS = 300
MAN_WHO_WANTS_WOMEN = Seeker(30, "male", 18, 99, "female")
BAR, JUDGED = 5_000, 1_000


@dataclass(frozen=True)
class Seen:
    """Median seconds: a look in the specified way; our script inside Redis, called, and in a whole join."""

    size: int
    specified: float
    script: float
    call: float
    transition: float

    @property
    def ratio(self) -> float:
        return self.specified / self.call

    def row(self) -> list[str]:
        ours = [f"{1e3 * seconds:,.2f}" for seconds in (self.script, self.call, self.transition)]
        return [size_name(self.size), f"{1e3 * self.specified:,.0f}", *ours, f"{self.ratio:,.0f} ×"]


def measure(*, is_quick: bool) -> list[Bar]:
    sizes = SIZES[:2] if is_quick else SIZES
    heading("The specified way and ours: everybody is a man who wants women")
    return asyncio.run(_measure(make_accounts([MAN_WHO_WANTS_WOMEN] * (max(sizes) + 1)), sizes))


async def _measure(accounts: Sequence[Account], sizes: Sequence[int]) -> list[Bar]:
    seeker, *others = accounts
    seen = []
    async with server.administration(settings.REDIS_URL) as admin:
        for size in sizes:
            specified = await _specified(admin, seeker, others[:size])
            seen.append(Seen(size, specified, *await _ours(admin, seeker, others[:size])))
    await close_async_client()
    table(
        ["waiting", "specified", "our script", "called", "whole join", "specified : called"],
        [one.row() for one in seen],
    )
    say("median ms. Specified: one look under the lock. Whole join: with queries and pushes")
    return [
        at_least(BAR, one.ratio, f"specified : ours (called), {size_name(one.size)} waiting,", " ×")
        for one in seen
        if one.size == JUDGED
    ]


async def _specified(admin: Any, seeker: Account, waiting: Sequence[Account]) -> float:
    await admin.flushdb()
    for place, account in enumerate(waiting):
        await admin.zadd("match_queue", {str(account.id): time.time() + place / 1000})
        await admin.set(f"user_online:{account.id}", "True", ex=scripts.A_DAY)
    await specified_way.setting_of(seeker.id)  # the first query of a thread also connects
    count = SPECIFIED_LOOKS[len(waiting)]
    seconds = []
    with Progress(f"looks in the specified way past {len(waiting)}", count) as progress:
        for _ in range(count):
            found, took = await _timed(lambda: specified_way.find_partner(async_client(), seeker.id))
            assert found is None
            seconds.append(took)
            progress.advance()
    return middle(seconds)


async def _ours(admin: Any, seeker: Account, waiting: Sequence[Account]) -> tuple[float, float, float]:
    await admin.flushdb()
    with Progress("real joins", len(waiting)) as progress:
        for account in waiting:
            await actions.join(user_id=account.id, connection=await _attached(admin, account))
            progress.advance()
    connection = await _attached(admin, seeker)
    whole = await _joins(seeker, connection, actions.join)
    called = await _joins(seeker, connection, _call)
    script: list[float] = []

    async def timed(**join: Any) -> store.Outcome:
        async with server.script_time(admin, script):
            return await _call(**join)

    await _joins(seeker, connection, timed)
    return middle(script) / 1e6, middle(called), middle(whole)


async def _attached(admin: Any, account: Account) -> str:
    attached = await actions.attach(user_id=account.id)
    await admin.expire(f"user_online:{account.id}", scripts.A_DAY)
    return attached.connection


async def _joins(
    seeker: Account, connection: str, join: Callable[..., Awaitable[store.Outcome]]
) -> list[float]:
    """Seconds of each; the seeker leaves in between."""
    seconds = []
    for _ in range(OUR_JOINS):
        outcome, took = await _timed(lambda: join(user_id=seeker.id, connection=connection))
        assert outcome.state.status == "queued"
        seconds.append(took)
        await actions.leave(user_id=seeker.id, connection=connection)
    return seconds


async def _call(*, user_id: int, connection: str) -> store.Outcome:
    """The script alone, as `actions.join` calls it."""
    ticket = candidate_index.queue_ticket(MAN_WHO_WANTS_WOMEN)
    given: dict[str, Any] = {
        "user": str(user_id),
        "connection": connection,
        "name": "bench",
        "met": {},
        "blocked": [],
    }
    return await store.run("join", ticket=ticket, **given)


async def _timed(work: Callable[[], Awaitable[Any]]) -> tuple[Any, float]:
    began = time.perf_counter()
    result = await work()
    return result, time.perf_counter() - began
