"""`/api/match/blocks/`: users that a user never wants to meet again."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from redis.exceptions import ConnectionError as RedisConnectionError
from rest_framework.test import APIClient

from auth_match.accounts.errors import InvalidToken
from auth_match.accounts.models import User
from auth_match.matching.domain import candidate_index
from auth_match.matching.domain.room import Room
from auth_match.matching.history import repository
from auth_match.matching.models import Block
from auth_match.matching.preferences import repository as preferences
from auth_match.matching.safety import blocks
from auth_match.matching.state import store
from auth_match.runtime import clock
from auth_match.runtime.redis import sync_client

URL = "/api/match/blocks/"
AsUser = Callable[[User], APIClient]


def test_block_is_kept_and_listed_by_who_made_it(as_user: AsUser, alice: User, bob: User) -> None:
    api = as_user(alice)
    first = api.post(URL, {"user_id": bob.id}, "json")
    assert first.status_code == 201
    assert set(first.json()) == {"user_id", "username", "created_at"}
    assert (first.json()["user_id"], first.json()["username"]) == (bob.id, "bob")
    assert first.json()["created_at"].endswith("Z")
    again = api.post(URL, {"username": "BOB"}, "json")
    assert (again.status_code, again.json()) == (200, first.json())
    assert api.get(URL).json() == [first.json()]
    assert as_user(bob).get(URL).json() == []


def test_latest_block_is_first(as_user: AsUser, alice: User, bob: User, charlie: User) -> None:
    api = as_user(alice)
    for other in (bob, charlie):
        api.post(URL, {"user_id": other.id}, "json")
    assert [row["username"] for row in api.get(URL).json()] == ["charlie", "bob"]


def test_block_is_taken_back_and_that_twice(as_user: AsUser, alice: User, bob: User) -> None:
    api = as_user(alice)
    api.post(URL, {"user_id": bob.id}, "json")
    for _ in range(2):
        assert api.delete(f"{URL}{bob.id}/").status_code == 204
    assert api.get(URL).json() == []
    assert api.delete(f"{URL}{10**30}/").status_code == 204


@pytest.mark.parametrize(
    "body",
    [{}, {"user_id": 1, "username": "bob"}, {"user_id": "x"}, {"user_id": 2**31}, {"username": 7}, []],
)
def test_one_of_the_two_names_is_needed(as_user: AsUser, alice: User, body: Any) -> None:
    refused = as_user(alice).post(URL, body, "json")
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


def test_self_block_is_refused(as_user: AsUser, alice: User) -> None:
    refused = as_user(alice).post(URL, {"username": "alice"}, "json")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "yourself")
    with pytest.raises(IntegrityError), transaction.atomic():
        Block.objects.create(blocker=alice, blocked=alice)


@pytest.mark.parametrize("body", [{"user_id": 2_000_000_000}, {"username": "nobody"}])
def test_unknown_user_is_refused(as_user: AsUser, alice: User, body: dict[str, object]) -> None:
    refused = as_user(alice).post(URL, body, "json")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")


def test_blocks_need_a_token(api: APIClient) -> None:
    for answer in (api.get(URL), api.post(URL, {}, "json"), api.delete(f"{URL}1/")):
        assert answer.json()["code"] == "not_authenticated"


def test_number_of_blocks_is_limited(
    as_user: AsUser, alice: User, bob: User, charlie: User, settings: Any
) -> None:
    settings.MATCH_MAX_BLOCKS = 1
    api = as_user(alice)
    assert api.post(URL, {"user_id": bob.id}, "json").status_code == 201
    refused = api.post(URL, {"user_id": charlie.id}, "json")
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_blocks")
    assert api.post(URL, {"user_id": bob.id}, "json").status_code == 200
    api.delete(f"{URL}{bob.id}/")
    assert api.post(URL, {"user_id": charlie.id}, "json").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_parallel_blocks_are_one_and_none_is_over_the_limit(
    at_once: Callable[..., list[Any]], make_user: Callable[..., User], alice: User, settings: Any
) -> None:
    settings.MATCH_MAX_BLOCKS = 3
    others = [make_user(f"other_{number}") for number in range(5)]

    def block(other: User) -> str:
        try:
            return str(blocks.block(user_id=alice.id, other_id=other.id)[1])
        except blocks.TooManyBlocks:
            return "too many"

    assert sorted(at_once([partial(block, others[0])] * 4)) == ["False"] * 3 + ["True"]
    assert sorted(at_once([partial(block, other) for other in others[1:]])) == ["True"] * 2 + ["too many"] * 2
    assert Block.objects.count() == 3


def test_rows_go_with_either_user(as_user: AsUser, alice: User, bob: User, charlie: User) -> None:
    as_user(alice).post(URL, {"user_id": bob.id}, "json")
    as_user(bob).post(URL, {"user_id": charlie.id}, "json")
    bob.delete()
    assert Block.objects.count() == 0


def test_account_that_was_deleted_meanwhile_cannot_block(alice: User, bob: User) -> None:
    user_id = alice.id
    alice.delete()
    with pytest.raises(InvalidToken):
        blocks.block(user_id=user_id, other_id=bob.id)


def wait(user: User) -> None:
    """As a socket that joins: the rows are read, then the script runs."""
    attached = store.run_in_thread("attach", user=str(user.id))
    ticket = candidate_index.queue_ticket(preferences.queue_profile(user.id).seeker)
    blocked = [str(row.blocked_id) for row in blocks.blocks_of(user_id=user.id)]
    socket = {"user": str(user.id), "connection": attached.result}
    store.run_in_thread("join", **socket, name=user.username, ticket=ticket, met={}, blocked=blocked)


def status(user: User) -> str:
    return str(store.run_in_thread("snapshot", user=str(user.id)).state.status)


@pytest.mark.django_db(transaction=True)
def test_open_offer_ends_with_the_request(as_user: AsUser, alice: User, bob: User) -> None:
    wait(alice)
    wait(bob)
    assert status(bob) == "offered"
    as_user(bob).post(URL, {"user_id": alice.id}, "json")
    assert (status(alice), status(bob)) == ("queued", "queued")
    assert Block.objects.get().is_enforced


@pytest.mark.django_db(transaction=True)
def test_room_of_a_blocked_pair_is_over_whatever_redis_says(as_user: AsUser, alice: User, bob: User) -> None:
    """A row that was written late, after the block, must not open the room again."""
    as_user(bob).post(URL, {"user_id": alice.id}, "json")
    repository.add_room(offer_id="late", room=Room("late", alice.id, bob.id))
    assert repository.room("late") is None
    assert repository.live_room_of(alice.id, since=clock.now()) is None
    as_user(bob).delete(f"{URL}{alice.id}/")
    assert repository.room("late") is not None


@pytest.mark.django_db(transaction=True)
async def test_block_made_while_redis_was_away_is_enforced_when_it_is_back(
    alice: User, bob: User, monkeypatch: pytest.MonkeyPatch, loop_redis: None
) -> None:
    def meet_then_block() -> None:
        wait(alice)
        wait(bob)
        with monkeypatch.context() as without:
            without.setattr(store, "run_in_thread", away)
            assert blocks.block(user_id=alice.id, other_id=bob.id)[1]
        assert status(bob) == "offered"
        assert not Block.objects.get().is_enforced

    await blocks.in_database_thread(meet_then_block)
    await blocks.enforce_pending()  # too early: the process that took it may be about to do it
    assert await blocks.in_database_thread(status, bob) == "offered"
    await blocks.enforce_pending(repair_seconds=0)
    assert await blocks.in_database_thread(status, bob) == "queued"
    await blocks.enforce_pending(repair_seconds=0)
    assert await blocks.in_database_thread(lambda: Block.objects.get().is_enforced)


def away(*_: Any, **__: Any) -> None:
    raise RedisConnectionError("refused")


@pytest.mark.django_db(transaction=True)
def test_block_and_unblock_at_one_moment_leave_redis_as_the_rows_say(
    at_once: Callable[..., list[Any]], alice: User, bob: User
) -> None:
    wait(alice)
    pair = {"user_id": alice.id, "other_id": bob.id}
    for _ in range(10):
        at_once([partial(blocks.block, **pair), partial(blocks.unblock, **pair)] * 2)
        is_kept = bool(sync_client().sismember(f"maru:blocks:{alice.id}", str(bob.id)))
        assert is_kept == Block.objects.exists()
