"""`/metrics` of a web process: what it counts of itself, in Prometheus' text format.

Served at the inside port only; the gateway has no such path. Each feature defines its own (its metrics.py);
what it must look up first is an observer, given by main.
"""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from image_community.runtime.database import DATABASE_AWAY
from image_community.runtime.problem import StorageUnavailable

log = structlog.get_logger()
router = APIRouter(include_in_schema=False)

Observers = Sequence[Callable[[], Awaitable[None]]]


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Everything, also while the database is away: then what is looked up there is as it was last."""
    observers: Observers = request.app.state.observers
    for observe in observers:
        try:
            await observe()
        except (*DATABASE_AWAY, StorageUnavailable) as error:
            log.warning("not_observed", error=type(error).__name__)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
