"""The draw on a real database: allowed pairs, each equally likely."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations

import pytest

from image_community.posts.domain.sampling import fractions
from image_community.tournaments import pool
from image_community.tournaments.domain.pairing import ids_of, pairs
from image_community.tournaments.drawing import draw

VOTER = 1
NOW = datetime.now(UTC)


@pytest.fixture
async def field(db):
    """A thousand ids with gaps, one in a hundred in the tournament. Author 50 has four, two others one each.

    Answers what may be shown, with authors: not the voter's own two, not a withdrawn one.
    """
    await db.execute(
        """INSERT INTO image_posts (id, user_id, image_url, prompt, width, height, is_tournament_opt_in)
           SELECT n, CASE WHEN n > 800 THEN $1 WHEN n % 200 = 0 THEN 50 ELSE n END, n, '', 1, 1, n % 100 = 0
           FROM generate_series(1, 1000) n WHERE n % 7 <> 3""",
        VOTER,
    )
    await db.execute("UPDATE image_posts SET is_active = false, deleted_at = now() WHERE id = 100")
    rows = await db.fetch(
        "SELECT id, user_id FROM image_posts WHERE is_active AND is_tournament_opt_in AND user_id <> $1",
        VOTER,
    )
    return {row["id"]: row["user_id"] for row in rows}


@pytest.fixture
async def all_take_part(db):
    """Forty ids without a gap, the first and the last too; author 50 has every fourth."""
    await db.execute(
        """INSERT INTO image_posts (id, user_id, image_url, prompt, width, height, is_tournament_opt_in)
           SELECT n, CASE WHEN n % 4 = 0 THEN 50 ELSE 100 + n END, n, '', 1, 1, true
           FROM generate_series(1, 40) n"""
    )
    return {n: 50 if n % 4 == 0 else 100 + n for n in range(1, 41)}


def different_authors(field):
    return {frozenset(both) for both in combinations(field, 2) if field[both[0]] != field[both[1]]}


async def pairs_met(session, draws, *, seed):
    """How often the probing statement returns each pair."""
    chance = random.Random(seed)
    empty_history = pool.VoterHistory(VOTER, judged_since=NOW, open_since=NOW)
    drawn: Counter[frozenset[int]] = Counter()
    while drawn.total() < draws:
        met, _ = await pool.probe(session, fractions(chance, 50_000), most=50_000, history=empty_history)
        drawn.update(ids_of(shown) for shown in pairs(met))
    return drawn


async def test_every_pair_is_equally_likely_when_one_post_in_a_hundred_takes_part(session, field, deviation):
    drawn = await pairs_met(session, 3_000, seed=5)
    assert abs(deviation(drawn, different_authors(field))) < 4


async def test_every_pair_is_equally_likely_when_all_take_part(session, all_take_part, deviation):
    drawn = await pairs_met(session, 200_000, seed=5)
    assert abs(deviation(drawn, different_authors(all_take_part))) < 4


async def test_one_statement_draws_and_a_second_finds_what_is_rare(session, statements, all_take_part, db):
    """Never the full list, whose cost grows with its length."""
    chance = random.Random(7)
    drawn = [ids_of(await draw(session, voter_id=VOTER, now=NOW, chance=chance)) for _ in range(300)]
    assert set().union(*drawn) == set(all_take_part)
    assert len(statements) == 300
    await db.execute("DELETE FROM image_posts WHERE id % 10 <> 1")
    await db.execute("UPDATE image_posts SET id = id * 100")  # four of three thousand places
    statements.clear()
    await draw(session, voter_id=VOTER, now=NOW, chance=random.Random(3))
    assert len(statements) == 2


async def test_excluded_pairs_are_not_drawn_and_the_rest_stays_uniform(session, field, db, deviation):
    """By the whole draw: probing, or the full list if all hits are excluded."""
    every = sorted(different_authors(field), key=sorted)
    judged, is_open, long_judged, long_open, skipped = every[:5]
    for pair, hours_ago in ((judged, 23.9), (long_judged, 24.1)):
        await db.execute(
            "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id, created_at)"
            " VALUES ($1, $2, $3, $4, $5)",
            *(f"vote {hours_ago}", VOTER, *pair, NOW - timedelta(hours=hours_ago)),
        )
    for pair, age_seconds, ended_at in ((is_open, 299, None), (long_open, 301, None), (skipped, 1, NOW)):
        await db.execute(
            "INSERT INTO tournament_matches"
            " (match_id, voter_id, left_image_id, right_image_id, created_at, ended_at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            *(f"match {age_seconds}", VOTER, *pair, NOW - timedelta(seconds=age_seconds), ended_at),
        )
    chance = random.Random(6)
    drawn: Counter[frozenset[int]] = Counter()
    for _ in range(400):
        drawn[ids_of(await draw(session, voter_id=VOTER, now=NOW, chance=chance))] += 1
    assert abs(deviation(drawn, different_authors(field) - {judged, is_open})) < 4


async def test_others_knowledge_does_not_matter(session, field, db):
    for n, (a, b) in enumerate(sorted(map(sorted, different_authors(field)))):
        await db.execute(
            "INSERT INTO tournament_votes (match_id, voter_id, winner_image_id, loser_image_id)"
            " VALUES ($1, $2, $3, $4)",
            *(str(n), VOTER + 1, a, b),
        )
    assert ids_of(await draw(session, voter_id=VOTER, now=NOW, chance=random.Random(1)))


async def test_post_made_just_now_can_be_drawn(session, field, db):
    """Also with the largest ids, and for a voter who drew before."""
    chance = random.Random(2)
    await draw(session, voter_id=None, now=NOW, chance=chance)
    await db.execute("DELETE FROM image_posts WHERE id > 700")
    await db.execute(
        "INSERT INTO image_posts (id, user_id, image_url, prompt, width, height, is_tournament_opt_in)"
        " VALUES (5000, 77, 'new', '', 1, 1, true)"
    )
    drawn = [ids_of(await draw(session, voter_id=None, now=NOW, chance=chance)) for _ in range(100)]
    assert any(5000 in pair for pair in drawn)
