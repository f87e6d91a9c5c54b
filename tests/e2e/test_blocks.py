"""A block takes effect at once, in the queue, in an offer, in a call, and the blocked user cannot see it."""

import asyncio

from tests.people.meeting import in_a_room, offered, still_wait
from tests.people.person import Person
from tests.people.sockets import match_socket, voice_socket

BLOCKS = "/api/match/blocks/"
Couple = tuple[Person, Person]


async def test_blocked_pair_is_not_offered_until_the_block_is_taken_back(couple: Couple) -> None:
    alice, bob = couple
    await bob.post(BLOCKS, status=201, json={"username": alice.username})
    async with match_socket(alice) as first, match_socket(bob) as second:
        for socket in (first, second):
            await socket.act("join_queue")
            await socket.expect("queue_joined")
        await still_wait(first, second)
        await bob.delete(f"{BLOCKS}{alice.id}/", status=204)
        await asyncio.gather(first.expect("match_found"), second.expect("match_found"))


async def test_block_during_an_offer_looks_like_a_partner_who_left(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        await offered(first, second)
        before = (await bob.get("/api/match/status/"))["offer"]
        assert before["partner"] == alice.username
        await alice.post(BLOCKS, status=201, json={"user_id": bob.id})
        for socket, other in ((first, bob), (second, alice)):
            cancelled = await socket.expect("match_cancelled")
            assert (cancelled["reason"], cancelled["requeued"]) == ("partner_left", True)
            assert cancelled["from"] == other.username
        for person in (alice, bob):
            assert (await person.get("/api/match/status/"))["status"] == "queued"
        await still_wait(first, second)
        assert await bob.get(BLOCKS) == []


async def test_block_during_a_call_ends_it_for_both(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as here, voice_socket(bob, room) as there:
            await asyncio.gather(here.expect("role_assignment"), there.expect("role_assignment"))
            await alice.post(BLOCKS, status=201, json={"user_id": bob.id})
            assert set(await asyncio.gather(here.closed(), there.closed())) == {4410}
        for socket in (first, second):
            cancelled = await socket.expect("match_cancelled")
            assert (cancelled["reason"], cancelled["requeued"]) == ("partner_left", False)
        async with voice_socket(bob, room) as again:
            assert await again.closed() == 4404
