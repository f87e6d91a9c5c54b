"""From join to `match_found` through gateway and socket, beside people who are only connected; an echo."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from auth_match.matching.domain.compatibility import Seeker
from bench.match.accounts import Account, make_accounts, with_token
from bench.match.client import Client
from bench.terminal import Bar, Progress, at_most, heading, middle, p99, say, table

PAIRS_A_SECOND = 10
AGES = range(20, 60)  # of one pair each: its two are compatible with each other alone
ECHOING = 20
ALONE = Seeker(19, "female", 18, 19, "female")
OPENED_AT_ONCE = 20
BAR = 4  # times the echo


@dataclass
class Seen:
    """Seconds from the later join of a pair to `match_found` at each of the two; from `ping` to `pong`."""

    joiner: list[float] = field(default_factory=list)
    waiter: list[float] = field(default_factory=list)
    echo: list[float] = field(default_factory=list)


def measure(*, is_quick: bool) -> list[Bar]:
    seconds, idle = (10, 100) if is_quick else (60, 1_000)
    heading(f"Through the gateway: {2 * PAIRS_A_SECOND} joins/s for {seconds} s beside {idle:,} idle clients")
    couples = [person for age in AGES for person in _couple(age)]
    accounts = make_accounts([*couples, *[ALONE] * (ECHOING + idle)])
    with Progress("tokens", len(accounts)) as progress:
        accounts = [_with_token(account, progress) for account in accounts]
    seen = asyncio.run(_measure(accounts, seconds))
    rows = [
        ("ping → pong", seen.echo),
        ("join → match_found, who joined", seen.joiner),
        ("join → match_found, who waited", seen.waiter),
    ]
    table(["ms", "count", "p50", "p99"], [_row(*row) for row in rows])
    say("every second join finds the one before it: timed from there. Then both leave, for 4 s")
    ratio = middle([*seen.joiner, *seen.waiter]) / middle(seen.echo)
    return [at_most(BAR, ratio, "join → match_found : echo, p50,", " ×")]


def _couple(age: int) -> tuple[Seeker, Seeker]:
    return Seeker(age, "female", age, age, "male"), Seeker(age, "male", age, age, "female")


def _with_token(account: Account, progress: Progress) -> Account:
    progress.advance()
    return with_token(account)


def _row(name: str, seconds: Sequence[float]) -> list[str]:
    return [name, f"{len(seconds):,}", f"{1e3 * middle(seconds):.1f}", f"{1e3 * p99(seconds):.1f}"]


async def _measure(accounts: Sequence[Account], seconds: int) -> Seen:
    clients: list[Client] = []
    try:
        with Progress("open sockets", len(accounts)) as progress:
            for start in range(0, len(accounts), OPENED_AT_ONCE):
                some = accounts[start : start + OPENED_AT_ONCE]
                clients += await asyncio.gather(*map(Client.open, some))
                progress.advance(len(some))
        meeting, echoing = clients[: 2 * len(AGES)], clients[2 * len(AGES) :][:ECHOING]
        couples = list(zip(meeting[0::2], meeting[1::2], strict=True))
        return await _drive(couples, echoing, seconds)
    finally:
        await asyncio.gather(*(client.close() for client in clients))


async def _drive(couples: Sequence[tuple[Client, Client]], echoing: Sequence[Client], seconds: int) -> Seen:
    """By the clock, whether or not what began before has ended: a slow server gets no rest."""
    seen, step = Seen(), 1 / PAIRS_A_SECOND
    began = asyncio.get_running_loop().time()
    with Progress("couples", seconds * PAIRS_A_SECOND) as progress:
        async with asyncio.TaskGroup() as tasks:
            for number in range(seconds * PAIRS_A_SECOND):
                await asyncio.sleep(began + number * step - asyncio.get_running_loop().time())
                couple = couples[number % len(couples)]
                tasks.create_task(_meet(*couple, step / 2, seen))
                tasks.create_task(_echo(echoing[2 * number % ECHOING], step / 4, seen))
                tasks.create_task(_echo(echoing[(2 * number + 1) % ECHOING], step * 3 / 4, seen))
                progress.advance()
    return seen


async def _meet(first: Client, second: Client, pause: float, seen: Seen) -> None:
    await first.send(action="join_queue")
    await asyncio.sleep(pause)
    joined = await second.send(action="join_queue")
    waiter, joiner = await asyncio.gather(first.expect("match_found"), second.expect("match_found"))
    seen.waiter.append(waiter - joined)
    seen.joiner.append(joiner - joined)
    for client in (first, second):
        await client.send(action="leave_queue")
        await client.expect("queue_left")


async def _echo(client: Client, pause: float, seen: Seen) -> None:
    await asyncio.sleep(pause)
    sent = await client.send(action="ping")
    seen.echo.append(await client.expect("pong") - sent)
