"""The deletion of an author keeps a model's defeats; the deletion of a voter removes the votes."""

import httpx
import pytest
from pydantic import SecretStr

from image_community.accounts import effects, service
from image_community.identity.account_feed import AccountFeed
from image_community.leaderboards import repository
from image_community.runtime.database import transaction


@pytest.fixture
async def delete_account(app, feed):
    async def delete(user_id: int) -> None:
        feed.emit("user_deleted", user_id)
        state = app.state
        async with httpx.AsyncClient(trust_env=False) as http:
            source = AccountFeed(http, url=feed.url, credential=SecretStr(feed.credential))
            await service.follow_account_events(
                sessions=state.connections.sessions, feed=source, files=state.files
            )

    return delete


def sums(found: dict) -> dict:
    """The values that the deletion of an author must not change."""
    models = [{**each, "model_name": each["model_key"]} for each in found["models"]]
    return {**found, "as_of": None, "models": models}


async def test_deleted_authors_defeats_and_wins_keep_counting(
    db, leaderboard, model_image, votes, refit, delete_account
):
    loser, winner = await model_image("Bad", author=1), await model_image("Good", author=2)
    other = await model_image("bad", author=3)
    await votes(winner, loser, 300, left=120)
    await votes(loser, winner, 40, left=10)
    await votes(other, winner, 30, left=None)
    await refit()
    before = await leaderboard()
    await delete_account(1)
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 30
    await refit()
    assert sums(await leaderboard()) == sums(before)
    await delete_account(2)
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 0
    await refit()
    after = await leaderboard()
    assert sums(after) == sums(before)
    assert [each["model_name"] for each in after["models"]] == ["good", "bad"]


async def test_retained_sums_name_no_user(db, model_image, votes, delete_account):
    loser, winner = await model_image("a", author=1), await model_image("b", author=2)
    await votes(winner, loser, 7, left=3)
    await delete_account(1)
    rows = [dict(row) for row in await db.fetch("SELECT * FROM model_votes_kept")]
    assert rows == [{"winner_key": "b", "loser_key": "a", "votes": 7, "left_wins": 3, "right_wins": 4}]
    third = await model_image("a", author=3)
    await votes(winner, third, 5, left=5)
    await delete_account(3)
    rows = [dict(row) for row in await db.fetch("SELECT * FROM model_votes_kept")]
    assert rows == [{"winner_key": "b", "loser_key": "a", "votes": 12, "left_wins": 8, "right_wins": 4}]


async def test_deletion_does_not_make_excluded_votes_count(
    db, leaderboard, model_image, votes, refit, delete_account
):
    loser, winner = await model_image("a", author=1), await model_image("b", author=2)
    twin, unnamed = await model_image("A", author=2), await model_image(None, author=2)
    await votes(winner, loser, 300)
    await votes(winner, await model_image("a", author=3), 15, voter=50)  # these stay, and fill the cap
    await votes(winner, loser, 10, voter=50)
    await votes(twin, loser, 6)
    await votes(unnamed, loser, 7)
    await votes(loser, winner, 8, voter=51)
    await db.execute("INSERT INTO account_standings (user_id, standing) VALUES (51, 'disabled')")
    await refit()
    before = await leaderboard()
    assert before["votes"]["left_out"]["over_daily_cap"] == 5
    await delete_account(1)
    await db.execute("DELETE FROM leaderboard_fit")
    await refit()
    assert sums(await leaderboard()) == sums(before)


async def test_deleted_voters_votes_are_deleted_and_reported(
    leaderboard, model_image, votes, refit, delete_account
):
    a, b = await model_image("a", author=1), await model_image("b", author=2)
    await votes(a, b, 300)
    await votes(b, a, 12, voter=77)
    await refit()
    assert (await leaderboard())["votes"]["counted"] == 312
    await delete_account(77)
    await refit()
    reported = (await leaderboard())["votes"]
    assert (reported["in_all"], reported["counted"], reported["left_out"]["deleted_voter"]) == (312, 300, 12)


async def test_votes_and_retained_sums_are_read_in_one_snapshot(app, model_image, votes, delete_account):
    a, b = await model_image("a", author=1), await model_image("b", author=2)
    await votes(a, b, 30)
    await votes(a, b, 5, voter=77)
    async with transaction(app.state.connections.sessions) as session:
        await repository.begin_snapshot(session)
        await repository.fingerprint(session)
        await delete_account(77)
        pairs, left_out = await repository.sum_votes(session)
    assert ([each.votes for each in pairs], left_out.total()) == ([35], 0)


async def test_withdrawing_and_disabling_change_nothing(app, db, leaderboard, model_image, votes, refit):
    a, b = await model_image("a", author=1), await model_image("b", author=2)
    await votes(a, b, 300)
    await refit()
    before = await leaderboard()
    await db.execute("UPDATE image_posts SET is_tournament_opt_in = false WHERE id = $1", b)
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now() WHERE id = $1", a)
    async with transaction(app.state.connections.sessions) as session:
        await effects.disable(session, 2)
    await db.execute("DELETE FROM leaderboard_fit")
    await refit()
    assert {**(await leaderboard()), "as_of": None} == {**before, "as_of": None}


async def test_failed_deletion_changes_nothing(app, db, model_image, votes):
    a, b = await model_image("a", author=1), await model_image("b", author=2)
    await votes(a, b, 5)

    async def delete_and_die() -> None:
        async with transaction(app.state.connections.sessions) as session:
            await effects.delete(session, 1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await delete_and_die()
    assert await db.fetchval("SELECT count(*) FROM model_votes_kept") == 0
    assert await db.fetchval("SELECT count(*) FROM tournament_votes") == 5
