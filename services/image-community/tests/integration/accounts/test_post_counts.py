"""The kept counts equal count(*) after any write, also by code that knows nothing of them."""

import asyncio
import random
from collections import Counter

import pytest

from image_community.posts import jobs

EVERYTHING = """
    SELECT user_id, count(*) FILTER (WHERE is_active) FROM image_posts GROUP BY user_id"""
JUDGED = "SELECT count(*) FROM image_post_counters WHERE is_active AND win_count + loss_count > 0"
AUTHORS = range(1, 6)


@pytest.fixture
def add_up(app):
    return lambda: jobs.add_up_counts(sessions=app.state.connections.sessions)


@pytest.fixture
def check(client, db):
    """Compares what the API answers with what there is to count."""

    async def total(**query) -> int:
        answer = (await client.get("/api/v1/images", params={**query, "size": 1})).json()
        assert answer["total_is_exact"]
        return answer["total"]

    async def compare() -> None:
        counted = dict(await db.fetch(EVERYTHING))
        assert await total() == sum(counted.values())
        for author in AUTHORS:
            assert await total(user_id=author) == counted.get(author, 0), author
        rankings = (await client.get("/api/v1/tournaments/rankings")).json()
        assert rankings["total"] == await db.fetchval(JUDGED)

    return compare


class Life:
    """What may happen to posts, by the API and by account events."""

    def __init__(self, client, make_post, make_user, feed, follow, db, chance) -> None:
        self.client, self.make_post, self.make_user = client, make_post, make_user
        self.feed, self.follow, self.db, self.chance = feed, follow, db, chance
        self.seen: Counter[str] = Counter()

    async def happens(self) -> None:
        deeds = [self.insert] * 6 + [self.withdraw, self.edit, self.vote, self.vote, self.account]
        deed = self.chance.choice(deeds)
        await deed()
        self.seen[deed.__name__] += 1

    async def insert(self) -> None:
        await self.make_post(self.chance.choice(AUTHORS), is_tournament_opt_in=True)

    async def withdraw(self) -> None:
        post = await self._any_post()
        if post is not None:
            who = self.make_user(post["user_id"])
            await self.client.delete(f"/api/v1/images/{post['id']}", headers=who.headers)

    async def edit(self) -> None:
        post = await self._any_post()
        if post is not None:
            who = self.make_user(post["user_id"])
            await self.client.patch(
                f"/api/v1/images/{post['id']}", headers=who.headers, json={"prompt": "another"}
            )

    async def vote(self) -> None:
        voter = self.make_user(self.chance.randrange(10, 30))
        match = await self.client.get("/api/v1/tournaments/match", headers=voter.headers)
        if match.status_code == 200:
            winner, loser = (each["id"] for each in match.json()["images"])
            ballot = {
                "match_id": match.json()["match_id"],
                "winner_image_id": winner,
                "loser_image_id": loser,
            }
            vote = await self.client.post("/api/v1/tournaments/vote", headers=voter.headers, json=ballot)
            assert vote.status_code in {200, 201, 401, 409, 410}, vote.text

    async def account(self) -> None:
        kinds = ["user_disabled", "user_enabled", "user_disabled", "user_enabled", "user_deleted"]
        self.feed.emit(self.chance.choice(kinds), self.chance.choice([*AUTHORS, 10, 11, 12]))
        await self.follow()

    async def _any_post(self):
        return await self.db.fetchrow("SELECT id, user_id FROM image_posts ORDER BY random() LIMIT 1")


@pytest.fixture
def life(client, make_post, make_user, feed, follow, db):
    return lambda seed: Life(client, make_post, make_user, feed, follow, db, random.Random(seed))


@pytest.mark.parametrize("seed", range(3))
async def test_counts_equal_rows_after_any_history(life, check, add_up, seed):
    lived = life(seed)
    for step in range(80):
        await lived.happens()
        if step % 10 == 0:
            await check()
        if step % 20 == 19:
            await add_up()
            await check()
    assert len(lived.seen) == 5


@pytest.fixture
def upload_and_withdraw(client, upload, picture):
    async def run(who) -> None:
        for seed in range(3):
            posted = await upload(who, picture(seed=seed), is_tournament_opt_in="true")
            assert posted.status_code in {201, 401}
            if posted.status_code == 201 and seed % 2:
                await client.delete(posted.headers["location"], headers=who.headers)

    return run


@pytest.fixture
def change_accounts(feed, follow):
    async def run() -> None:
        kinds = ("user_disabled", 1), ("user_deleted", 2), ("user_disabled", 3), ("user_enabled", 1)
        for kind, user_id in kinds:
            await asyncio.sleep(0.1)
            feed.emit(kind, user_id)
            await follow()

    return run


async def test_counts_equal_rows_after_everything_at_once(
    life, upload_and_withdraw, change_accounts, make_user, make_post, check, add_up, deadlocks
):
    """Uploads, withdrawals, votes and account events side by side, while changes are added up."""
    for author in AUTHORS:
        for _ in range(4):
            await make_post(author, is_tournament_opt_in=True)

    async def vote(seed: int) -> None:
        lived = life(seed)
        for _ in range(8):
            await lived.vote()

    async def keep_adding_up() -> None:
        for _ in range(40):
            await add_up()
            await asyncio.sleep(0.02)

    before = await deadlocks()
    uploads = [upload_and_withdraw(make_user(author)) for author in range(1, 4)]
    await asyncio.gather(*uploads, *(vote(seed) for seed in range(3)), change_accounts(), keep_adding_up())
    await check()
    await add_up()
    await check()
    assert await deadlocks() == before


async def test_each_read_is_exact_while_changes_are_added_up(client, make_post, add_up):
    """A reader counts each change once: in the count, or among the changes."""
    for _ in range(5):
        await make_post(1)

    async def read() -> set[int]:
        answers = [await client.get("/api/v1/images", params={"size": 1, "user_id": 1}) for _ in range(100)]
        return {answer.json()["total"] for answer in answers}

    async def churn() -> None:
        for _ in range(50):
            await make_post(2)
            await add_up()

    totals, _ = await asyncio.gather(read(), churn())
    assert totals == {5}


async def test_a_writer_does_not_wait_for_another(db, make_post, database, app, client):
    """Two transactions of one author, the first of which is still open."""
    await make_post(1)
    async with db.transaction():
        await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now()")
        async with app.state.connections.sessions() as session, session.begin():
            connection = await session.connection()
            await connection.exec_driver_sql("SET LOCAL lock_timeout = '200ms'")
            await connection.exec_driver_sql(
                "INSERT INTO image_posts (user_id, image_url, prompt, width, height)"
                " VALUES (1, 'x', 'p', 1, 1)"
            )
    assert (await client.get("/api/v1/images?user_id=1")).json()["total"] == 1


async def test_all_posts_of_an_account_are_one_change(db, make_post, feed, follow, client, add_up):
    await db.execute(
        """INSERT INTO image_posts (user_id, image_url, prompt, width, height)
           SELECT 1, n::text, 'p', 1, 1 FROM generate_series(1, 30) n"""
    )
    await db.execute(
        "INSERT INTO image_post_counters (image_post_id, created_at) SELECT id, created_at FROM image_posts"
    )
    await add_up()
    for kind, total in (("user_disabled", 0), ("user_enabled", 30), ("user_deleted", 0)):
        feed.emit(kind, 1)
        await follow()
        assert await db.fetchval("SELECT count(*) FROM post_count_changes") == 1, kind
        assert (await client.get("/api/v1/images")).json()["total"] == total
        await add_up()


async def test_nothing_of_a_deleted_user_stays(make_post, feed, follow, add_up, db):
    await make_post(1)
    await add_up()
    feed.emit("user_deleted", 1)
    await follow()
    assert await add_up() == 2
    assert await db.fetch("SELECT author_id, post_count FROM post_counts") == [(0, 0)]
    assert await db.fetchval("SELECT count(*) FROM post_count_changes") == 0
    assert await add_up() == 0
