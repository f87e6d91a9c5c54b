"""GET /leaderboards/models: which votes count, which models are shown, what is reported of the rest."""

from datetime import UTC, datetime, timedelta

import pytest

from image_community.accounts import effects
from image_community.leaderboards.schemas import ModelLeaderboard
from image_community.runtime.database import transaction

KEY_OF = "SELECT model_key FROM image_posts WHERE id = $1"

NOTHING = {
    "unnamed_model": 0,
    "same_model": 0,
    "disabled_voter": 0,
    "over_daily_cap": 0,
    "deleted_voter": 0,
    "rare_model": 0,
}


async def test_before_the_first_fit_it_is_503(client):
    answer = await client.get("/api/v1/leaderboards/models")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]


async def test_without_votes_it_is_empty(leaderboard, refit):
    assert await refit() == 0
    found = await leaderboard()
    assert (found["models"], found["hidden_models"], found["votes"]["in_all"]) == ([], 0, 0)
    assert found["position_bias"]["left_share"] is None


async def test_ratings_votes_and_win_rates(leaderboard, model_image, votes, refit):
    a, b, c = [await model_image(name) for name in ("Flux", "SDXL", "나노 바나나")]
    for winner, loser, count in ((a, b, 300), (b, a, 100), (b, c, 300), (c, b, 100), (a, c, 90), (c, a, 10)):
        await votes(winner, loser, count, left=count // 2)
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert await refit(now) == 900
    found = await leaderboard()
    assert found["as_of"] == "2026-11-22T12:00:00Z"
    assert [(each["rank"], each["model_name"], each["votes"]) for each in found["models"]] == [
        (1, "Flux", 500),
        (2, "SDXL", 800),
        (3, "나노 바나나", 500),
    ]
    # Every observed share is 3 to 1 a step, or 9 to 1 over two: exactly what 191 points a step mean.
    assert [each["rating"] for each in found["models"]] == pytest.approx([1190.8, 1000, 809.2], abs=2)
    assert found["win_rates"] == [[None, 0.75, 0.9], [0.25, None, 0.75], [0.1, 0.25, None]]
    assert found["matches"] == [[0, 400, 100], [400, 0, 400], [100, 400, 0]]
    assert found["votes"] == {"in_all": 900, "counted": 900, "left_out": NOTHING, "daily_cap": 20}
    assert (found["position_bias"]["left_wins"], found["position_bias"]["left_share"]) == (450, 0.5)
    assert ModelLeaderboard.model_validate(found).model_dump(mode="json") == found


async def test_overlapping_models_share_a_rank(leaderboard, model_image, votes, refit):
    a, b, c = [await model_image(name) for name in ("a", "b", "c")]
    for winner, loser, count in ((a, b, 160), (b, a, 150), (a, c, 250), (c, a, 50), (b, c, 250), (c, b, 50)):
        await votes(winner, loser, count)
    await refit()
    assert [(each["model_key"], each["rank"]) for each in (await leaderboard())["models"]] == [
        ("a", 1),
        ("b", 1),
        ("c", 3),
    ]


async def test_models_under_300_votes_are_hidden_and_counted(leaderboard, model_image, votes, refit):
    a, b, c = [await model_image(name) for name in ("shown", "also shown", "hidden")]
    await votes(a, b, 1)
    await votes(a, c, 299)
    await votes(b, a, 299)
    await refit()
    found = await leaderboard()
    assert {each["model_key"] for each in found["models"]} == {"shown", "also shown"}
    assert (found["hidden_models"], found["models_in_all"], found["min_votes"]) == (1, 2, 300)
    assert found["votes_missing"] == 1
    assert "hidden" not in str(found["models"])
    await votes(c, b, 1)
    await refit(datetime.now(UTC) + timedelta(hours=2))
    found = await leaderboard()
    assert (found["hidden_models"], found["votes_missing"]) == (0, None)


async def test_how_many_votes_are_enough_is_a_setting_that_holds_from_the_next_fit_on(
    leaderboard, model_image, votes, refit
):
    a, b, c, d = [await model_image(name) for name in "abcd"]
    await votes(a, b, 20)
    await votes(c, d, 12)
    now = datetime.now(UTC)
    await refit(now)
    found = await leaderboard()
    assert (found["models"], found["min_votes"], found["votes_missing"]) == ([], 300, 280)
    await refit(now + timedelta(seconds=61), min_votes=15)  # no vote since, but another setting
    found = await leaderboard()
    assert [each["model_key"] for each in found["models"]] == ["a", "b"]
    assert (found["min_votes"], found["hidden_models"], found["votes_missing"]) == (15, 2, 3)


async def test_spellings_of_one_model_are_one(db, leaderboard, model_image, votes, refit):
    spelt = ["Stable Diffusion XL", "stable  diffusion xl ", "ＳＴＡＢＬＥ\u3000Diffusion\u200b XL"]
    others = await model_image("Flux")
    unseen = ["\U000e0041", "\U000e0100", "\U0001d173", "\u2800", "\ufff9"]
    assert {await db.fetchval(KEY_OF, await model_image(f"Fl{one}ux{one}")) for one in unseen} == {"flux"}
    for at, name in enumerate(spelt):
        await votes(await model_image(name, author=at), others, 200)
    # Written most often, but by one author.
    for _ in range(5):
        await model_image("STABLE DIFFUSION XL", author=7)
    await model_image(spelt[0], author=8)
    await refit()
    found = await leaderboard()
    assert [(each["model_key"], each["votes"]) for each in found["models"]] == [
        ("stable diffusion xl", 600),
        ("flux", 600),
    ]
    assert found["models"][0]["model_name"] == "Stable Diffusion XL"


async def test_disabled_users_do_not_affect_spelling(app, leaderboard, model_image, votes, refit):
    shown, other = await model_image("Flux", author=1), await model_image("Other", author=2)
    for author in (3, 4):
        await model_image("FLUX", author=author)
        async with transaction(app.state.connections.sessions) as session:
            await effects.disable(session, author)
    await votes(shown, other, 300)
    await refit()
    assert {each["model_name"] for each in (await leaderboard())["models"]} == {"Flux", "Other"}


async def test_renamed_images_take_no_votes_along(leaderboard, model_image, votes, refit, db):
    good, bad = await model_image("Good"), await model_image("Bad")
    await votes(good, bad, 300)
    await db.execute("UPDATE image_posts SET model_name = 'Scapegoat' WHERE id = $1", bad)
    await votes(good, bad, 40)
    await refit()
    found = await leaderboard()
    assert [(each["model_key"], each["losses"]) for each in found["models"]] == [("good", 0), ("bad", 300)]
    assert (found["hidden_models"], found["votes"]["counted"]) == (1, 340)


async def test_excluded_votes_are_reported(leaderboard, model_image, votes, refit, db):
    a, b, twin = await model_image("a"), await model_image("b"), await model_image("A")
    unnamed, invisible = await model_image(None), await model_image("\u200b\u3164")
    await votes(a, b, 300)
    await votes(a, unnamed, 3)
    await votes(invisible, a, 4)
    await votes(a, twin, 5)
    await votes(a, b, 27, voter=1)
    await votes(b, twin, 2, voter=1)
    await votes(b, a, 6, voter=2)
    await db.execute("INSERT INTO account_standings (user_id, standing) VALUES (2, 'disabled')")
    await refit()
    votes_reported = (await leaderboard())["votes"]
    left_out = {"unnamed_model": 7, "same_model": 5, "disabled_voter": 6, "over_daily_cap": 9}
    assert votes_reported == {
        "in_all": 347,
        "counted": 320,
        "left_out": {**NOTHING, **left_out},
        "daily_cap": 20,
    }


async def test_the_cap_is_of_a_day_of_utc_and_of_a_pair(leaderboard, model_image, votes, refit, db):
    a, b, c = [await model_image(name) for name in "abc"]
    await votes(a, b, 20, voter=1)
    await db.execute("UPDATE tournament_votes SET created_at = '2026-11-21T23:59:59Z'")
    await votes(b, a, 20, voter=1)
    await votes(a, c, 20, voter=1)
    await votes(a, b, 20, voter=2)
    await db.execute("UPDATE tournament_votes SET created_at = '2026-11-22T00:00:00Z' WHERE id > 20")
    assert await refit() == 80
    assert (await leaderboard())["votes"]["left_out"] == NOTHING


async def test_position_bias_has_an_interval(leaderboard, model_image, votes, refit):
    a, b = await model_image("a"), await model_image("b")
    await votes(a, b, 200, left=150)
    await votes(b, a, 200, left=150)
    await votes(b, a, 50, left=None)
    await refit()
    bias = (await leaderboard())["position_bias"]
    assert (bias["left_wins"], bias["right_wins"], bias["left_share"]) == (300, 100, 0.75)
    assert 0.70 < bias["low"] < 0.75 < bias["high"] < 0.80


async def test_only_the_most_judged_models_are_fitted(leaderboard, model_image, votes, refit):
    a, b, c, d = [await model_image(name) for name in "abcd"]
    for winner, loser, count in ((a, b, 400), (b, a, 300), (a, c, 9), (d, a, 4), (d, b, 2)):
        await votes(winner, loser, count)
    await refit(models=2, pairs=3)
    found = await leaderboard()
    assert [each["model_key"] for each in found["models"]] == ["a", "b"]
    assert found["votes"]["left_out"] == {**NOTHING, "rare_model": 15}
    assert (found["votes"]["in_all"], found["votes"]["counted"]) == (715, 700)


async def test_fit_is_made_when_votes_changed_and_takes_a_tenth_of_the_time(model_image, votes, refit, db):
    a, b = await model_image("a"), await model_image("b")
    await votes(a, b, 300)
    now = datetime.now(UTC)

    async def after(seconds: float) -> int:
        return await refit(now + timedelta(seconds=seconds))

    assert [await after(0), await after(3000)] == [300, 0]
    await votes(b, a, 10)
    assert [await after(3100), await after(3200)] == [310, 0]
    await db.execute("INSERT INTO account_standings (user_id, standing) VALUES (10001, 'disabled')")
    assert await after(3300) == 308
    assert await after(6000) == 0
    assert await after(3300 + 3600) == 308, "also without votes: another spelling shows in an hour"
    await votes(b, a, 10, voter=9)
    await db.execute("UPDATE leaderboard_fit SET seconds = 30")
    assert await after(6900 + 290) == 0
    assert await after(6900 + 310) == 318
