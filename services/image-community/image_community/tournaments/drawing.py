"""Draws the two images of a match: cheap at a million posts, exact even if few pairs are left."""

from datetime import datetime, timedelta
from random import Random

from image_community.posts.domain.sampling import fractions
from image_community.runtime.prepared import Reader
from image_community.tournaments import pool
from image_community.tournaments.domain.pairing import Shown, draw_pair, first_free, pairs
from image_community.tournaments.errors import NoPairLeft, TooFewAuthors, TooFewImages
from image_community.tournaments.store import TICKET_SECONDS

JUDGED_WINDOW = timedelta(hours=24)  # one vote per voter and pair in this time
OPEN_WINDOW = timedelta(seconds=TICKET_SECONDS)

# (probes, most images kept). The first round usually finds a pair if one post in a hundred takes part, the
# second if one in a thousand does, or if one author has 99 images of 100.
PROBES = ((512, 8), (4096, 1024))


async def draw(reader: Reader, *, voter_id: int | None, now: datetime, chance: Random) -> Shown:
    """Left and right, uniform over the pairs this voter may be shown. A known voter must be locked.

    Raises:
        TooFewImages, TooFewAuthors, NoPairLeft
    """
    history = pool.VoterHistory(voter_id, judged_since=now - JUDGED_WINDOW, open_since=now - OPEN_WINDOW)
    for probes, most in PROBES:
        drawn, excluded = await pool.probe(reader, fractions(chance, probes), history=history, most=most)
        found = first_free(pairs(drawn), excluded)
        if found is not None:
            return found
    candidates = await pool.candidates(reader, history)
    if len(candidates) < 2:
        raise TooFewImages
    if len({each.author_id for each in candidates}) < 2:
        raise TooFewAuthors
    pair = draw_pair(candidates, await pool.excluded_pairs(reader, history), chance)
    if pair is None:
        raise NoPairLeft
    return pair
