"""Two people meet through the gateway, whatever happens to the processes between them."""

import pytest
from tests.people import call
from tests.people.meeting import in_a_room, offered, still_wait
from tests.people.person import Person
from tests.people.sockets import match_socket, voice_socket
from tests.system import NativeSystem

Couple = tuple[Person, Person]


async def test_users_on_different_processes_are_matched_and_talk(
    couple: Couple, system: NativeSystem
) -> None:
    alice, bob = couple
    one, two = system.realtime_url(1), system.realtime_url(2)
    async with match_socket(alice, one) as first, match_socket(bob, two) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room, one) as voice1, voice_socket(bob, room, two) as voice2:
            heard = await call.talk(voice1, voice2)
    assert all(side.packets >= 50 and side.energy > 1 for side in heard)


@pytest.mark.parametrize("victim", ["auth-match-realtime-1", "auth-match-realtime-2"])
async def test_offer_survives_the_death_of_a_process(
    couple: Couple, system: NativeSystem, victim: str
) -> None:
    """Alice's process is killed while the offer is open: she comes back, finds the offer, and both meet."""
    alice, bob = couple
    number = int(victim[-1])
    async with match_socket(bob, system.realtime_url(3 - number)) as second:
        async with match_socket(alice, system.realtime_url(number)) as first:
            offer_id = await offered(first, second)
            system.kill(victim)
            await first.closed()
        async with match_socket(alice) as back:
            state = await back.expect("state", status="offered")
            assert state["offer"]["offer_id"] == offer_id
            await back.act("respond", response="accept", offer_id=offer_id)
            await second.act("respond", response="accept")
            rooms = [(await socket.expect("match_success"))["room"] for socket in (back, second)]
    assert rooms[0] == rooms[1]


async def test_rejected_user_keeps_waiting_and_the_other_does_not(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        await offered(first, second)
        await second.act("respond", response="reject")
        cancelled = await first.expect("match_cancelled")
        assert (cancelled["reason"], cancelled["requeued"], cancelled["from"]) == (
            "rejected",
            True,
            bob.username,
        )
        assert (await second.expect("match_cancelled"))["requeued"] is False
        assert (await alice.get("/api/match/status/"))["status"] == "queued"
        assert (await bob.get("/api/match/status/"))["status"] == "idle"


async def test_pair_that_met_is_not_offered_again(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as voice:
            await voice.send(type="bye")
            assert await voice.closed() == 4410
        for socket in (first, second):
            await socket.act("join_queue")
            await socket.expect("queue_joined")
        await still_wait(first, second)


async def test_newer_connection_takes_over_and_the_older_is_told(alice: Person) -> None:
    async with match_socket(alice) as older:
        await older.expect("state")
        await older.act("join_queue")
        await older.expect("queue_joined")
        async with match_socket(alice) as newer:
            assert await older.closed() == 4409
            assert (await newer.expect("state"))["status"] == "queued"


async def test_room_ends_for_the_partner_when_one_joins_the_queue_again(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        await in_a_room(first, second)
        await first.act("join_queue")
        cancelled = await second.expect("match_cancelled")
        assert (cancelled["reason"], cancelled["requeued"]) == ("partner_left", False)


async def test_signals_sent_before_the_partner_came_are_delivered_in_order(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as early:
            for number in range(5):
                await early.send(type="ice-candidate", candidate={"candidate": f"candidate:{number}"})
            await early.send(type="ping", id="all sent")
            await early.expect("pong")
            async with voice_socket(bob, room) as late:
                got = [(await late.expect("ice-candidate"))["candidate"]["candidate"] for _ in range(5)]
                await early.expect("peer_joined")
    assert got == [f"candidate:{number}" for number in range(5)]


async def test_stranger_may_not_enter_a_room(couple: Couple, charlie: Person) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(charlie, room) as stranger:
            assert await stranger.closed() == 4403
        async with voice_socket(charlie, "no-such-room") as stranger:
            assert await stranger.closed() == 4404


async def test_partner_is_told_of_a_lost_voice_socket_and_of_the_return(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as here:
            async with voice_socket(bob, room) as there:
                await here.expect("role_assignment", role="offer")
                await there.expect("role_assignment", role="answer")
            assert (await here.expect("peer_left"))["grace_seconds"] == 30
            async with voice_socket(bob, room) as again:
                await here.expect("peer_joined")
                await here.expect("role_assignment", role="offer")
                await again.expect("role_assignment", role="answer")


async def test_partner_learns_whether_the_same_page_is_back(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        async with voice_socket(alice, room) as here:
            await here.send(type="ping")
            await here.expect("pong")
            for instance, fresh in (("page", True), ("page", False), ("reloaded", True), (None, True)):
                async with voice_socket(bob, room, instance=instance) as there:
                    assert (await here.expect("peer_joined"))["fresh"] is fresh, instance
                    await there.expect("role_assignment")
                await here.expect("peer_left")


async def test_both_hear_the_push_first_and_then_the_state_with_the_call(couple: Couple) -> None:
    alice, bob = couple
    async with match_socket(alice) as first, match_socket(bob) as second:
        room = await in_a_room(first, second)
        for socket, partner in ((first, bob), (second, alice)):
            state = await socket.expect("state", status="in_room")
            assert (state["call"]["room"], state["call"]["partner"]) == (room, partner.username)
            kinds = [frame["type"] for frame in socket.frames if frame["type"] in ("match_success", "state")]
            statuses = [frame.get("status") for frame in socket.frames]
            assert kinds.index("match_success") < len(kinds) - 1
            assert statuses.index("in_room") > [f["type"] for f in socket.frames].index("match_success")
