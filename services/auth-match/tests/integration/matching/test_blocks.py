"""A block in the queue: the two are never offered, positions are kept, and neither is named."""

from typing import Any

import pytest

from auth_match.matching.domain.rules import JOIN_MEMORY_SECONDS
from auth_match.matching.protocol import frames
from auth_match.matching.state import store
from auth_match.matching.state.events import OfferClosed, Offered, RoomClosed


def partner_of(outcome: store.Outcome, user: int) -> int | None:
    offer = outcome.state.offer
    return offer.partner_of(user).user_id if offer else None


def events_of(outcome: store.Outcome) -> dict[int, dict[str, Any]]:
    """What each side of the one offer that was closed gets."""
    (event,) = (event for event in outcome.events if isinstance(event, OfferClosed))
    return dict(frames.pushes(event))


@pytest.mark.parametrize(("blocker", "blocked"), [(1, 2), (2, 1)])
async def test_blocked_pair_is_not_offered_in_either_order_of_joining(
    queue, blocker: int, blocked: int
) -> None:
    await queue.join(1, blocked=[2] if blocker == 1 else [])
    second = await queue.join(2, blocked=[1] if blocker == 2 else [])
    assert second.state.status == "queued"
    assert (await queue.pass_time(1)).events == ()
    third = await queue.join(3)
    assert partner_of(third, 3) == 1


async def test_block_of_two_who_wait_holds_at_once(queue) -> None:
    await queue.join(1, age_max=25)  # they do not fit yet
    await queue.join(2)
    await queue.block(1, 2)
    await queue.edit(1)
    await queue.pass_time(1)
    assert [(await queue.status(user)).status for user in (1, 2)] == ["queued", "queued"]


@pytest.mark.parametrize(("blocker", "blocked"), [(1, 2), (2, 1)])
async def test_block_ends_the_offer_and_both_keep_their_places(queue, blocker: int, blocked: int) -> None:
    places = [(await queue.join(1)).state.entry.queued_at]
    joined = await queue.join(2)
    places.append(joined.events[0].queued_at)
    assert joined.state.status == "offered"
    outcome = await queue.block(blocker, blocked)
    states = [await queue.status(user) for user in (1, 2)]
    assert [state.status for state in states] == ["queued", "queued"]
    assert [state.entry.queued_at for state in states] == places
    pushed = events_of(outcome)
    assert {frame["reason"] for frame in pushed.values()} == {"partner_left"}
    assert all(frame["requeued"] for frame in pushed.values())
    assert (await queue.pass_time(1)).events == ()


async def test_block_looks_like_a_partner_who_left(queue) -> None:
    await queue.join(1)
    await queue.join(2)
    after_leaving = events_of(await queue.leave(1))[2]
    await queue.leave(2)
    await queue.pass_time(601)  # the cool-down
    await queue.join(1)
    await queue.join(2)
    after_a_block = events_of(await queue.block(1, 2))[2]
    assert {**after_a_block, "offer_id": ""} == {**after_leaving, "offer_id": ""}


async def test_blocked_in_an_offer_are_offered_to_the_next_ones(queue) -> None:
    await queue.join(1)
    await queue.join(2)
    await queue.join(3, age_max=20)  # compatible with none yet
    await queue.edit(3)
    outcome = await queue.block(1, 2)
    offers = [event.offer for event in outcome.events if isinstance(event, Offered)]
    assert [offer.match_id for offer in offers] == ["1:3"]  # 1 waited longest, so 1 is looked for first


async def test_block_of_others_leaves_an_offer_alone(queue) -> None:
    await queue.join(1)
    await queue.join(2)
    assert (await queue.block(1, 3)).events == ()
    assert (await queue.status(1)).status == "offered"


@pytest.mark.parametrize(("blocker", "blocked"), [(1, 2), (2, 1)])
async def test_block_ends_the_call_for_both(queue, redis, blocker: int, blocked: int) -> None:
    await queue.join(1)
    await queue.join(2)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    outcome = await queue.block(blocker, blocked)
    (closed,) = outcome.events
    assert isinstance(closed, RoomClosed)
    pushed = dict(frames.pushes(closed))
    assert pushed[1] == pushed[2] == {"type": "match_cancelled", "reason": "partner_left", "requeued": False}
    assert [(await queue.status(user)).status for user in (1, 2)] == ["idle", "idle"]
    assert (await queue.block(blocker, blocked)).events == ()


async def test_block_leaves_the_call_with_another_user_alone(queue) -> None:
    await queue.join(1)
    await queue.join(2)
    await queue.respond(1, "accept")
    await queue.respond(2, "accept")
    assert (await queue.block(1, 3)).events == ()
    assert (await queue.status(1)).status == "in_room"


async def test_block_during_a_join_holds_although_the_join_read_the_rows_before(queue, redis) -> None:
    await queue.attach(1)
    await queue.block(1, 2)  # committed after the join of 1 had read the blocks of 1
    assert 0 < await redis.ttl("maru:blocks:1") <= JOIN_MEMORY_SECONDS
    await queue.join(1, blocked=[])
    assert await redis.ttl("maru:blocks:1") == -1
    assert (await queue.join(2)).state.status == "queued"


async def test_block_is_kept_while_its_owner_waits_and_soon_forgotten_after(queue, redis) -> None:
    await queue.join(1, blocked=[2, 3])
    assert await redis.ttl("maru:blocks:1") == -1
    await queue.block(1, 4)
    assert await redis.ttl("maru:blocks:1") == -1
    await queue.leave(1)
    assert await redis.smembers("maru:blocks:1") == {"2", "3", "4"}
    assert 0 < await redis.ttl("maru:blocks:1") <= JOIN_MEMORY_SECONDS


async def test_unblocked_pair_is_offered_by_the_next_sweep(queue) -> None:
    await queue.join(1, blocked=[2])
    await queue.join(2)
    assert (await queue.unblock(1, 2)).events == ()  # the API's processes push to no socket
    outcome = await queue.sweep()
    assert [type(event) for event in outcome.events] == [Offered]


async def test_unblocking_leaves_the_other_ones_block(queue) -> None:
    await queue.join(1, blocked=[2])
    await queue.join(2, blocked=[1])
    await queue.unblock(1, 2)
    assert (await queue.sweep()).events == ()


async def test_unblocking_without_a_block_makes_no_work(queue, redis) -> None:
    await queue.join(1)
    before = await redis.zrange("maru:deadlines", 0, -1)
    await queue.unblock(1, 2)
    assert await redis.zrange("maru:deadlines", 0, -1) == before


async def test_counts_know_no_blocks(queue) -> None:
    """Or the blocked user could notice the block."""
    await queue.join(1, blocked=[2])
    assert (await queue.join(2)).state.waiting == 2


async def test_block_taken_back_while_a_join_is_under_way_is_not_brought_along(queue) -> None:
    """The join has read the database before; its script comes after."""
    await queue.join(2)
    await queue.attach(1)
    await queue.unblock(1, 2)
    assert partner_of(await queue.join(1, blocked=[2]), 1) == 2


async def test_second_block_after_an_unblock_holds(queue) -> None:
    await queue.join(2)
    await queue.attach(1)
    await queue.unblock(1, 2)
    await queue.block(1, 2)
    assert (await queue.join(1)).state.status == "queued"


async def test_block_during_an_offer_is_no_rejection_without_a_cool_down(queue) -> None:
    await queue.join(1)
    await queue.join(2)
    await queue.block(1, 2)
    await queue.unblock(1, 2)
    assert (await queue.pass_time(599)).events == ()
    assert [type(event) for event in (await queue.pass_time(2)).events] == [Offered]
