"""The first half of the story: two strangers meet and talk."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.people import call
from tests.people.meeting import in_a_room, only_for_each_other
from tests.people.person import Person, expect
from tests.people.sockets import match_socket, voice_socket

Say = Callable[[str, str], None]


@asynccontextmanager
async def guest(name: str, *, age: int = 30, gender: str = "female") -> AsyncIterator[Person]:
    """A person of the story. Their account goes at its end, with pictures, likes and votes."""
    person = await Person.sign_up(name, age=age, gender=gender)
    try:
        yield person
    finally:
        try:
            person.access = await person.new_session()  # who logged out too
            await person.delete_account()
        finally:
            await person.aclose()


async def meet_and_talk(one: Person, other: Person, say: Say) -> None:
    await only_for_each_other(one, other)
    setting = await one.get("/api/match/settings/")
    say(
        "preferences",
        f"{one.username} wants {setting['preferred_gender']} {setting['age_min']}–{setting['age_max']}",
    )
    async with match_socket(one) as first, match_socket(other) as second:
        room = await in_a_room(first, second)
        say("offered, accepted", f"both received room {room[:8]}…")
        await _talk(one, other, room, say)
        cancelled = await second.expect("match_cancelled")
        say("after the call", f"{other.username} receives {cancelled['reason']}")
    history = await one.get("/api/match/history/")
    assert history[0]["partner"] == {"id": other.id, "username": other.username}, history
    say("history", f"{one.username} met {history[0]['partner']['username']}, {history[0]['times_met']} time")


async def _talk(one: Person, other: Person, room: str, say: Say) -> None:
    async with voice_socket(one, room) as first, voice_socket(other, room) as second:
        heard = await call.talk(first, second)
        for person, side in zip((one, other), heard, strict=True):
            say("audio call", f"{person.username} received {side.packets} packets, energy {side.energy:.0f}")
        await first.send(type="bye")
        await second.expect("match_cancelled")
        assert await second.closed() == 4410


async def log_out(person: Person, say: Say) -> None:
    body = {"refresh": person.refresh}
    await person.post("/api/auth/logout/", status=204, json=body)
    refused = await person.http.post("/api/auth/token/refresh/", json=body)
    expect(refused, 401)
    say("logged out", f"the refresh token is refused: {refused.json()['code']}")
