"""200,000 draws by the service's own statements, seeded, and how far they are from even."""

# ruff: noqa: T201 - a benchmark speaks by printing
import random
from collections import Counter
from collections.abc import Collection, Iterable
from itertools import combinations, islice
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from image_community.posts.domain.sampling import fractions
from image_community.posts.probing import probe_active
from image_community.tournaments import pool
from image_community.tournaments.domain.pairing import ids_of, pairs

DRAWS = 200_000
PLACES = 100_000  # looked at by one statement


async def pair_deviation(session: AsyncSession, seed: int) -> float:
    """Of unordered pairs that may meet, in standard deviations."""
    chance = random.Random(seed)
    authors = {each.id: each.author_id for each in await pool.candidates(session, but_by=None)}
    allowed = {frozenset(both) for both in combinations(authors, 2) if authors[both[0]] != authors[both[1]]}
    drawn: Counter[frozenset[int]] = Counter()
    while drawn.total() < DRAWS:
        met = await pool.probe(session, fractions(chance, PLACES), but_by=None, most=PLACES)
        _add(drawn, (ids_of(shown) for shown in pairs(met)), "pairs")
    return deviation(drawn, allowed)


async def feed_deviation(session: AsyncSession, seed: int) -> float:
    """Of active posts, in standard deviations."""
    chance = random.Random(seed)
    active: set[int] = set(
        (await session.execute(text("SELECT id FROM image_posts WHERE is_active"))).scalars()
    )
    drawn: Counter[int] = Counter()
    while drawn.total() < DRAWS:
        _add(drawn, await probe_active(session, fractions(chance, PLACES), most=PLACES), "posts")
    return deviation(drawn, active)


def _add(drawn: Counter[Any], more: Iterable[Any], what: str) -> None:
    drawn.update(islice(more, DRAWS - drawn.total()))
    print(f"\r  drawing {what}: {drawn.total():,} of {DRAWS:,}   ", end="", flush=True)


def deviation(counts: Counter[Any], cells: Collection[Any]) -> float:
    """Pearson's X² as a standard normal deviate, by the cube root of Wilson and Hilferty (1931)."""
    assert set(counts) <= set(cells), "something was drawn that must not be"
    freedom = len(cells) - 1
    expected = counts.total() / len(cells)
    statistic = sum((counts[cell] - expected) ** 2 for cell in cells) / expected
    variance = 2 / (9 * freedom)
    return float(((statistic / freedom) ** (1 / 3) - (1 - variance)) / variance**0.5)
