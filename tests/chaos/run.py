"""One seed: people sign up, live for a while amid faults, then all get idle; returns the history."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from time import time

import httpx

from auth_match.matching.domain.compatibility import Seeker
from tests.chaos.client import Client
from tests.chaos.history import NO_USER, Entry, History, Times
from tests.chaos.sabotage import sabotage
from tests.chaos.witness import Witness
from tests.people.person import Person, base_url
from tests.system import NativeSystem

IDLE_SECONDS = 30.0
Progress = Callable[[str, float], None]  # what is being done, and how much of it is done (0 … 1)


@dataclass(frozen=True, slots=True)
class Size:
    people: int
    seconds: float
    fault_every: float


@dataclass(slots=True)
class Crowd:
    """Everybody of one seed; `aclose` lets go of what is left."""

    clients: list[Client]
    http: httpx.AsyncClient
    history: History

    async def aclose(self) -> None:
        await asyncio.gather(*(client.close_all() for client in self.clients))
        await self.http.aclose()


async def gather_crowd(size: Size, times: Times, dice: Random, progress: Progress) -> Crowd:
    """Signs everybody up, eight at a time."""
    limits = httpx.Limits(max_connections=32, max_keepalive_connections=0)
    http = httpx.AsyncClient(base_url=base_url(), timeout=30, limits=limits)
    crowd = Crowd([], http, History(times, {}, {}))
    doors = asyncio.Semaphore(8)

    async def enter(number: int, age: int, gender: str, private: Random) -> None:
        async with doors:
            person = await Person.sign_up(f"chaos{number}", age=age, gender=gender)
        await person.aclose()
        client = Client(person, crowd.http, private, crowd.history.entries.append)
        crowd.clients.append(client)
        crowd.history.people[client.user] = Seeker(age, gender, 18, 99, "any")
        crowd.history.names[client.user] = person.username
        progress("signing up", len(crowd.clients) / size.people)

    async with asyncio.TaskGroup() as group:
        for number in range(size.people):
            gender = dice.choice(("female", "male"))
            group.create_task(enter(number, dice.randrange(18, 60), gender, Random(dice.random())))
    everybody = [client.person for client in crowd.clients]
    for client in crowd.clients:
        client.meet(everybody)
    return crowd


async def run(
    size: Size, seed: int, system: NativeSystem, witness: Witness, times: Times, progress: Progress
) -> Crowd:
    """A whole seed. In the end everybody is idle, and the rows are written."""
    dice = Random(seed)
    crowd = await gather_crowd(size, times, dice, progress)
    history = crowd.history
    await witness.begin()
    is_quiet, is_over = asyncio.Event(), asyncio.Event()
    watching = asyncio.create_task(witness.watch(history, is_over))
    async with system.redis() as own:
        sabotaging = asyncio.create_task(
            sabotage(system, own, dice, history.entries.append, is_quiet, every=size.fault_every)
        )
        await _live(crowd, size, watching, progress)
        is_quiet.set()
        await sabotaging
    progress("leaving", 1)
    await system.ready()
    await asyncio.gather(*(client.get_idle(IDLE_SECONDS) for client in crowd.clients))
    await asyncio.gather(*(client.get_waiting(IDLE_SECONDS) for client in crowd.clients))
    await asyncio.gather(*(client.get_idle(IDLE_SECONDS) for client in crowd.clients))
    is_over.set()
    await watching
    await witness.look(history)
    if not await witness.written():
        history.entries.append(Entry(time(), NO_USER, 0, "stuck", {"why": "rows are not written"}))
    history.rows = await witness.rows([client.person.id for client in crowd.clients])
    return crowd


async def _live(crowd: Crowd, size: Size, watching: asyncio.Task[None], progress: Progress) -> None:
    end = time() + size.seconds
    lives = asyncio.gather(*(client.live(end) for client in crowd.clients))
    while not lives.done():
        await asyncio.wait([lives], timeout=0.5)
        events = len(crowd.history.events)
        acts = sum(client.acts for client in crowd.clients)
        progress(f"{acts} acts, {events} events", min(1.0, 1 - (end - time()) / size.seconds))
        if watching.done():
            watching.result()
    await lives
