"""The worker's part: fit anew when votes changed, publish what came of it, draw it. Requests only read."""

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import datetime, timedelta

from image_community.leaderboards import document_repository, rating_repository, repository
from image_community.leaderboards.domain import image_ratings
from image_community.leaderboards.domain.report import report
from image_community.leaderboards.domain.standings import standings
from image_community.leaderboards.domain.tally import tally
from image_community.leaderboards.painter import paint
from image_community.runtime.conditional import etag_of
from image_community.runtime.database import Sessions, transaction

MAX_MODELS = 500  # fitted; the most judged
ROWS_AT_ONCE = 5000  # ratings in one transaction
AT_LEAST_EVERY = timedelta(hours=1)  # whatever the fingerprint says: a model may be spelt otherwise by now
SHARE_OF_TIME = 0.1  # of the worker's time that fits may take
UNFINISHED = ""  # no votes look like this, so the next fit is made as soon as there is time for it


async def keep_up(*, sessions: Sessions, now: datetime) -> int:
    """The worker's job: fit, then draw what was fitted; answers how many votes count, 0 if nothing changed.

    Raises:
        NotDrawn: the numbers are published all the same.
    """
    try:
        return await refit(sessions=sessions, now=now)
    finally:  # the models may be published though the images failed
        await draw(sessions=sessions)


async def refit(*, sessions: Sessions, now: datetime) -> int:
    """Rate models and images from all votes, unless nothing changed; answers how many votes count.

    An attempt that failed is remembered too: fits that fail also take no more than their share of the time.
    """
    async with transaction(sessions) as session:
        fingerprint = await repository.fingerprint(session)
        last = await document_repository.last_fit(session)
    if last is not None:
        age = now - last["fitted_at"]
        is_same = fingerprint == last["fingerprint"] and age < AT_LEAST_EVERY
        is_early = age < timedelta(seconds=last["seconds"] / SHARE_OF_TIME)
        if age >= timedelta(0) and (is_same or is_early):  # the future was a wrong clock
            return 0
    began = time.monotonic()

    async def remember(fingerprint: str) -> None:
        seconds = time.monotonic() - began
        async with transaction(sessions) as session:
            await document_repository.remember_fit(
                session, fingerprint=fingerprint, fitted_at=now, seconds=seconds
            )

    try:
        counted = await rate_models(sessions, now)
        is_whole = await rate_images(sessions)
    except Exception:
        await remember(UNFINISHED)
        raise
    await remember(fingerprint if is_whole else UNFINISHED)
    return counted


async def rate_images(sessions: Sessions) -> bool:
    """Fit every judged image and write the ratings that moved, some at a time; answers whether all of them.

    An image that somebody holds, as a long deletion does, is left to the next fit.
    """
    async with transaction(sessions) as session:
        await repository.look_at_all(session)
        met = await rating_repository.pairs(session)
        before = await rating_repository.ratings(session)
    after = await asyncio.to_thread(image_ratings.rated, met["winner"], met["loser"], met["votes"])
    changed = await asyncio.to_thread(image_ratings.changes, before, after)
    written = 0
    for start in range(0, changed.written.size, ROWS_AT_ONCE):
        async with transaction(sessions) as session:
            rows = changed.written[start : start + ROWS_AT_ONCE]
            written += await rating_repository.store(session, rows)
    if changed.gone.size:
        async with transaction(sessions) as session:
            await rating_repository.forget(session, changed.gone.tolist())
    return written == changed.written.size


async def rate_models(sessions: Sessions, now: datetime) -> int:
    """Fit the models and publish the leaderboard; answers how many votes count."""
    async with transaction(sessions) as session:
        await repository.look_at_all(session)
        pairs, left_out = await repository.sum_votes(session)
    votes = await asyncio.to_thread(tally, pairs, left_out, most_models=MAX_MODELS)
    places = await asyncio.to_thread(standings, votes)
    async with transaction(sessions) as session:
        await repository.look_at_all(session)
        spellings = await repository.spellings(session, [votes.models[each.index] for each in places])
    leaderboard = report(votes, places, spellings=spellings, as_of=now)
    await _publish(sessions, {"models": json.dumps(leaderboard, ensure_ascii=False).encode()}, now)
    return votes.counted


async def draw(*, sessions: Sessions) -> int:
    """Draw the published leaderboard, unless its pictures are there; answers how many were drawn.

    Raises:
        NotDrawn: the older pictures stay, with their own `as_of`.
    """
    async with transaction(sessions) as session:
        made = await document_repository.published_at(session)
        if made.get("models") == made.get("models.svg"):
            return 0
        models = await document_repository.document(session, "models")
    if models is None:
        return 0
    pictures = await paint(json.loads(models["body"]))
    await _publish(sessions, pictures, models["as_of"])
    return len(pictures)


async def _publish(sessions: Sessions, bodies: Mapping[str, bytes], as_of: datetime) -> None:
    etags = {name: etag_of(body) for name, body in bodies.items()}
    async with transaction(sessions) as session:
        await document_repository.publish(session, bodies, etags=etags, as_of=as_of)
