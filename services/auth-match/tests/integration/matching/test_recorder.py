"""The trail becomes rows, once however often it is read, also after a death (docs/seeds.md, A6, A7)."""

from datetime import UTC, datetime
from typing import Any

import pytest
from asgiref.sync import async_to_sync

from auth_match.accounts.models import User
from auth_match.matching import rooms
from auth_match.matching.delivery import publisher, redelivery
from auth_match.matching.errors import RoomGone
from auth_match.matching.history import recorder, repository
from auth_match.matching.models import MatchedRoom, MatchHistory, MatchQueue, MatchRequest
from auth_match.matching.queue import actions
from auth_match.matching.state.events import Matched
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)


async def rows(model: Any, **filters: Any) -> list[Any]:
    return await in_database_thread(lambda: list(model.objects.filter(**filters).order_by("pk")))


async def written() -> int:
    """Reads the trail to its end."""
    return await recorder.record_pending("test")


@pytest.fixture
def pair(alice: User, bob: User) -> tuple[int, int]:
    return alice.id, bob.id


async def test_entry_is_kept_with_the_events_own_time(queue, pair) -> None:
    joined = await queue.join(pair[0])
    await written()
    (row,) = await rows(MatchQueue)
    assert row.is_active
    assert row.entered_at == datetime.fromtimestamp(joined.state.entry.queued_at, UTC)


async def test_leaving_ends_the_entry(queue, pair) -> None:
    await queue.join(pair[0])
    await queue.leave(pair[0])
    await written()
    (row,) = await rows(MatchQueue)
    assert not row.is_active


async def test_each_user_has_one_row_the_latest(queue, pair) -> None:
    await queue.join(pair[0])
    await queue.leave(pair[0])
    await queue.pass_time(60)
    again = await queue.join(pair[0])
    await written()
    (row,) = await rows(MatchQueue)
    assert row.is_active
    assert row.entered_at.timestamp() == pytest.approx(again.state.entry.queued_at, abs=1e-5)


async def test_offer_is_from_who_joined_to_who_waited(queue, pair) -> None:
    await queue.join(pair[0])
    await queue.join(pair[1])
    await written()
    (request,) = await rows(MatchRequest)
    assert (request.from_user_id, request.to_user_id, request.status) == (pair[1], pair[0], "pending")
    assert [row.is_active for row in await rows(MatchQueue)] == [False, False]


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        (["accept"], "accepted"),
        (["accept", "accept"], "matched"),
        (["accept", "reject"], "rejected"),
        (["reject"], "rejected"),
    ],
)
async def test_answers_become_the_status(queue, pair, answers: list[str], status: str) -> None:
    await queue.join(pair[0])
    await queue.join(pair[1])
    for user, answer in zip(pair, answers, strict=False):
        await queue.respond(user, answer)
    await written()
    (request,) = await rows(MatchRequest)
    assert request.status == status


async def test_silence_and_leaving_become_the_status(queue, pair) -> None:
    await queue.join(pair[0])
    await queue.join(pair[1])
    await queue.pass_time(31)
    await queue.pass_time(601)
    await queue.join(pair[0])
    await queue.join(pair[1])
    await queue.leave(pair[1])
    await written()
    assert [request.status for request in await rows(MatchRequest)] == ["expired", "cancelled"]
    waiting = {row.user_id: row.is_active for row in await rows(MatchQueue)}
    assert waiting == {pair[0]: True, pair[1]: False}


async def test_what_a_dead_process_took_is_written_by_another(queue, pair, redis) -> None:
    await recorder.record_pending("first")  # makes the group
    await queue.join(pair[0])
    await redis.xreadgroup(recorder.GROUP, "dead", {"maru:trail": ">"})
    assert await recorder.record_pending("alive") == 1
    assert len(await rows(MatchQueue)) == 1


async def test_writing_twice_changes_nothing(queue, pair) -> None:
    await queue.join(pair[0])
    offered = await queue.join(pair[1])
    await written()
    for event in offered.events:
        await in_database_thread(recorder.record, event)
    assert len(await rows(MatchRequest)) == 1
    assert len(await rows(MatchQueue)) == 2


async def test_events_of_a_deleted_user_are_skipped(queue, pair) -> None:
    await queue.join(987_654)
    await queue.join(pair[0], met={"987654": "inf"})
    assert await recorder.record_pending("test") == 2
    assert [row.user_id for row in await rows(MatchQueue)] == [pair[0]]


async def test_one_process_writes_at_a_time(queue, pair) -> None:
    """Else a `left` could be written before its `joined`."""
    await queue.join(pair[0])

    def holding_the_lock() -> int:
        with repository.trail_lock() as is_ours:
            assert is_ours
            return async_to_sync(recorder.record_pending)("other")

    assert await in_database_thread(holding_the_lock) == 0
    assert await recorder.record_pending("test") == 1


async def matched(queue, pair) -> Any:
    """The pair accepts, and the process that ran the second accept dies before its rows."""
    await queue.join(pair[0])
    await queue.join(pair[1])
    await queue.respond(pair[0], "accept")
    outcome = await queue.respond(pair[1], "accept")
    return next(event for event in outcome.events if isinstance(event, Matched))


async def test_room_of_a_dead_process_is_kept_a_little_later(queue, pair) -> None:
    event = await matched(queue, pair)
    while await redelivery.redeliver_due("test"):
        pass
    assert await rows(MatchedRoom) == []  # the process may yet come to it
    await redelivery.redeliver_due("test", after_seconds=0)
    (room,) = await rows(MatchedRoom)
    assert (room.key, room.offer_id) == (event.room, event.offer.offer_id)
    (history,) = await rows(MatchHistory)
    assert history.times_met == 1


async def test_meeting_is_counted_once_however_often_it_is_delivered(queue, pair) -> None:
    event = await matched(queue, pair)
    await publisher.publish([event])
    await publisher.publish([event])
    await written()
    assert len(await rows(MatchedRoom)) == 1
    assert [row.times_met for row in await rows(MatchHistory)] == [1]


async def test_row_goes_with_the_room(queue, pair) -> None:
    event = await matched(queue, pair)
    await publisher.publish([event])
    assert len(await rows(MatchedRoom)) == 1
    await queue.run("close_room", room=event.room)  # and the process dies before it deletes the row
    await written()
    assert await rows(MatchedRoom) == []
    assert len(await rows(MatchHistory)) == 1


async def test_row_that_comes_after_the_rooms_end_does_not_stay(queue, pair) -> None:
    """The partner was quicker: left the room before the process of the second accept wrote its row."""
    event = await matched(queue, pair)
    await queue.run("close_room", room=event.room)
    await written()
    await publisher.publish([event])
    assert await rows(MatchedRoom) == []
    assert len(await rows(MatchHistory)) == 1


async def test_accepts_write_room_and_history_and_bye_ends_the_room(queue, pair) -> None:
    """Through the use cases themselves."""
    alice, bob = pair
    one = await actions.attach(user_id=alice)
    two = await actions.attach(user_id=bob)
    await actions.join(user_id=alice, connection=one.connection)
    await actions.join(user_id=bob, connection=two.connection)
    answer = {"response": "accept", "offer_id": None, "partner": None}
    await actions.respond(user_id=alice, connection=one.connection, **answer)
    await actions.respond(user_id=bob, connection=two.connection, **answer)
    (row,) = await rows(MatchedRoom)
    room = await rooms.find(row.key)
    seat = await rooms.take_seat(room, user_id=alice)
    assert not seat.partner_present
    await rooms.close(row.key, user_id=alice)
    assert await rows(MatchedRoom) == []
    assert [history.times_met for history in await rows(MatchHistory)] == [1]
    with pytest.raises(RoomGone):
        await rooms.find(row.key)
