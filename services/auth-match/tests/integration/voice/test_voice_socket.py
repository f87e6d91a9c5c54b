"""Two members in a room: roles, relayed and pending signals, takeover, and every way in which it ends."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from channels.layers import get_channel_layer
from wire import Socket

from auth_match.accounts.models import User
from auth_match.matching import rooms
from auth_match.matching.domain.room import Room
from auth_match.matching.history import repository
from auth_match.runtime.database import in_database_thread
from auth_match.runtime.redis import close_async_client

pytestmark = pytest.mark.django_db(transaction=True)

OFFER = {"type": "offer", "offer": {"type": "offer", "sdp": "v=0"}}
ANSWER = {"type": "answer", "answer": {"type": "answer", "sdp": "v=0"}}
Enter = Callable[[User], Awaitable[Socket]]


@pytest.fixture
async def room(alice: User, bob: User) -> AsyncIterator[Room]:
    """Alice's and Bob's, as a match leaves it."""
    room = Room("room-of-a-test", alice.id, bob.id)
    await in_database_thread(lambda: repository.add_room(offer_id="offer", room=room))
    yield room
    await get_channel_layer().flush()
    await close_async_client()


@pytest.fixture
async def enter(room: Room, log_in: Any) -> AsyncIterator[Enter]:
    """Opens a voice socket of the user; all are closed at the end."""
    opened: list[Socket] = []

    async def enter(user: User, key: str = room.key) -> Socket:
        socket = Socket((await in_database_thread(log_in, user))["access"], f"/ws/voicechat/{key}/")
        opened.append(socket)
        await socket.accepted()
        return socket

    yield enter
    for socket in opened:
        await socket.close()


async def both(enter: Enter, alice: User, bob: User) -> tuple[Socket, Socket]:
    """Alice was first; both have their roles."""
    one = await enter(alice)
    two = await enter(bob)
    assert await one.next() == "peer_joined"
    assert await one.next() == await two.next() == "role_assignment"
    return one, two


async def test_member_with_the_smaller_id_makes_the_offer(enter: Enter, alice: User, bob: User) -> None:
    two = await enter(bob)
    one = await enter(alice)
    assert await two.next() == "peer_joined"
    answerer, offerer = await two.frame(), await one.frame()
    assert (offerer["role"], offerer["polite"]) == ("offer", False)
    assert (answerer["role"], answerer["polite"]) == ("answer", True)


async def test_signals_are_relayed_with_their_sender(enter: Enter, alice: User, bob: User) -> None:
    one, two = await both(enter, alice, bob)
    await one.send(**OFFER, id=7)
    frame = await two.frame()
    assert (frame["type"], frame["offer"], frame["from"]) == ("offer", OFFER["offer"], "alice")
    assert "id" not in frame
    await two.send(**ANSWER)
    assert (await one.frame())["from"] == "bob"


async def test_signals_wait_for_an_empty_seat_in_order_and_come_once(
    enter: Enter, alice: User, bob: User
) -> None:
    one = await enter(alice)
    await one.send(**OFFER)
    await one.send(type="ice-candidate", candidate=None)
    await one.send(type="ping")
    assert await one.next() == "pong"  # both were handled
    two = await enter(bob)
    assert [await two.next() for _ in range(3)] == ["role_assignment", "offer", "ice-candidate"]
    await two.close()
    two = await enter(bob)
    assert await two.next() == "role_assignment"
    assert await two.is_silent()


async def test_too_many_pending_signals_are_refused(enter: Enter, alice: User) -> None:
    one = await enter(alice)
    for number in range(rooms.MAX_PENDING + 1):
        await one.send(**OFFER, id=number)
    refused = await one.frame()
    assert (refused["type"], refused["code"], refused["re"]) == ("error", "mailbox_full", rooms.MAX_PENDING)


async def test_newer_socket_takes_the_seat_over(enter: Enter, alice: User, bob: User) -> None:
    one, two = await both(enter, alice, bob)
    newer = await enter(alice)
    assert await one.close_code() == 4409
    assert await newer.next() == "role_assignment"
    assert [await two.next() for _ in range(2)] == ["peer_joined", "role_assignment"]
    await newer.send(**OFFER)
    assert await two.next() == "offer"


async def test_closed_socket_is_a_partner_who_left_for_the_grace(
    enter: Enter, alice: User, bob: User
) -> None:
    one, two = await both(enter, alice, bob)
    await one.close()
    frame = await two.frame()
    assert (frame["type"], frame["grace_seconds"]) == ("peer_left", 30)


async def test_bye_ends_the_call_for_both_and_nobody_enters_again(
    enter: Enter, alice: User, bob: User
) -> None:
    one, two = await both(enter, alice, bob)
    await one.send(type="bye")
    for socket in (one, two):
        assert await socket.next() == "match_cancelled"
        assert await socket.close_code() == 4410
    assert await (await enter(alice)).close_code() == 4404


@pytest.mark.parametrize("key", ["another", "room-of-a-tes"])
async def test_unknown_room_is_closed_with_4404(enter: Any, alice: User, key: str) -> None:
    assert await (await enter(alice, key)).close_code() == 4404


async def test_stranger_is_closed_with_4403(enter: Enter, charlie: User) -> None:
    assert await (await enter(charlie)).close_code() == 4403


@pytest.mark.parametrize("frame", [{"type": "fly"}, {"type": "offer"}, {"type": "offer", "offer": "v=0"}, {}])
async def test_frame_that_is_no_message_is_an_error_and_the_socket_stays(
    enter: Enter, alice: User, frame: dict[str, Any]
) -> None:
    one = await enter(alice)
    await one.send(**frame, id="x")
    refused = await one.frame()
    assert (refused["type"], refused["code"], refused["re"]) == ("error", "invalid", "x")
    await one.send(type="ping")
    assert await one.next() == "pong"
