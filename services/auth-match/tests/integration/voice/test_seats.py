"""Voice seats: whose stays empty ends the call, and whether the same page comes back."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
from channels.layers import get_channel_layer
from wire import SECONDS, Socket

from auth_match.accounts import service as accounts
from auth_match.accounts.models import User
from auth_match.matching import rooms
from auth_match.matching.domain.room import Room
from auth_match.matching.errors import RoomGone
from auth_match.matching.history import repository
from auth_match.matching.queue import actions
from auth_match.matching.safety import blocks
from auth_match.matching.state import store
from auth_match.realtime.account_feed import end_sockets
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.redis import close_async_client, sync_client

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
async def room(alice: User, bob: User) -> AsyncIterator[Room]:
    """Alice's and Bob's, as a match leaves it."""
    await in_database_thread(
        lambda: repository.add_room(offer_id="offer", room=Room("room", alice.id, bob.id))
    )
    yield await rooms.find("room")
    await get_channel_layer().flush()
    await close_async_client()


async def is_open(room: Room) -> bool:
    return (await store.run("has_room", room=room.key)).result == "yes"


async def sweep_after(seconds: float) -> None:
    await actions.sweep(now=time.time() + seconds)


async def test_seat_that_stays_empty_past_the_grace_ends_the_call(room: Room, alice: User, bob: User) -> None:
    await rooms.take_seat(room, user_id=bob.id)
    seat = await rooms.take_seat(room, user_id=alice.id)
    await rooms.free_seat(room, user_id=alice.id, connection=seat.connection)
    await sweep_after(29)
    assert await is_open(room)
    await sweep_after(30.1)
    assert not await is_open(room)


async def test_partner_who_comes_back_within_the_grace_keeps_the_call(
    room: Room, alice: User, bob: User
) -> None:
    await rooms.take_seat(room, user_id=bob.id)
    seat = await rooms.take_seat(room, user_id=alice.id)
    await rooms.free_seat(room, user_id=alice.id, connection=seat.connection)
    await rooms.take_seat(room, user_id=alice.id)
    await sweep_after(31)
    assert await is_open(room)


async def test_partner_who_never_comes_ends_the_call(room: Room, alice: User, settings: Any) -> None:
    settings.VOICE_JOIN_SECONDS = 30
    await rooms.take_seat(room, user_id=alice.id)
    await sweep_after(29)
    assert await is_open(room)
    await sweep_after(30.1)
    assert not await is_open(room)


@pytest.mark.parametrize(
    ("before", "now", "fresh"),
    [(None, None, True), ("a", "a", False), ("a", "b", True), ("a", None, True), (None, "a", True)],
)
async def test_same_page_is_not_fresh(
    room: Room, alice: User, before: str | None, now: str | None, fresh: bool
) -> None:
    assert (await rooms.take_seat(room, user_id=alice.id, instance=before)).fresh
    assert (await rooms.take_seat(room, user_id=alice.id, instance=now)).fresh is fresh


async def test_room_rebuilt_from_its_row_says_who_talks_and_until_when(
    room: Room, alice: User, bob: User
) -> None:
    sync_client().flushdb()
    state = (await actions.attach(user_id=alice.id)).state
    assert (state.room, state.call and state.call.match_id) == ("room", f"{alice.id}:{bob.id}")
    assert state.call
    partner = state.call.partner_of(alice.id)
    assert (partner.name, partner.age, partner.gender) == (bob.username, bob.age, bob.gender)
    assert state.call.ends_at == pytest.approx((room.opened_at or 0) + 14_400, abs=0.001)


async def test_room_that_has_just_ended_cannot_be_entered(room: Room, alice: User) -> None:
    await rooms.take_seat(room, user_id=alice.id)
    await rooms.close(room.key, user_id=alice.id)
    with pytest.raises(RoomGone):
        await rooms.take_seat(room, user_id=alice.id)


async def settled(socket: Socket) -> None:
    """Until its user has the seat, and all before it was read."""
    await socket.send(type="ping")
    while await socket.next() != "pong":
        pass


async def last_close_code(socket: Socket) -> int:
    """Past the frames that come before the close."""
    while True:
        output = await socket.wire.receive_output(SECONDS)
        if output["type"] == "websocket.close":
            return int(output["code"])


async def bye(room: Room, alice: User) -> None:
    await rooms.close(room.key, user_id=alice.id)


async def block(room: Room, alice: User) -> None:
    partner = room.partner_of(alice.id)
    await in_database_thread(lambda: blocks.block(user_id=alice.id, other_id=partner))


async def ban(room: Room, alice: User) -> None:
    await rooms.take_seat(room, user_id=alice.id)
    await actions.expel(user_id=alice.id)


async def stay_away(room: Room, alice: User) -> None:
    seat = await rooms.take_seat(room, user_id=alice.id)
    await rooms.free_seat(room, user_id=alice.id, connection=seat.connection)
    await sweep_after(31)


async def join_again(room: Room, alice: User) -> None:
    attached = await actions.attach(user_id=alice.id)
    await actions.join(user_id=alice.id, connection=attached.connection)


@pytest.mark.parametrize("leave", [bye, block, ban, stay_away, join_again], ids=lambda leave: leave.__name__)
async def test_partner_reads_the_same_however_the_other_left(
    room: Room, alice: User, bob: User, log_in: Any, leave: Any
) -> None:
    access = (await in_database_thread(log_in, bob))["access"]
    match, voice = Socket(access, "/ws/match/"), Socket(access, f"/ws/voicechat/{room.key}/")
    await match.open()
    await voice.accepted()
    await settled(voice)
    await leave(room, alice)
    over = {"type": "match_cancelled", "reason": "partner_left", "requeued": False}
    for socket in (match, voice):
        frame = await socket.frame()
        while frame["type"] in ("peer_joined", "peer_left", "role_assignment"):
            frame = await socket.frame()
        assert {name: frame[name] for name in frame if name != "seq"} == over
    assert await voice.close_code() == 4410
    await match.close()
    await voice.close()


async def test_ended_session_ends_the_call_at_once(room: Room, alice: User, bob: User, log_in: Any) -> None:
    tokens = [(await in_database_thread(log_in, user))["access"] for user in (alice, bob)]
    one, two = (Socket(access, f"/ws/voicechat/{room.key}/") for access in tokens)
    for socket in (one, two):
        await socket.accepted()
        await settled(socket)
    await in_database_thread(lambda: accounts.log_out_everywhere(user=alice))
    for event in await in_database_thread(lambda: accounts.account_events_after(0, limit=100)):
        await end_sockets(event)
    assert await last_close_code(one) == 4401
    kinds = [await two.next()]
    while kinds[-1] != "match_cancelled":
        kinds.append(await two.next())
    assert "peer_left" not in kinds
    await two.close()
