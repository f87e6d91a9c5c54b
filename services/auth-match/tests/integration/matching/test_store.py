"""The library of transitions in a Redis that does not know it, or no longer."""

from asgiref.sync import sync_to_async

from auth_match.matching.state import store


async def test_restarted_redis_learns_the_transitions_again(queue, redis) -> None:
    await queue.join(1)
    await redis.function_flush("SYNC")
    assert (await queue.status(1)).status == "queued"


async def test_so_it_does_from_a_thread(queue, redis) -> None:
    await queue.join(1)
    await redis.function_flush("SYNC")
    outcome = await sync_to_async(store.run_in_thread)("snapshot", user="1")
    assert outcome.state.status == "queued"
