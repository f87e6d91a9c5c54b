"""Both sides of an offer act at the same moment, on two processes: one outcome, which both receive.

Partners sit on different realtime processes behind the gateway; many pairs play side by side. The times are
those of `tests.conftest.QUICK`.
"""

import asyncio
import random
from contextlib import AsyncExitStack
from datetime import datetime
from time import time

import pytest
from tests.people.pairs import MOST_PAIRS, Pair, many_rounds
from tests.people.person import TIMEOUT_SECONDS, MakePerson
from tests.people.sockets import match_socket
from tests.system import NativeSystem

from tests.conftest import QUICK

OFFER_SECONDS = int(QUICK["MATCH_OFFER_SECONDS"])
COOLDOWN_SECONDS = int(QUICK["MATCH_REJECT_COOLDOWN_SECONDS"])
LATE_SECONDS = 5  # a look that is due is done within half a second; measured by the long trials


@pytest.fixture
def size(is_long: bool) -> dict[str, int]:
    return {"rounds": 1_000, "pairs": MOST_PAIRS} if is_long else {"rounds": 12, "pairs": 6}


async def rooms_of(system: NativeSystem, pair: Pair) -> list[str]:
    users = sorted((pair.woman.person.id, pair.man.person.id))
    query = "SELECT key FROM matching_matchedroom WHERE user1_id = %s AND user2_id = %s"
    return [str(key) for (key,) in await system.rows(query, *users)]


async def only(rooms: list[str], system: NativeSystem, pair: Pair) -> None:
    """Their rows are there, and soon no others: that of an earlier room goes after its end was pushed."""
    found = await rooms_of(system, pair)
    assert set(rooms) <= set(found)
    async with asyncio.timeout(TIMEOUT_SECONDS):
        while found != rooms:
            await asyncio.sleep(0.1)
            found = await rooms_of(system, pair)


async def test_two_yes_at_once_make_one_room_and_tell_both(
    quick_system: NativeSystem, size: dict[str, int]
) -> None:
    rooms: set[str] = set()

    async def play(pair: Pair) -> None:
        offer_id, _ = await pair.meet()
        await asyncio.gather(
            pair.woman.act("respond", response="accept"), pair.man.act("respond", response="accept")
        )
        ((kind, room),) = await pair.both_received("match_success", "match_cancelled", offer_id=offer_id)
        assert kind == "match_success"
        await only([room], quick_system, pair)
        rooms.add(room)

    await many_rounds(quick_system, play, **size)
    print(f"accept + accept: {len(rooms)} rooms in {size['rounds']} rounds")  # noqa: T201
    assert len(rooms) == size["rounds"]


async def test_yes_and_no_at_once_make_no_room_and_one_new_offer_after_the_cooldown(
    quick_system: NativeSystem, size: dict[str, int], is_long: bool
) -> None:
    """After a no, the one who said it joins again at once: nothing happens until the cool-down ends."""
    rejected_at: dict[Pair, float] = {}
    waited: list[float] = []

    async def play(pair: Pair) -> None:
        offer_id, expires_at = await pair.meet(seconds=COOLDOWN_SECONDS + TIMEOUT_SECONDS)
        if pair in rejected_at:
            offered_at = datetime.fromisoformat(expires_at).timestamp() - OFFER_SECONDS
            waited.append(offered_at - rejected_at[pair])
        rejected_at[pair] = time()
        answers = random.sample(("accept", "reject"), 2)
        await asyncio.gather(
            pair.woman.act("respond", response=answers[0]), pair.man.act("respond", response=answers[1])
        )
        received = await pair.both_received("match_success", "match_cancelled", offer_id=offer_id)
        assert received == {("match_cancelled", "rejected")}
        await only([], quick_system, pair)

    await many_rounds(quick_system, play, **size)
    print(  # noqa: T201
        f"accept + reject: {size['rounds']} times one outcome; "
        f"{len(waited)} new offers, {min(waited):.2f} to {max(waited):.2f} s after the no"
    )
    assert min(waited) >= COOLDOWN_SECONDS
    assert max(waited) < COOLDOWN_SECONDS + LATE_SECONDS or not is_long
    for pair in rejected_at:
        for socket in (pair.woman, pair.man):
            offers = [frame["offer_id"] for frame in socket.frames if frame["type"] == "match_found"]
            assert len(offers) == len(set(offers)) == size["rounds"] // size["pairs"]


async def test_yes_at_the_deadline_has_one_outcome_for_both(
    quick_system: NativeSystem, size: dict[str, int]
) -> None:
    """One says yes at once, the other at about the last moment, which is sought: how long an answer takes
    depends on the machine."""
    outcomes = {"match_success": 0, "match_cancelled": 0}
    lead = 0.01  # seconds before the deadline; less after a room, more after an expiry

    async def play(pair: Pair) -> None:
        nonlocal lead
        offer_id, expires_at = await pair.meet()
        early, late = random.sample((pair.woman, pair.man), 2)
        await early.act("respond", response="accept")
        left = datetime.fromisoformat(expires_at).timestamp() - time()
        await asyncio.sleep(max(0.0, left - lead + random.uniform(-0.02, 0.02)))
        await late.act("respond", response="accept")
        ((kind, received),) = await pair.both_received("match_success", "match_cancelled", offer_id=offer_id)
        outcomes[kind] += 1
        lead += -0.005 if kind == "match_success" else 0.005
        await only([received] if kind == "match_success" else [], quick_system, pair)

    await many_rounds(quick_system, play, **size)
    print(f"accept + expiry: {outcomes}")  # noqa: T201
    assert sum(outcomes.values()) == size["rounds"]
    assert all(outcomes.values()) or size["rounds"] < 100


async def test_newcomers_are_offered_the_longest_waiting_in_turn(
    quick_system: NativeSystem, make_person: MakePerson
) -> None:
    """Also a rejected user keeps the old position."""
    women = [await make_person("woman", age=98, gender="female") for _ in range(4)]
    men = [await make_person("man", age=97, gender="male") for _ in range(5)]
    for person in (*women, *men):
        age, gender = (97, "male") if person in women else (98, "female")
        wishes = {"age_min": age, "age_max": age, "preferred_gender": gender}
        await person.patch("/api/match/settings/", json=wishes)
    async with AsyncExitStack() as stack:
        waiting = [await stack.enter_async_context(match_socket(person)) for person in women]
        coming = [await stack.enter_async_context(match_socket(person)) for person in men]
        for socket in waiting:
            await socket.act("join_queue")
            await socket.expect("queue_joined")
        await coming[0].act("join_queue")
        assert (await coming[0].expect("match_found"))["partner"] == women[0].username
        await coming[0].act("respond", response="reject")
        assert (await waiting[0].expect("match_cancelled"))["requeued"] is True
        for socket, expected in zip(coming[1:], women, strict=True):
            await socket.act("join_queue")
            assert (await socket.expect("match_found"))["partner"] == expected.username
