"""Those beside an attack, and how long everything takes them: sockets that echo, requests, uploads."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

from tests.people.person import Person, base_url
from tests.people.pictures import picture
from tests.people.sockets import Socket, match_socket
from tests.trials.load import Load, Request

SOCKETS = 6
ECHO_SECONDS = 0.1
REQUESTS_PER_SECOND = 20


@dataclass
class Seen:
    """Seconds each. `cut`: sockets that ended."""

    echoes: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    failed: int = 0
    uploads: list[float] = field(default_factory=list)
    failed_uploads: int = 0
    cut: int = 0


class Bystanders:
    def __init__(self, people: list[Person], image: int) -> None:
        self._people = people
        self._image = image

    async def watch(self, seconds: float, *, upload: bool = False) -> Seen:
        """What they see for so long."""
        seen = Seen()
        async with AsyncExitStack() as stack:
            sockets = [await stack.enter_async_context(match_socket(person)) for person in self._people]
            load = await stack.enter_async_context(Load(base_url(), REQUESTS_PER_SECOND, self._mix()))
            deadline = time.monotonic() + seconds
            async with asyncio.TaskGroup() as group:
                for socket in sockets:
                    group.create_task(_echo(socket, deadline, seen))
                if upload:
                    group.create_task(self._upload(deadline, seen))
        seen.requests = [outcome.seconds for outcome in load.outcomes]
        seen.failed = sum(outcome.failed for outcome in load.outcomes)
        return seen

    def _mix(self) -> list[Callable[[], Request]]:
        bearer = self._people[0].bearer

        def get(path: str) -> Callable[[], Request]:
            return lambda: Request("bystander", "GET", path, bearer)

        return [get("/api/auth/profile/"), get(f"/api/v1/images/{self._image}"), get("/api/match/status/")]

    async def _upload(self, deadline: float, seen: Seen) -> None:
        while time.monotonic() < deadline:
            content = picture(".jpg", width=1600, height=1200)
            began = time.monotonic()
            try:
                await self._people[0].post_image(content, "a bystander's")
            except AssertionError:
                seen.failed_uploads += 1
            else:
                seen.uploads.append(time.monotonic() - began)
            await asyncio.sleep(0.2)


async def _echo(socket: Socket, deadline: float, seen: Seen) -> None:
    number = 0
    while time.monotonic() < deadline:
        began = time.monotonic()
        try:
            await socket.act("ping", id=number)
            await socket.expect("pong", re=number)
        except (AssertionError, OSError):
            seen.cut += 1
            return
        seen.echoes.append(time.monotonic() - began)
        number += 1
        await asyncio.sleep(ECHO_SECONDS)


@asynccontextmanager
async def bystanders() -> AsyncIterator[Bystanders]:
    """Signed up, with one picture to look at."""
    people = [await Person.sign_up("bystander", age=20 + n) for n in range(SOCKETS)]
    try:
        image = await people[0].post_image(picture(".jpg"), "looked at")
        yield Bystanders(people, int(image["id"]))
    finally:
        for person in people:
            await person.aclose()
