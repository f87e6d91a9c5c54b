"""Liveness, startup and readiness.

/healthz    the process answers
/startupz   PostgreSQL and Redis answer too: dependent processes may start
/readyz     as /startupz, and no feature objects: for monitoring
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog
from fastapi import APIRouter, Request, Response
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from image_community.runtime.database import DATABASE_ERRORS
from image_community.runtime.lifespan import Connections
from image_community.runtime.problem import unavailable

log = structlog.get_logger()
CHECK_SECONDS = 2.0
router = APIRouter(include_in_schema=False)

Objections = Sequence[Callable[[], Awaitable[Response | None]]]


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/startupz")
async def started(request: Request) -> Any:
    """200 when PostgreSQL and Redis answer, else 503."""
    return await _answer(request, objections=())


@router.get("/readyz")
async def ready(request: Request) -> Any:
    """The same, or the objection of a feature (passed by main)."""
    return await _answer(request, objections=request.app.state.objections)


async def _answer(request: Request, *, objections: Objections) -> Response:
    connections: Connections = request.app.state.connections
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            async with connections.waits.bounded(longest_seconds=CHECK_SECONDS):
                await _ping_database(connections.probe)
            with connections.redis_breaker.guard():
                await connections.redis.ping()
            for objection in objections:
                if (problem := await objection()) is not None:
                    return problem
    except (*DATABASE_ERRORS, RedisError) as error:
        log.warning("not_ready", error=type(error).__name__)
        return unavailable("The database or Redis does not answer.")
    return Response('{"status":"ok"}', media_type="application/json")


async def _ping_database(probe: AsyncEngine) -> None:
    async with probe.connect() as connection:
        await connection.execute(text("SELECT 1"))
