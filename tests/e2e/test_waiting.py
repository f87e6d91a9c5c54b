"""What a waiting user sees of the others, and how the own range grows, through the gateway."""

import asyncio
from typing import Any

import pytest
from tests.people.meeting import offered
from tests.people.person import MakePerson, Person
from tests.people.sockets import Socket, match_socket

REFRESH_SECONDS = 30  # the crowd is looked at every three; a busy machine takes its time


async def state_with(socket: Socket, **fields: Any) -> dict[str, Any]:
    """Asks until the state holds these fields."""
    async with asyncio.timeout(REFRESH_SECONDS):
        while True:
            await socket.act("sync")
            state = await socket.expect("state")
            if fields.items() <= state.items():
                return state
            await asyncio.sleep(0.2)


async def status_with(person: Person, **fields: Any) -> None:
    """Asks over HTTP until the status holds these fields: each web process looks at the crowd by itself."""
    async with asyncio.timeout(REFRESH_SECONDS):
        while not fields.items() <= (await person.get("/api/match/status/")).items():  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def test_waiting_people_are_told_how_many_fit(couple: tuple[Person, Person]) -> None:
    """Two who fit each other, and are not offered to each other again for now."""
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        await offered(first, second)
        await second.act("respond", response="reject")
        await second.expect("match_cancelled")
        await second.act("join_queue")
        await second.expect("queue_joined")
        for socket in (first, second):
            state = await state_with(socket, fitting=1)
            assert state["waiting"] >= 2
        await status_with(alice, fitting=1)
        await second.act("leave_queue")
        await second.expect("queue_left")
        await state_with(first, fitting=0)


async def test_range_grows_for_who_asked_for_it_and_for_this_stay_only(make_person: MakePerson) -> None:
    alice = await make_person("alice", age=44, gender="female")
    bob = await make_person("bob", age=47, gender="male")
    wishes = {"age_min": 44, "age_max": 44, "preferred_gender": "male"}
    await alice.patch("/api/match/settings/", json=wishes)
    await bob.patch("/api/match/settings/", json={"age_min": 44, "age_max": 44, "preferred_gender": "female"})
    async with match_socket(alice) as first, match_socket(bob) as second:
        await second.act("join_queue")
        await second.expect("queue_joined")
        await first.act("join_queue", widen_after=5, widen_years=3)
        joined = await first.expect("queue_joined")
        assert joined["widens_at"] > joined["queued_at"]
        grown = await first.expect("range_widened")
        assert (grown["age_min"], grown["age_max"]) == (41, 47)
        assert (await first.expect("match_found"))["partner"] == bob.username
        await second.expect("match_found")
        kept = await alice.get("/api/match/settings/")
        assert wishes.items() <= kept.items()
        await second.act("respond", response="reject")
        await first.expect("match_cancelled", requeued=True)
        assert (await state_with(first, status="queued"))["widened"] is True


@pytest.mark.parametrize("asked", [{"widen_after": 30}, {"widen_after": 1, "widen_years": 5}])
async def test_half_a_widening_is_refused(alice: Person, asked: dict[str, int]) -> None:
    async with match_socket(alice) as socket:
        await socket.expect("state")
        await socket.act("join_queue", **asked)
        assert (await socket.expect("error"))["code"] == "invalid"
        await socket.act("sync")
        assert (await socket.expect("state"))["status"] == "idle"
