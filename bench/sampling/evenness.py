"""Seeded draws by the service's own code, and how far they are from even."""

import random
from collections import Counter
from datetime import datetime
from itertools import combinations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from tests.chi_square import deviation

from bench.sampling.pool import VOTER
from bench.terminal import Progress
from image_community.posts.service import random_ids
from image_community.tournaments import pool
from image_community.tournaments.domain.pairing import ids_of, may_meet
from image_community.tournaments.drawing import JUDGED_WINDOW, OPEN_WINDOW, draw

PAGE = 20  # posts of a feed


async def pair_deviation(session: AsyncSession, draws: int, *, seed: int, now: datetime) -> float:
    """Of the unordered pairs that the voter may be shown, in standard deviations."""
    chance = random.Random(seed)
    known = pool.VoterHistory(VOTER, judged_since=now - JUDGED_WINDOW, open_since=now - OPEN_WINDOW)
    taken = await pool.excluded_pairs(session, known)
    candidates = await pool.candidates(session, known)
    allowed = {ids_of(both) for both in combinations(candidates, 2) if may_meet(*both, taken)}
    drawn: Counter[frozenset[int]] = Counter()
    with Progress("draws of a pair", draws) as progress:
        for _ in range(draws):
            drawn[ids_of(await draw(session, voter_id=VOTER, now=now, chance=chance))] += 1
            progress.advance()
    return deviation(drawn, allowed)


async def feed_deviation(session: AsyncSession, draws: int, *, seed: int) -> float:
    """Of active posts, in standard deviations."""
    chance = random.Random(seed)
    found = await session.execute(text("SELECT id FROM image_posts WHERE is_active"))
    active: set[int] = set(found.scalars())
    drawn: Counter[int] = Counter()
    with Progress("draws of a post for the feed", draws) as progress:
        for _ in range(draws // PAGE):
            drawn.update(await random_ids(session, PAGE, chance))
            progress.advance(PAGE)
    return deviation(drawn, active, page=PAGE)
