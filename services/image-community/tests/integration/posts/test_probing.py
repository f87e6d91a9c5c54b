"""Probing random ids is uniform over the pool, and usually one statement; tests the statement itself."""

import random
from collections import Counter

import pytest

from image_community.posts import probing
from image_community.posts.domain.sampling import fractions
from image_community.posts.service import random_ids

CHUNK = 50_000


async def make_posts(db, ids):
    await db.execute(
        """INSERT INTO image_posts (id, user_id, image_url, prompt, width, height)
           SELECT n, 7, n, '', 1, 1 FROM unnest($1::int[]) n""",
        list(ids),
    )


@pytest.mark.parametrize(
    ("ids", "draws"),
    [(range(5, 45), 200_000), ({2, 3, 5, 8, 12}, 200_000), ({7, 8, 306}, 10_000)],
    ids=["dense", "gaps", "one in a hundred"],
)
async def test_every_post_is_equally_likely_the_first_and_the_last_too(session, db, ids, draws, deviation):
    await make_posts(db, ids)
    chance = random.Random(7)
    found: list[int] = []
    while len(found) < draws:
        found += await probing.probe_active(session, fractions(chance, CHUNK), most=CHUNK)
    assert abs(deviation(Counter(found[:draws]), set(ids))) < 4


async def test_page_is_uniform_and_takes_one_statement(session, statements, db, deviation):
    await make_posts(db, range(1, 101))
    chance = random.Random(8)
    drawn: Counter[int] = Counter()
    for _ in range(300):
        drawn.update(await random_ids(session, 5, chance))
    assert abs(deviation(drawn, range(1, 101), page=5)) < 4
    assert len(statements) == 300


async def test_second_look_finds_what_is_rare(session, statements, db):
    """A page of ten, with one post per thirty ids."""
    await make_posts(db, range(1, 3000, 30))
    assert len(set(await random_ids(session, 10, random.Random(9)))) == 10
    assert len(statements) == 2
