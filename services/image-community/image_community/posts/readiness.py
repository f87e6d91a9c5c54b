"""Checks of the media folder in a web process: at its start, at `/readyz` and at `/metrics`."""

import asyncio

import structlog
from fastapi import Response

from image_community.posts import media_repository, metrics
from image_community.posts.store_guard import check_store, refusal_now
from image_community.runtime.clock import utc_now
from image_community.runtime.database import DATABASE_ERRORS, Sessions, transaction
from image_community.runtime.problem import StorageUnavailable, problem_response
from image_community.uploads.files import ImageFiles

log = structlog.get_logger()

MEDIA_STORE_REFUSED = "media_store_refused"
START_SECONDS = 5.0  # counting a large store takes longer; then the worker does it
NEXT_STEP = (
    "No file is moved or deleted until an operator acts: docs/runbook.md, "
    '"Media restored beside another database".'
)


async def check_at_start(*, sessions: Sessions, files: ImageFiles) -> None:
    """So that the first `/readyz` knows the result. If this check fails, the worker checks."""
    try:
        async with asyncio.timeout(START_SECONDS):
            await check_store(sessions=sessions, files=files, now=utc_now())
    except (*DATABASE_ERRORS, StorageUnavailable) as error:
        log.warning("media_store_check_failed", error=type(error).__name__)


async def media_problem(*, sessions: Sessions, files: ImageFiles) -> Response | None:
    """503 while the media folder does not belong to this database."""
    refusal = await refusal_now(sessions=sessions, files=files)
    if refusal is None:
        return None
    detail = f"{refusal.sentence} {NEXT_STEP}"
    return problem_response(503, code=MEDIA_STORE_REFUSED, detail=detail, headers={"Retry-After": "60"})


async def observe_media(*, sessions: Sessions, files: ImageFiles) -> None:
    """Set the gauges to the current values."""
    refusal = await refusal_now(sessions=sessions, files=files)
    async with transaction(sessions) as session:
        row = await media_repository.store_row(session)
    metrics.publish(refusal=refusal, waiting=row.waiting)
