"""Drawing the two images of a match: cheap at a million posts, exact however few pairs there are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from image_community.posts.domain.sampling import fractions
from image_community.tournaments import pool
from image_community.tournaments.domain.pairing import Shown, draw_pair, first_free, ids_of, pairs
from image_community.tournaments.errors import NoPairLeft, TooFewImages
from image_community.tournaments.store import TICKET_SECONDS

JUDGED_WINDOW = timedelta(hours=24)  # one judgement per voter and pair in this time
OPEN_WINDOW = timedelta(seconds=TICKET_SECONDS)

# (places looked at, images kept at most). The first finds a pair where one in a hundred takes part, the
# second where one in a thousand does, or where one author has 99 images of 100.
PROBES = ((1024, 16), (4096, 1024))
PAIRS_ASKED_FOR = 8  # whether the voter knows them is asked for this many at once


async def draw(session: AsyncSession, *, voter_id: int | None, now: datetime, chance: Random) -> Shown:
    """Left and right, uniform over the pairs this voter may be shown; for a known voter, under its lock.

    Raises:
        TooFewImages, NoPairLeft
    """
    for places, most in PROBES:
        drawn = await pool.probe(session, fractions(chance, places), but_by=voter_id, most=most)
        met = list(islice(pairs(drawn), PAIRS_ASKED_FOR))
        if met:
            found = first_free(met, await _taken(session, voter_id, now, among=met))
            if found is not None:
                return found
            break  # this voter knows almost every pair: further probes would meet the same again
    candidates = await pool.candidates(session, but_by=voter_id)
    if len(candidates) < 2:
        raise TooFewImages
    pair = draw_pair(candidates, await _taken(session, voter_id, now), chance)
    if pair is None:
        raise NoPairLeft
    return pair


async def _taken(
    session: AsyncSession, voter_id: int | None, now: datetime, *, among: Sequence[Shown] | None = None
) -> pool.Pairs:
    if voter_id is None:
        return set()
    return await pool.taken_pairs(
        session,
        voter_id=voter_id,
        judged_since=now - JUDGED_WINDOW,
        open_since=now - OPEN_WINDOW,
        among=None if among is None else {image_id for shown in among for image_id in ids_of(shown)},
    )
