"""What goes on while a process is restarted: requests to both services, sockets, and a voice room."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field

import httpx
from websockets.exceptions import WebSocketException

from tests.people.meeting import in_a_room, only_for_each_other
from tests.people.person import Person
from tests.people.pictures import picture
from tests.people.sockets import Socket, match_socket, voice_socket
from tests.system import NativeSystem
from tests.trials.load import Request

CALLERS = 8
SOCKETS = 10
TRY_AGAIN_SECONDS = 0.5
AUTH, IMAGES = "auth-match", "image-community"
FIRST_LIKE_OR_AGAIN = frozenset({200, 201})


@dataclass
class KeptSocket:
    """A socket that comes back after each end, as a client's does; `ends` are (when, close code)."""

    opens: Callable[[], Socket]
    opens_again: Callable[[], Socket]
    server: str  # the process it is first connected to, or "gateway"
    ends: list[tuple[float, int | None]] = field(default_factory=list)
    is_open: bool = False

    async def keep(self) -> None:
        opens = self.opens
        while True:
            # an AssertionError is a ticket refused with 5xx, or a room that is gone: counted by `is_open`
            with suppress(OSError, WebSocketException, TimeoutError, AssertionError, httpx.HTTPError):
                async with opens() as socket:
                    self.is_open = True
                    await socket.connection.wait_closed()
                    self.ends.append((time.monotonic(), socket.connection.close_code))
            self.is_open = False
            opens = self.opens_again
            await asyncio.sleep(TRY_AGAIN_SECONDS)

    def ends_since(self, began: float) -> int:
        return sum(at >= began for at, _ in self.ends)

    def ends_before(self, began: float) -> bool:
        """Since then it goes through the gateway, and which process it has is not known."""
        return any(at < began for at, _ in self.ends)


@dataclass
class World:
    callers: list[Person]
    image: int
    sockets: list[KeptSocket]
    voices: list[KeptSocket]

    def mix(self) -> list[Callable[[], Request]]:
        """Half of it to each service, half of it POST."""
        turn = itertools.cycle(self.callers)

        def ask(service: str, method: str, path: str, body: object = None) -> Callable[[], Request]:
            return lambda: Request(
                service, method, path, next(turn).bearer, body, FIRST_LIKE_OR_AGAIN | {204}
            )

        return [
            ask(AUTH, "GET", "/api/auth/profile/"),
            ask(IMAGES, "GET", "/api/v1/images/feed/top-24h"),
            ask(AUTH, "POST", "/api/auth/ws-ticket/", {"purpose": "match"}),
            ask(IMAGES, "POST", f"/api/v1/images/{self.image}/like"),
            ask(AUTH, "GET", "/api/match/status/"),
            ask(IMAGES, "GET", f"/api/v1/images/{self.image}"),
        ]

    async def room_is_there(self, seconds: float) -> bool:
        """Whether both voice sockets stand, at once or within that time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not all(voice.is_open for voice in self.voices):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
                return True
        return False


@asynccontextmanager
async def living(system: NativeSystem) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:

        async def sign_up(prefix: str, age: int = 30, gender: str = "female") -> Person:
            person = await Person.sign_up(prefix, age=age, gender=gender)
            stack.push_async_callback(person.aclose)
            return person

        callers = [await sign_up(f"caller{number}") for number in range(CALLERS)]
        image = int((await callers[0].post_image(picture(".png"), "a lighthouse"))["id"])
        sockets = [_match(system, await sign_up(f"socket{number}"), number) for number in range(SOCKETS)]
        one, other = await sign_up("voice", 77, "female"), await sign_up("voice", 78, "male")
        voices = await _talking(system, one, other)
        world = World(callers, image, sockets, voices)
        keeping = [asyncio.create_task(each.keep()) for each in (*sockets, *voices)]
        try:
            async with asyncio.timeout(30):
                while not all(each.is_open for each in (*sockets, *voices)):  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
            yield world
        finally:
            for task in keeping:
                task.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)


def _match(system: NativeSystem, person: Person, number: int) -> KeptSocket:
    """Some at each realtime process itself, two through the gateway."""
    if number < 2:
        return KeptSocket(lambda: match_socket(person), lambda: match_socket(person), "gateway")
    process = number % 2 + 1
    server = system.realtime_url(process)
    return KeptSocket(
        lambda: match_socket(person, server), lambda: match_socket(person), f"auth-match-realtime-{process}"
    )


async def _talking(system: NativeSystem, one: Person, other: Person) -> list[KeptSocket]:
    """Two in a room, each with a voice socket at another process; each comes back through the gateway."""
    await only_for_each_other(one, other)
    async with match_socket(one) as first, match_socket(other) as second:
        room = await in_a_room(first, second)
    return [_voice(system, one, room, 1), _voice(system, other, room, 2)]


def _voice(system: NativeSystem, person: Person, room: str, process: int) -> KeptSocket:
    server = system.realtime_url(process)
    return KeptSocket(
        lambda: voice_socket(person, room, server),
        lambda: voice_socket(person, room),
        f"auth-match-realtime-{process}",
    )
