"""Drawing the two images of a match: cheap at a million posts, exact however few pairs there are."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from image_community.posts.domain.sampling import fractions
from image_community.tournaments import pool
from image_community.tournaments.domain.pairing import Shown, draw_pair, first_free, pairs
from image_community.tournaments.errors import NoPairLeft, TooFewImages
from image_community.tournaments.store import TICKET_SECONDS

JUDGED_WINDOW = timedelta(hours=24)  # one judgement per voter and pair in this time
OPEN_WINDOW = timedelta(seconds=TICKET_SECONDS)

# (places looked at, images kept at most). The first mostly finds a pair where one in a hundred takes part,
# the second where one in a thousand does, or where one author has 99 images of 100.
PROBES = ((512, 8), (4096, 1024))


async def draw(session: AsyncSession, *, voter_id: int | None, now: datetime, chance: Random) -> Shown:
    """Left and right, uniform over the pairs this voter may be shown; for a known voter, under its lock.

    Raises:
        TooFewImages, NoPairLeft
    """
    known = pool.Known(voter_id, judged_since=now - JUDGED_WINDOW, open_since=now - OPEN_WINDOW)
    for places, most in PROBES:
        drawn, taken = await pool.probe(session, fractions(chance, places), known=known, most=most)
        found = first_free(pairs(drawn), taken)
        if found is not None:
            return found
    candidates = await pool.candidates(session, known)
    if len(candidates) < 2:
        raise TooFewImages
    pair = draw_pair(candidates, await pool.taken_pairs(session, known), chance)
    if pair is None:
        raise NoPairLeft
    return pair
