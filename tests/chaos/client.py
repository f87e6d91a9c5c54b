"""One person who does at random whatever a client can do, and writes all of it down."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from time import time
from typing import Any, ClassVar

import httpx

from tests.chaos.history import Entry
from tests.chaos.tab import Tab
from tests.people.person import Person, base_url

# Between two acts, on average: 200 people then keep two cores busy, and do not drown them.
PAUSE_SECONDS = {"idle": 4.0, "queued": 8.0, "offered": 1.5, "in_room": 4.0}
Write = Callable[[Entry], None]

# What is done how often, by what one believes to be in (a frame on its way may have changed that).
HABITS: dict[str, dict[str, int]] = {
    "idle": {"join": 60, "wish": 10, "block": 4, "unblock": 4, "sync": 4, "leave": 3, "answer": 2, "move": 8},
    "queued": {"wait": 50, "leave": 6, "join": 4, "wish": 8, "block": 4, "unblock": 4, "sync": 6, "move": 14},
    "offered": {"accept": 50, "reject": 14, "wait": 16, "leave": 5, "block": 3, "join": 3, "move": 9},
    "in_room": {"join": 60, "wait": 20, "leave": 5, "block": 3, "move": 8, "answer": 4},
}
MOVES = ("drop", "close", "freeze", "another tab")


class Client:
    def __init__(self, person: Person, http: httpx.AsyncClient, dice: Random, write: Write) -> None:
        self.person = person
        self.user = str(person.id)
        self.acts = 0
        self.refused: list[int] = []  # HTTP statuses that are no success
        self._http = http
        self._dice = dice
        self._write_entry = write
        self._others: list[Person] = []
        self._blocked: list[Person] = []
        self._tabs: list[Tab] = []
        self._requests = 0

    def meet(self, others: list[Person]) -> None:
        self._others = [other for other in others if other.id != self.person.id]

    def _write(self, socket: int, kind: str, body: dict[str, Any]) -> None:
        self._write_entry(Entry(time(), self.user, socket, kind, body))

    # --- sockets ---

    @property
    def tab(self) -> Tab:
        return self._tabs[-1]

    async def open_tab(self) -> bool:
        """The newest socket is the one that acts."""
        tab = Tab(len(self._tabs) + 1, self._write)
        self._tabs.append(tab)
        return await tab.open(base_url().replace("http", "ws", 1) + "/ws/match/", self.person.access)

    async def close_all(self) -> None:
        await asyncio.gather(*(tab.drop() for tab in self._tabs))
        self._tabs.clear()

    # --- a life ---

    async def live(self, end: float) -> None:
        await self._pause()
        while time() < end:
            if not self._tabs or not self.tab.is_open:
                await self.open_tab()
            else:
                await self._act()
                self.acts += 1
            await self._pause()

    async def _pause(self) -> None:
        seconds = PAUSE_SECONDS[(self._tabs and self.tab.status) or "idle"]
        await asyncio.sleep(min(self._dice.expovariate(1 / seconds), 3 * seconds))

    async def _act(self) -> None:
        habits = HABITS[self.tab.status or "idle"]
        (choice,) = self._dice.choices(list(habits), list(habits.values()))
        await self._ACTS[choice](self)

    async def _wait(self) -> None:
        pass

    async def _join(self) -> None:
        await self.tab.send("join_queue")

    async def _leave(self) -> None:
        await self.tab.send("leave_queue")

    async def _sync(self) -> None:
        await self.tab.send("sync")

    async def _accept(self) -> None:
        await self.tab.send("respond", response="accept")

    async def _reject(self) -> None:
        await self.tab.send("respond", response="reject", offer_id=self.tab.offer_id)

    async def _answer(self) -> None:
        """Also where there is no offer."""
        response = self._dice.choice(("accept", "reject"))
        await self.tab.send("respond", response=response, offer_id=self.tab.offer_id or "none")

    async def _move(self) -> None:
        match self._dice.choice(MOVES):
            case "drop":
                await self.tab.drop()
            case "close":
                await self.tab.close()
            case "freeze":
                self.tab.freeze()
            case "another tab":
                await self.open_tab()

    # --- over HTTP ---

    async def _wish(self) -> None:
        wishes = some_wishes(self._dice)
        await self._ask("wishes", "PATCH", "/api/match/settings/", wishes, wishes=wishes)

    async def _block(self) -> None:
        partner = self._dice.choice(self._others)
        self._blocked.append(partner)
        body = {"username": partner.username}
        await self._ask("block", "POST", "/api/match/blocks/", body, partner=str(partner.id))

    async def _unblock(self) -> None:
        if self._blocked:
            partner = self._blocked.pop(self._dice.randrange(len(self._blocked)))
            path = f"/api/match/blocks/{partner.id}/"
            await self._ask("unblock", "DELETE", path, None, partner=str(partner.id))

    async def _ask(self, what: str, method: str, path: str, body: Any, **noted: Any) -> None:
        self._requests += 1
        number = self._requests
        self._write(0, "asked", {"number": number, "what": what, **noted})
        try:
            answer = await self._http.request(method, path, json=body, headers=self.person.bearer)
            status = answer.status_code
        except httpx.HTTPError:
            status = 0
        if status >= 300 or not status:
            self.refused.append(status)
        self._write(0, "answered", {"number": number, "status": status})

    _ACTS: ClassVar[dict[str, Callable[["Client"], Awaitable[None]]]] = {
        "wait": _wait,
        "join": _join,
        "leave": _leave,
        "sync": _sync,
        "accept": _accept,
        "reject": _reject,
        "answer": _answer,
        "move": _move,
        "wish": _wish,
        "block": _block,
        "unblock": _unblock,
    }

    # --- the end ---

    async def get_idle(self, seconds: float) -> bool:
        """Leaves whatever it is in, on a socket that works; False, and written down, when it cannot."""
        end = time() + seconds
        while time() < end:
            if not self._tabs or not self.tab.is_open:
                await self.open_tab()
                continue
            status = await self._status()
            if status == "idle":
                return True
            if status:
                await self.tab.send("join_queue" if status == "in_room" else "leave_queue")
            await asyncio.sleep(0.2)
        self._write(0, "stuck", {"why": f"could not become idle in {seconds:.0f} s"})
        return False

    async def get_waiting(self, seconds: float) -> bool:
        """Joins; False, and written down, when that has no effect."""
        end = time() + seconds
        while time() < end:
            if not self._tabs or not self.tab.is_open:
                await self.open_tab()
                continue
            await self.tab.send("join_queue")
            if await self._status() in ("queued", "offered"):
                return True
        self._write(0, "stuck", {"why": f"could not join in {seconds:.0f} s"})
        return False

    async def _status(self) -> str:
        """By a `sync`; empty when no answer came in time. Pushes may come late, and be outdated."""
        tab = self.tab
        command = await tab.send("sync")
        await tab.received(lambda: command in tab.answers, 10)
        return tab.answers.get(command, "")


def some_wishes(dice: Random) -> dict[str, Any]:
    """Wide and narrow, so that some are compatible with many and some with hardly any."""
    middle, width = dice.randrange(18, 60), dice.choice((2, 5, 15, 40))
    return {
        "preferred_gender": dice.choice(("any", "female", "male")),
        "age_min": max(18, middle - width),
        "age_max": min(99, middle + width),
    }
