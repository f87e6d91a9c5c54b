"""Queueing and being found: FIFO, both ways compatible, no user lost."""

import random

import pytest

from auth_match.matching.domain.compatibility import Seeker, may_meet
from auth_match.matching.state.events import Left, OfferClosed, Offered


def offered(outcome, user):
    """The partner's id if the transition made an offer to `user`."""
    for event in outcome.events:
        if isinstance(event, Offered):
            pair = [each.user_id for each in event.offer.participants]
            if user in pair:
                return pair[1] if pair[0] == user else pair[0]
    return None


async def test_first_to_join_waits(queue):
    outcome = await queue.join(1)
    assert outcome.result == "queued"
    assert outcome.state.status == "queued"
    assert outcome.state.waiting == 1


async def test_two_who_fit_are_offered_to_each_other_at_once(queue):
    await queue.join(1)
    outcome = await queue.join(2)
    assert offered(outcome, 2) == 1
    assert (await queue.status(1)).offer.match_id == "1:2"


async def test_longest_waiting_is_chosen(queue):
    for user in (5, 3, 4):
        await queue.join(user, gender="female", wants="male")
    assert offered(await queue.join(9, gender="male", wants="female"), 9) == 5


async def test_joining_twice_keeps_the_place(queue):
    first = await queue.join(1)
    again = await queue.join(1)
    assert again.result == "already"
    assert again.state.entry.queued_at == first.state.entry.queued_at


async def test_two_who_join_in_one_microsecond_keep_an_order(queue, redis):
    await queue.attach(1)
    await queue.attach(2)
    queue.now -= 1  # the clock goes back: the second score is still behind the first
    await queue.join(1, wants="male")
    queue.now -= 1
    await queue.join(2, wants="male")
    assert await redis.zrange("match_queue", 0, -1) == ["1", "2"]
    scores = [score for _, score in await redis.zrange("match_queue", 0, -1, withscores=True)]
    assert scores[0] < scores[1]


async def test_leaving_user_is_not_found(queue):
    await queue.join(1)
    assert (await queue.leave(1)).result == "left"
    assert offered(await queue.join(2), 2) is None
    assert (await queue.status(1)).status == "idle"


async def test_user_who_is_not_online_is_not_offered(queue, redis):
    await queue.join(1)
    await redis.delete("user_online:1")
    assert offered(await queue.join(2), 2) is None


async def test_user_skipped_while_offline_is_searched_for_at_the_next_beat(queue, redis):
    await queue.join(1)
    await redis.delete("user_online:1")
    assert (await queue.join(2)).state.status == "queued"
    outcome = await queue.run("beat", user="1", connection=queue.connections["1"])
    assert [type(event) for event in outcome.events] == [Offered]


async def test_offline_user_gets_no_offer(queue, redis):
    """No sweep for a minute: the search that is due comes before the end of the presence."""
    await queue.join(1)
    await queue.join(2, met={"1": f"{queue.now + 30:.6f}"})
    await redis.delete("user_online:2")
    queue.now += 61
    await queue.beat(1)
    assert offered(await queue.sweep(), 2) is None
    assert offered(await queue.beat(2), 2) == 1


async def test_disconnected_user_is_skipped_and_found_on_return(queue):
    await queue.join(1)
    await queue.detach(1)
    assert offered(await queue.join(2), 2) is None
    back = await queue.attach(1)
    assert offered(back, 1) == 2


async def test_disconnected_user_keeps_the_place_within_the_grace(queue, redis):
    first = await queue.join(1, wants="male")
    await queue.detach(1)
    await queue.join(2, wants="male")
    await queue.attach(1)
    assert (await queue.status(1)).entry.queued_at == first.state.entry.queued_at
    assert await redis.zrange("match_queue", 0, -1) == ["1", "2"]


async def test_disconnected_user_leaves_after_the_grace(queue, redis):
    await queue.join(1)
    await queue.detach(1)
    del queue.connections["1"]
    outcome = await queue.pass_time(10.5)
    assert [type(event) for event in outcome.events] == [Left]
    assert await redis.zcard("match_queue") == 0


async def test_user_of_a_dead_process_leaves_within_75_seconds(queue, redis):
    await queue.join(1)
    del queue.connections["1"]  # no beat, no detach
    await redis.delete("user_online:1")  # its lifetime is over
    await queue.pass_time(61)
    await queue.pass_time(11)
    assert await redis.zcard("match_queue") == 0


async def test_old_connection_that_closes_after_a_newer_changes_nothing(queue):
    await queue.join(1)
    old = queue.connections["1"]
    await queue.attach(1)
    outcome = await queue.run("detach", user="1", connection=old)
    assert outcome.result == "replaced"
    assert (await queue.status(1)).status == "queued"


async def test_old_connection_may_not_act(queue):
    await queue.attach(1)
    old = queue.connections["1"]
    await queue.attach(1)
    assert (await queue.run("leave", user="1", connection=old)).result == "replaced"


async def test_held_lock_pauses_searching_and_loses_no_user(queue, redis):
    await queue.join(1)
    await redis.set("global_match_lock", "operator")
    assert offered(await queue.join(2), 2) is None
    assert await redis.get("global_match_lock") == "operator"
    await redis.delete("global_match_lock")
    assert offered(await queue.pass_time(1), 2) == 1


async def test_edited_preferences_are_searched_for_at_the_old_position(queue):
    await queue.join(1, gender="female", wants="female")
    before = await queue.join(2, gender="male", wants="any")
    await queue.edit(1, gender="female", wants="any")
    assert offered(await queue.sweep(), 1) == 2
    assert (await queue.status(2)).status == "offered"
    assert before.state.status == "queued"


async def test_recently_met_pair_is_not_offered_until_the_end_of_the_cool_down(queue):
    await queue.join(1)
    until = f"{queue.now + 100:.6f}"
    assert offered(await queue.join(2, met={"1": until}), 2) is None
    assert offered(await queue.pass_time(50), 2) is None
    assert offered(await queue.pass_time(51), 2) == 1


async def test_pair_that_shall_never_meet_again_is_not_offered(queue):
    await queue.join(1)
    assert offered(await queue.join(2, met={"1": "inf"}), 2) is None


@pytest.mark.parametrize("seed", range(8))
async def test_scripts_follow_the_rule_of_compatibility(queue, seed: int):
    """Random crowds: the partner found is the longest-waiting one that domain/compatibility.py allows."""
    rng = random.Random(seed)
    waiting: dict[int, Seeker] = {}
    for user in range(1, 60):
        low, high = sorted(rng.sample(range(18, 100), 2))
        one = Seeker(
            age=rng.randint(18, 99),
            gender=rng.choice(["male", "female"]),
            age_min=low,
            age_max=high,
            preferred_gender=rng.choice(["male", "female", "any"]),
        )
        expected = next((other for other, theirs in waiting.items() if may_meet(one, theirs)), None)
        found = offered(
            await queue.join(
                user,
                age=one.age,
                gender=one.gender,
                age_min=one.age_min,
                age_max=one.age_max,
                wants=one.preferred_gender,
            ),
            user,
        )
        assert found == expected
        if found is None:
            waiting[user] = one
        else:
            del waiting[found]


async def test_keys_are_those_of_the_specification_with_their_lifetimes(queue, redis, all_keys) -> None:
    await queue.join(1)
    assert await redis.get("user_online:1") == "True"
    assert 55 < await redis.ttl("user_online:1") <= 60
    assert await redis.zscore("match_queue", "1") == pytest.approx(queue.now, abs=1e-3)
    assert not await redis.exists("global_match_lock")
    keys = await all_keys()
    assert {key for key in keys if not key.startswith("maru:")} == {"user_online:1", "match_queue"}


async def test_presence_goes_at_once_with_the_connection(queue, redis) -> None:
    await queue.join(1)
    await queue.detach(1)
    assert not await redis.exists("user_online:1")
    assert await redis.zrange("match_queue", 0, -1) == ["1"]


async def test_beat_ends_a_disconnection_and_searches(queue, redis) -> None:
    """The process was silent for a minute, then alive: no user left or skipped."""
    await queue.join(1)
    await redis.delete("user_online:1")
    queue.now += 61
    await queue.sweep()  # no beat: marked disconnected
    await queue.join(2)
    assert offered(await queue.beat(1), 1) == 2
    assert OfferClosed not in [type(event) for event in (await queue.pass_time(11)).events]


@pytest.mark.parametrize("script", ["join", "leave", "respond", "beat", "detach"])
async def test_command_after_redis_was_emptied_is_unknown_not_replaced(queue, redis, script: str) -> None:
    """`replaced` would keep the client from reconnecting."""
    await queue.join(1)
    await redis.flushdb()
    arguments = {"respond": ("accept",)}.get(script, ())
    assert (await getattr(queue, script)(1, *arguments)).result == "unknown"


async def test_preferences_changed_during_an_offer_hold_after_it(queue) -> None:
    await queue.join(1, gender="female")
    await queue.join(2, gender="female")
    await queue.edit(1, gender="female", wants="male")
    await queue.join(3, gender="female")
    await queue.respond(2, "reject")
    assert (await queue.status(1)).status == "queued"


async def test_expelled_user_is_gone_whatever_the_connection(queue, redis) -> None:
    await queue.join(1)
    await queue.join(2)
    outcome = await queue.run("expel", user="1")
    assert [type(event) for event in outcome.events] == [OfferClosed]
    assert (await queue.status(2)).status == "queued"
    assert (await queue.leave(1)).result == "unknown"
    assert not await redis.exists("user_online:1", "maru:user:1")


async def test_preferences_changed_while_a_join_is_under_way_hold(queue) -> None:
    """The join has read the database before; its script comes after."""
    await queue.join(2, gender="female")
    await queue.attach(1)
    await queue.edit(1, wants="male")
    assert (await queue.join(1, wants="any")).state.status == "queued"


async def test_preferences_of_an_earlier_change_do_not_come_back(queue) -> None:
    await queue.attach(1)
    await queue.edit(1, wants="male")
    await queue.join(1, wants="male")
    await queue.edit(1, wants="any")
    await queue.leave(1)
    await queue.join(2, gender="female")
    assert offered(await queue.join(1, wants="any"), 1) == 2


async def test_cool_downs_that_are_over_are_forgotten(queue, redis) -> None:
    for user in (2, 3):
        await queue.join(1)
        await queue.join(user)
        await queue.respond(1, "reject")
        await queue.leave(user)
        await queue.pass_time(601)
    assert await redis.zcard("maru:cooldowns:1") <= 1


async def test_user_removed_from_the_queue_by_hand_stops_no_search(queue, redis) -> None:
    """Such a ghost hides the users of its own cell, but no others.

    32–39 is one part, 40 another.
    """
    await queue.join(1, age=35, wants="male")
    await queue.join(2, age=40, wants="male")
    await redis.zrem("match_queue", "1")
    assert offered(await queue.join(3, gender="male", age_min=32, age_max=40), 3) == 2


async def test_what_a_sweep_cannot_do_is_put_off_and_the_rest_is_done(queue, redis) -> None:
    """Here a deadline of a newer version; as well a defect."""
    await queue.join(1)
    await queue.join(2)
    await redis.zadd("maru:deadlines", {"newkind:7": queue.now})
    outcome = await queue.pass_time(31)
    assert OfferClosed in [type(event) for event in outcome.events]
    assert list(outcome.sweep.failed) == ["newkind:7"]
    assert await redis.zscore("maru:deadlines", "newkind:7") == pytest.approx(queue.now + 5)
