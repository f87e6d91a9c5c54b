"""A range that a user asked to widen: when it does, for how long, and for no other user."""

import pytest

from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.widening import Widening
from auth_match.matching.state.events import Offered, RangeWidened

SOON = Widening(after_seconds=30, years=5)
NARROW = {"age": 30, "age_min": 28, "age_max": 32}


def events_of(outcome, kind):
    return [event for event in outcome.events if isinstance(event, kind)]


def partners(outcome):
    return [event.offer.match_id for event in events_of(outcome, Offered)]


async def seeker(queue, user):
    """The seeker that the queue has of the user now."""
    return candidate_index.seeker_of((await queue.status(user)).entry.bucket)


async def test_range_grows_after_the_time_asked_for_and_finds_a_partner(queue):
    joined = await queue.join(1, widening=SOON, **NARROW)
    assert joined.state.entry.widens_at == pytest.approx(queue.now + 30)
    await queue.join(2, age=36, gender="male")
    assert partners(await queue.pass_time(29)) == []
    outcome = await queue.pass_time(1.1)
    assert [(event.user_id, event.age_min, event.age_max) for event in events_of(outcome, RangeWidened)] == [
        (1, 23, 37)
    ]
    assert partners(outcome) == ["1:2"]


async def test_state_says_that_it_has_grown(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(31)
    state = await queue.status(1)
    assert state.entry.widened
    assert state.entry.widens_at is None
    assert (await seeker(queue, 1)).age_min == 23


async def test_without_being_asked_nothing_grows(queue, redis):
    state = (await queue.join(1, **NARROW)).state
    assert state.entry.widens_at is None
    await queue.join(2, age=36)
    assert partners(await queue.pass_time(1000)) == []
    assert not (await queue.status(1)).entry.widened


async def test_others_find_a_user_whose_range_has_grown(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(31)
    assert partners(await queue.join(2, age=37)) == ["1:2"]


async def test_other_users_preferences_and_genders_stay(queue):
    await queue.join(1, widening=SOON, wants="female", **NARROW)
    await queue.join(2, age=36, age_max=29, gender="female")
    await queue.join(3, age=36, gender="male")
    outcome = await queue.pass_time(31)
    assert len(events_of(outcome, RangeWidened)) == 1
    assert partners(outcome) == []


async def test_leaving_ends_it(queue, all_keys):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.leave(1)
    await queue.join(1, **NARROW)
    assert events_of(await queue.pass_time(31), RangeWidened) == []
    assert not (await queue.status(1)).entry.widened


async def test_grown_range_is_gone_with_the_stay(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(31)
    await queue.leave(1)
    await queue.join(1, **NARROW)
    assert not (await queue.status(1)).entry.widened
    assert (await seeker(queue, 1)).age_min == 28


@pytest.mark.parametrize("seconds_before_the_edit", [5, 31])
async def test_change_of_preferences_ends_it(queue, seconds_before_the_edit):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(seconds_before_the_edit)
    await queue.edit(1, age=30, age_min=29, age_max=31)
    assert events_of(await queue.pass_time(60), RangeWidened) == []
    state = await queue.status(1)
    assert not state.entry.widened
    assert state.entry.widens_at is None
    assert (await seeker(queue, 1)).age_min == 29


async def test_requeued_user_keeps_the_grown_range(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.join(2, age=36)
    await queue.pass_time(31)
    await queue.respond(2, "reject")
    state = await queue.status(1)
    assert (state.status, state.entry.widened) == ("queued", True)
    assert partners(await queue.join(3, age=36)) == ["1:3"]


async def test_range_grows_during_an_offer_for_the_time_after_it(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(20)
    await queue.join(2)
    outcome = await queue.pass_time(11)
    assert len(events_of(outcome, RangeWidened)) == 1
    assert (await queue.status(1)).status == "offered"
    await queue.respond(2, "reject")
    assert partners(await queue.join(3, age=36)) == ["1:3"]


async def test_range_grows_while_the_connection_is_broken(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.join(2, age=36)
    await queue.pass_time(28)
    await queue.detach(1)
    del queue.connections["1"]
    outcome = await queue.pass_time(3)
    assert len(events_of(outcome, RangeWidened)) == 1
    assert partners(outcome) == []  # no offer to a disconnected user
    assert partners(await queue.attach(1)) == ["1:2"]


async def test_nothing_of_it_is_left_behind(queue, all_keys, redis):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.leave(1)
    await queue.detach(1)
    assert await redis.zcard("maru:deadlines") == 0
    assert await all_keys() <= {"maru:trail", "maru:last_score"}


async def test_range_grows_also_when_preferences_were_changed_just_before_the_join(queue):
    await queue.attach(1)
    await queue.edit(1, age_min=25, age_max=35)
    outcome = await queue.join(1, widening=SOON, age_min=25, age_max=35)
    assert outcome.state.entry.widens_at is not None
