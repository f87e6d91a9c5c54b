"""The trail becomes rows, once however often it is read, whoever dies between (design 1, A6 and A7)."""

from datetime import UTC, datetime
from typing import Any

import pytest

from auth_match.accounts.models import User
from auth_match.matching import trail
from auth_match.matching.models import MatchQueue, MatchRequest
from auth_match.runtime.database import in_database_thread

pytestmark = pytest.mark.django_db(transaction=True)


async def rows(model: Any, **filters: Any) -> list[Any]:
    return await in_database_thread(lambda: list(model.objects.filter(**filters).order_by("pk")))


async def written() -> int:
    """Reads the trail to its end."""
    await trail.write_pending("test")  # makes the group at the first call
    return await trail.write_pending("test")


@pytest.fixture
def pair(alice: User, bob: User) -> tuple[int, int]:
    return alice.id, bob.id


async def test_entry_is_kept_with_the_events_own_time(queue, pair) -> None:
    joined = await queue.join(pair[0])
    await written()
    (row,) = await rows(MatchQueue)
    assert row.is_active
    assert row.entered_at == datetime.fromtimestamp(float(joined.state["queued_at"]), UTC)


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
    assert row.entered_at.timestamp() == pytest.approx(float(again.state["queued_at"]), abs=1e-5)


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


async def test_what_a_dead_process_took_is_written_by_another(queue, pair, redis, monkeypatch) -> None:
    await queue.join(pair[0])
    await trail.write_pending("first")  # makes the group
    await redis.xreadgroup(trail.GROUP, "dead", {"maru:trail": ">"})
    monkeypatch.setattr(trail, "ABANDONED_MILLISECONDS", 0)
    assert await trail.write_pending("alive") == 1
    assert len(await rows(MatchQueue)) == 1


async def test_writing_twice_changes_nothing(queue, pair) -> None:
    await queue.join(pair[0])
    offered = await queue.join(pair[1])
    await written()
    for event in offered.events:
        await in_database_thread(trail.write, event)
    assert len(await rows(MatchRequest)) == 1
    assert len(await rows(MatchQueue)) == 2


async def test_trail_of_a_deleted_user_is_passed_over(queue, pair) -> None:
    await queue.join(987_654)
    await queue.join(pair[0], met={"987654": "inf"})
    await trail.write_pending("test")
    assert await trail.write_pending("test") == 2
    assert [row.user_id for row in await rows(MatchQueue)] == [pair[0]]
