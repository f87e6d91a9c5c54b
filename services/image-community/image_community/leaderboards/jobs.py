"""The worker's job: fit when votes changed, publish the results and render charts. Requests only read."""

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from image_community.leaderboards import document_repository, rating_repository, repository
from image_community.leaderboards.chart_renderer import PROGRAM, render
from image_community.leaderboards.domain import image_ratings
from image_community.leaderboards.domain.model_ranks import model_ranks
from image_community.leaderboards.domain.report import report
from image_community.leaderboards.domain.tally import tally
from image_community.runtime.conditional import etag_of
from image_community.runtime.database import Sessions, transaction

MAX_MODELS = 500  # fitted; the most judged
ROWS_AT_ONCE = 5000  # ratings in one transaction
AT_LEAST_EVERY = timedelta(hours=1)  # regardless of the fingerprint: spellings of models may change
SHARE_OF_TIME = 0.1  # the largest share of the worker's time for fits
UNFINISHED = ""  # never the fingerprint of votes, so the next fit runs as soon as its time share allows


@dataclass(frozen=True, slots=True)
class FitLimits:
    """What one fit takes: the most judged models and pairs of models, and for images the newest votes;
    and how many votes a model needs to be shown."""

    min_votes: int
    models: int = MAX_MODELS
    pairs: int = repository.MAX_PAIRS
    votes: int = rating_repository.MAX_VOTES


async def refresh(*, sessions: Sessions, now: datetime, limits: FitLimits) -> int:
    """The worker's job: fit, then render charts; returns how many votes count, 0 if nothing changed.

    Raises:
        ChartRenderFailed: the numbers are published nevertheless.
    """
    try:
        return await refit(sessions=sessions, now=now, limits=limits)
    finally:  # the models may be published although the images failed
        await render_charts(sessions=sessions)


async def refit(*, sessions: Sessions, now: datetime, limits: FitLimits) -> int:
    """Rate models and images from all votes, unless nothing changed; returns how many votes count.

    A failed attempt is recorded too, so that failing fits also stay within their share of time.
    """
    async with transaction(sessions) as session:
        fingerprint = f"{await repository.fingerprint(session)}:{limits.min_votes}"
        last = await document_repository.last_fit(session)
    if last is not None:
        age = now - last["fitted_at"]
        is_same = fingerprint == last["fingerprint"] and age < AT_LEAST_EVERY
        is_early = age < timedelta(seconds=last["seconds"] / SHARE_OF_TIME)
        if age >= timedelta(0) and (is_same or is_early):  # negative: the clock was wrong
            return 0
    began = time.monotonic()

    async def record(fingerprint: str) -> None:
        seconds = time.monotonic() - began
        async with transaction(sessions) as session:
            await document_repository.record_fit(
                session, fingerprint=fingerprint, fitted_at=now, seconds=seconds
            )

    try:
        counted = await rate_models(sessions, now, limits)
        is_whole = await rate_images(sessions, limits)
    except Exception:
        await record(UNFINISHED)
        raise
    await record(fingerprint if is_whole else UNFINISHED)
    return counted


async def rate_images(sessions: Sessions, limits: FitLimits) -> bool:
    """Fit all images with votes and write changed ratings in batches; returns whether all were written.

    A locked image, as by a long deletion, is left to the next fit.
    """
    async with transaction(sessions) as session:
        await repository.begin_snapshot(session)
        met = await rating_repository.pairs(session, newest=limits.votes)
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
            await rating_repository.delete_ratings(session, changed.gone.tolist())
    return written == changed.written.size


async def rate_models(sessions: Sessions, now: datetime, limits: FitLimits) -> int:
    """Fit the models and publish the leaderboard; returns how many votes count."""
    async with transaction(sessions) as session:
        await repository.begin_snapshot(session)
        pairs, excluded = await repository.sum_votes(session, most_pairs=limits.pairs)
    votes = await asyncio.to_thread(tally, pairs, excluded, most_models=limits.models)
    ranked = await asyncio.to_thread(model_ranks, votes, min_votes=limits.min_votes)
    async with transaction(sessions) as session:
        await repository.begin_snapshot(session)
        spellings = await repository.spellings(session, [votes.models[each.index] for each in ranked])
    leaderboard = report(votes, ranked, min_votes=limits.min_votes, spellings=spellings, as_of=now)
    await _publish(sessions, {"models": json.dumps(leaderboard, ensure_ascii=False).encode()}, now)
    return votes.counted


async def render_charts(*, sessions: Sessions, program: str = PROGRAM) -> int:
    """Render the published leaderboard, unless its charts exist; returns how many were rendered.

    Raises:
        ChartRenderFailed: the older charts stay, with their own `as_of`.
    """
    async with transaction(sessions) as session:
        published = await document_repository.published_at(session)
        if published.get("models") == published.get("models.svg"):
            return 0
        models = await document_repository.document(session, "models")
    if models is None:
        return 0
    charts = await render(json.loads(models["body"]), program=program)
    await _publish(sessions, charts, models["as_of"])
    return len(charts)


async def _publish(sessions: Sessions, bodies: Mapping[str, bytes], as_of: datetime) -> None:
    etags = {name: etag_of(body) for name, body in bodies.items()}
    async with transaction(sessions) as session:
        await document_repository.publish(session, bodies, etags=etags, as_of=as_of)
