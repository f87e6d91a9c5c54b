"""A range that somebody asked to widen: when it does, for how long, and for nobody else."""

import pytest

from auth_match.matching.domain import index
from auth_match.matching.domain.widening import Widening

SOON = Widening(after_seconds=30, years=5)
NARROW = {"age": 30, "age_min": 28, "age_max": 32}


def told(outcome, kind):
    return [event for event in outcome.events if event["type"] == kind]


def partners(outcome):
    return [event["offer"]["match_id"] for event in told(outcome, "offered")]


async def seeker(queue, user):
    """Whom the queue takes the user for now."""
    return index.seeker_of(bytes((await queue.status(user))["class"]))


async def test_range_grows_after_the_time_asked_for_and_finds_somebody(queue):
    joined = await queue.join(1, widening=SOON, **NARROW)
    assert float(joined.state["widens_at"]) == pytest.approx(queue.now + 30)
    await queue.join(2, age=36, gender="male")
    assert partners(await queue.pass_time(29)) == []
    outcome = await queue.pass_time(1.1)
    assert [(event["user"], event["age_min"], event["age_max"]) for event in told(outcome, "widened")] == [
        ("1", 23, 37)
    ]
    assert partners(outcome) == ["1:2"]


async def test_state_says_that_it_has_grown(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(31)
    state = await queue.status(1)
    assert state["widened"] is True
    assert "widens_at" not in state
    assert (await seeker(queue, 1)).age_min == 23


async def test_without_being_asked_nothing_grows(queue, redis):
    state = (await queue.join(1, **NARROW)).state
    assert "widens_at" not in state
    await queue.join(2, age=36)
    assert partners(await queue.pass_time(1000)) == []
    assert "widened" not in await queue.status(1)


async def test_others_find_somebody_whose_range_has_grown(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(31)
    assert partners(await queue.join(2, age=37)) == ["1:2"]


async def test_nobody_elses_wishes_and_no_gender_give_way(queue):
    await queue.join(1, widening=SOON, wants="female", **NARROW)
    await queue.join(2, age=36, age_max=29, gender="female")
    await queue.join(3, age=36, gender="male")
    outcome = await queue.pass_time(31)
    assert len(told(outcome, "widened")) == 1
    assert partners(outcome) == []


async def test_leaving_ends_it(queue, all_keys):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.leave(1)
    await queue.join(1, **NARROW)
    assert told(await queue.pass_time(31), "widened") == []
    assert "widened" not in await queue.status(1)


async def test_grown_range_is_gone_with_the_stay(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(31)
    await queue.leave(1)
    await queue.join(1, **NARROW)
    assert "widened" not in await queue.status(1)
    assert (await seeker(queue, 1)).age_min == 28


@pytest.mark.parametrize("seconds_before_the_edit", [5, 31])
async def test_change_of_wishes_ends_it(queue, seconds_before_the_edit):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(seconds_before_the_edit)
    await queue.edit(1, age=30, age_min=29, age_max=31)
    assert told(await queue.pass_time(60), "widened") == []
    state = await queue.status(1)
    assert "widened" not in state
    assert "widens_at" not in state
    assert (await seeker(queue, 1)).age_min == 29


async def test_requeued_user_keeps_the_grown_range(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.join(2, age=36)
    await queue.pass_time(31)
    await queue.respond(2, "reject")
    state = await queue.status(1)
    assert (state["status"], state["widened"]) == ("queued", True)
    assert partners(await queue.join(3, age=36)) == ["1:3"]


async def test_range_grows_during_an_offer_for_the_time_after_it(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.pass_time(20)
    await queue.join(2)
    outcome = await queue.pass_time(11)
    assert len(told(outcome, "widened")) == 1
    assert (await queue.status(1))["status"] == "offered"
    await queue.respond(2, "reject")
    assert partners(await queue.join(3, age=36)) == ["1:3"]


async def test_range_grows_while_the_connection_is_broken(queue):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.join(2, age=36)
    await queue.pass_time(28)
    await queue.detach(1)
    del queue.connections["1"]
    outcome = await queue.pass_time(3)
    assert len(told(outcome, "widened")) == 1
    assert partners(outcome) == []  # nobody is offered to somebody who is away
    assert partners(await queue.attach(1)) == ["1:2"]


async def test_nothing_of_it_is_left_behind(queue, all_keys, redis):
    await queue.join(1, widening=SOON, **NARROW)
    await queue.leave(1)
    await queue.detach(1)
    assert await redis.zcard("maru:deadlines") == 0
    assert await all_keys() <= {"maru:trail", "maru:last_score"}


async def test_range_grows_also_when_the_wishes_were_changed_just_before_the_join(queue):
    await queue.attach(1)
    await queue.edit(1, age_min=25, age_max=35)
    outcome = await queue.join(1, widening=SOON, age_min=25, age_max=35)
    assert "widens_at" in outcome.state
