"""Two people answer an offer: one outcome for both, whatever they do and when."""

import asyncio
import json
from typing import Any

import pytest

from auth_match.matching.state.events import (
    Answered,
    Joined,
    Left,
    Matched,
    OfferClosed,
    Offered,
    RoomClosed,
    SeatFreed,
)


def types(outcome):
    return [type(event) for event in outcome.events]


async def pair(queue) -> str:
    """1 waited, 2 joined; returns the offer's id."""
    await queue.join(1)
    outcome = await queue.join(2)
    return outcome.state.offer.offer_id


async def test_two_accepts_open_one_room(queue, redis):
    await pair(queue)
    assert (await queue.respond(1, "accept")).result == "accepted"
    outcome = await queue.respond(2, "accept")
    assert outcome.result == "matched"
    assert types(outcome) == [Answered, Matched]
    assert await redis.get("maru:user_room:1") == await redis.get("maru:user_room:2") == "room-of-2"
    assert not await redis.exists("match_requests:1:2", "user_matches:1", "user_matches:2")


async def test_repeated_accept_changes_nothing(queue):
    await pair(queue)
    await queue.respond(1, "accept")
    again = await queue.respond(1, "accept")
    assert again.result == "accepted"
    assert again.events == ()


async def test_accept_and_reject_open_no_room(queue):
    await pair(queue)
    await queue.respond(1, "accept")
    outcome = await queue.respond(2, "reject")
    assert types(outcome) == [Answered, OfferClosed]
    assert outcome.events[1].requeued == (1,)
    assert (await queue.status(1)).status == "queued"
    assert (await queue.status(2)).status == "idle"


async def test_rejected_user_returns_to_the_original_place(queue, redis):
    first = await queue.join(1)
    await queue.join(2)
    await queue.join(3, wants="male")
    await queue.respond(2, "reject")
    assert (await queue.status(1)).entry.queued_at == first.state.entry.queued_at
    assert (await redis.zrange("match_queue", 0, -1))[0] == "1"


async def test_rejected_pair_is_offered_again_only_after_the_cool_down(queue):
    await pair(queue)
    await queue.respond(2, "reject")
    assert (await queue.join(2)).state.status == "queued"
    assert types(await queue.pass_time(590)) == []
    assert types(await queue.pass_time(11)) == [Offered]


async def test_rejected_user_is_offered_to_the_next_at_once(queue):
    await queue.join(1)
    await queue.join(2)
    await queue.join(3)
    outcome = await queue.respond(2, "reject")
    assert types(outcome) == [Answered, OfferClosed, Offered]
    assert outcome.events[2].offer.match_id == "1:3"


async def test_silence_expires_the_offer_for_both(queue):
    await pair(queue)
    outcome = await queue.pass_time(30.5)
    assert types(outcome) == [OfferClosed]
    assert outcome.events[0].reason == "expired"
    assert (await queue.status(1)).status == (await queue.status(2)).status == "idle"


async def test_who_accepted_before_the_expiry_is_requeued(queue):
    await pair(queue)
    await queue.respond(2, "accept")
    outcome = await queue.pass_time(30.5)
    assert outcome.events[0].requeued == (2,)
    assert (await queue.status(2)).status == "queued"


async def test_accept_after_the_deadline_is_no_answer_even_before_the_sweep(queue):
    await pair(queue)
    queue.now += 31
    assert (await queue.respond(1, "accept")).result == "none"


@pytest.mark.parametrize("wrong", [{"offer_id": "another"}, {"partner": "nobody"}])
async def test_answer_to_another_offer_is_no_answer(queue, wrong: dict[str, str]):
    await pair(queue)
    assert (await queue.respond(1, "accept", **wrong)).result == "none"


async def test_answer_names_the_offer_by_id_or_partner(queue):
    offer_id = await pair(queue)
    assert (await queue.respond(1, "accept", offer_id=offer_id)).result == "accepted"
    assert (await queue.respond(2, "accept", partner="user1")).result == "matched"


async def test_answer_without_an_offer_is_none(queue):
    await queue.attach(1)
    assert (await queue.respond(1, "accept")).result == "none"


async def test_leaving_an_offer_requeues_the_partner(queue):
    await pair(queue)
    outcome = await queue.leave(2)
    assert types(outcome) == [OfferClosed]
    assert outcome.events[0].reason == "partner_left"
    assert (await queue.status(1)).status == "queued"


async def test_pair_that_one_left_is_offered_again_only_after_the_cool_down(queue):
    await pair(queue)
    await queue.leave(2)
    assert (await queue.join(2)).state.status == "queued"
    assert (await queue.pass_time(599)).events == ()
    assert types(await queue.pass_time(2)) == [Offered]


async def test_disconnected_during_an_offer_returns_to_it_within_the_grace(queue):
    offer_id = await pair(queue)
    await queue.detach(2)
    back = await queue.attach(2)
    assert back.state.status == "offered"
    assert back.state.offer.offer_id == offer_id


async def test_disconnected_during_an_offer_frees_the_partner_after_the_grace(queue):
    await pair(queue)
    await queue.detach(2)
    del queue.connections["2"]
    outcome = await queue.pass_time(10.5)
    assert types(outcome) == [OfferClosed]
    assert (await queue.status(1)).status == "queued"


async def test_stored_request_is_what_the_specification_says(queue, redis):

    await pair(queue)
    stored = json.loads(await redis.get("match_requests:1:2"))
    specified = {
        "match_id": "1:2",
        "user1": "1",
        "user2": "2",
        "user1_name": "user1",
        "user2_name": "user2",
        "status": "pending",
        "created_at": int(queue.now),
        "updated_at": int(queue.now),
        "user1_response": None,
        "user2_response": None,
    }
    assert specified.items() <= stored.items()
    assert 290 < await redis.ttl("match_requests:1:2") <= 300
    assert await redis.get("user_matches:1") == await redis.get("user_matches:2") == "1:2"
    assert 290 < await redis.ttl("user_matches:1") <= 300


async def test_match_id_orders_ids_as_numbers(queue):
    await queue.join(9)
    assert (await queue.join(10)).state.offer.match_id == "9:10"


async def test_simultaneous_accepts_open_exactly_one_room(queue):
    for round_number in range(50):
        await pair(queue)
        outcomes = await asyncio.gather(queue.respond(1, "accept"), queue.respond(2, "accept"))
        assert sorted(outcome.result for outcome in outcomes) == ["accepted", "matched"]
        room = next(e.room for o in outcomes for e in o.events if isinstance(e, Matched))
        await queue.run("close_room", room=room)
        assert (await queue.status(1)).status == "idle", round_number


async def test_in_room_user_may_not_join_while_talking(queue):
    await pair(queue)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    await queue.run("take_seat", user="1", room={"key": "room-of-2", "user1": "1", "user2": "2"})
    assert (await queue.join(1)).result == "in_room"


async def test_join_with_an_empty_voice_seat_leaves_the_room(queue):
    await pair(queue)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    outcome = await queue.join(1)
    assert types(outcome) == [RoomClosed, Joined]
    assert (await queue.status(2)).status == "idle"


async def beat(queue) -> Any:
    return await queue.beat(1)


async def respond(queue) -> Any:
    return await queue.respond(2, "accept")


async def attach(queue) -> Any:
    return await queue.attach(1)


async def join(queue) -> Any:
    return await queue.join(2)


async def sweep(queue) -> Any:
    return await queue.sweep()


@pytest.mark.parametrize("do", [beat, respond, attach, join, sweep])
async def test_pair_whose_offer_was_lost_waits_again_at_once(queue, redis, do) -> None:
    """At the next action of either, or the next sweep; they fit, and are offered to each other again."""
    offer_id = await pair(queue)
    await redis.delete("match_requests:1:2")
    outcome = await do(queue)
    assert outcome.result != "accepted"  # an answer is not to the offer that follows
    closed, offered = outcome.events
    assert (type(closed), closed.offer.offer_id, closed.reason) == (OfferClosed, offer_id, "expired")
    assert (closed.by, closed.requeued) == (None, (1, 2))
    assert type(offered) is Offered
    assert offered.offer.offer_id != offer_id


async def test_each_of_many_lost_offers_is_found_within_some_sweeps(queue, redis) -> None:
    for user in range(1, 401):
        await queue.join(user)
    lost = [key async for key in redis.scan_iter("match_requests:*")]
    assert len(lost) == 200
    await redis.delete(*lost)
    found = 0
    for _ in range(20):  # 64 of them in each, at random
        found += types(await queue.sweep()).count(OfferClosed)
    assert found >= 190


async def test_lost_offer_with_a_lost_record_frees_the_other(queue, redis) -> None:
    await pair(queue)
    await redis.delete("match_requests:1:2", "maru:user:2")
    await queue.sweep()
    assert (await queue.status(1)).status == "queued"


async def test_leaving_a_lost_offer_frees_the_partner_and_starts_the_cool_down(queue, redis) -> None:
    """No user disappears without an event: the row ends with the queue entry."""
    await pair(queue)
    await redis.delete("match_requests:1:2")
    (closed,) = (await queue.leave(1)).events
    assert (type(closed), closed.reason, closed.requeued) == (OfferClosed, "partner_left", (2,))
    assert (await queue.join(1)).state.status == "queued"
    assert (await queue.pass_time(599)).events == ()
    assert types(await queue.pass_time(2)) == [Offered]


async def test_closed_room_is_not_opened_again_by_its_late_row(queue) -> None:
    await pair(queue)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    room = {"key": "room-of-2", "user1": "1", "user2": "2"}
    await queue.run("close_room", room="room-of-2")
    assert (await queue.run("attach", user="1", room=room)).state.status == "idle"
    assert (await queue.run("take_seat", user="1", room=room)).result == "none"


async def test_row_that_outlived_its_room_takes_no_user_out_of_the_queue(queue) -> None:
    await queue.join(1)
    room = {"key": "leaked", "user1": "1", "user2": "2"}
    outcome = await queue.run("attach", user="1", room=room)
    assert outcome.state.status == "queued"


async def test_room_is_built_again_from_its_row_after_redis_was_emptied(queue, redis) -> None:
    await pair(queue)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    await redis.flushdb()
    room = {"key": "room-of-2", "user1": "1", "user2": "2"}
    assert (await queue.run("hold_seat", user="1", room="room-of-2", connection="1")).result == "unknown"
    assert (await queue.run("take_seat", user="1", room=room)).seat.partner_present is False
    assert (await queue.run("take_seat", user="2", room=room)).seat.partner_present is True
    assert (await queue.run("attach", user="1", room=room)).state.room == "room-of-2"


ROOM_OF_2 = {"key": "room-of-2", "user1": "1", "user2": "2"}


async def lapse_in_a_room(queue, redis) -> str:
    """1 sat in a room, was not heard of for a minute, so let go, and joins; returns the seat's connection."""
    await pair(queue)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    seat = await queue.run("take_seat", user="1", room=ROOM_OF_2)
    await redis.delete("maru:user_room:1")
    await queue.join(1)
    return seat.result


async def speak_again(queue, voice: str, seat: str):
    """A new voice socket of 1 opens, or the one of that seat beats."""
    if voice == "take_seat":
        return await queue.run("take_seat", user="1", room=ROOM_OF_2)
    return await queue.run("hold_seat", user="1", room="room-of-2", connection=seat)


@pytest.mark.parametrize("voice", ["take_seat", "hold_seat"])
async def test_user_who_takes_a_seat_leaves_the_queue(queue, redis, voice: str) -> None:
    """Not heard of for a minute, so out of the room; then joined; then the voice socket speaks after all."""
    seat = await lapse_in_a_room(queue, redis)
    outcome = await speak_again(queue, voice, seat)
    assert types(outcome) == [Left]
    assert (await queue.status(1)).status == "in_room"
    assert not await redis.exists("match_queue")


@pytest.mark.parametrize("voice", ["take_seat", "hold_seat"])
async def test_room_of_who_is_in_another_by_now_is_over(queue, redis, voice: str) -> None:
    """Not heard of for a minute, so let go; matched with 3; then the first voice socket speaks after all."""
    seat = await lapse_in_a_room(queue, redis)
    await queue.join(3)
    await queue.respond(1, "accept")
    await queue.respond(3, "accept")
    outcome = await speak_again(queue, voice, seat)
    assert (outcome.result, types(outcome)) == (
        "none" if voice == "take_seat" else "unknown",
        [RoomClosed],
    )
    assert (await queue.status(1)).room == "room-of-3"


async def test_seat_of_a_dead_process_is_freed_and_the_partner_notified(queue) -> None:
    await pair(queue)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    room = {"key": "room-of-2", "user1": "1", "user2": "2"}
    await queue.run("take_seat", user="1", room=room)
    seat = await queue.run("take_seat", user="2", room=room)
    queue.now += 50
    await queue.run("hold_seat", user="2", room="room-of-2", connection=seat.result)
    queue.now += 11
    freed = [event for event in (await queue.sweep()).events if isinstance(event, SeatFreed)]
    assert [(event.room, event.user_id) for event in freed] == [("room-of-2", 1)]


async def test_nothing_is_left_when_all_are_gone(queue, redis, all_keys):
    await queue.join(1, met={"77": "inf"})
    await queue.join(2, met={"78": f"{queue.now + 86_400:.6f}"})
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    for user in (1, 2):
        await queue.detach(user)
    queue.connections.clear()
    await queue.pass_time(40)  # neither entered the room
    assert 0 < await redis.ttl("maru:room_closed:room-of-2") <= 60
    await redis.delete("maru:room_closed:room-of-2")
    assert 0 < await redis.ttl("maru:last_score") <= 60
    await redis.delete("maru:last_score")
    await queue.pass_time(50)
    assert await all_keys() == {"maru:trail"}
