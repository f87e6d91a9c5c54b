"""`/metrics` of a web process, in Prometheus' text format.

Served only at the internal port; the gateway has no such path. Each feature defines its metrics (metrics.py);
an observer, passed by main, updates gauges before each response.
"""

from collections.abc import Awaitable, Callable, Sequence

import structlog
from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from image_community.runtime.database import DATABASE_ERRORS
from image_community.runtime.problem import StorageUnavailable

log = structlog.get_logger()
router = APIRouter(include_in_schema=False)

Observers = Sequence[Callable[[], Awaitable[None]]]


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """All metrics. While the database is unavailable, gauges from it keep their last values."""
    observers: Observers = request.app.state.observers
    for observe in observers:
        try:
            await observe()
        except (*DATABASE_ERRORS, StorageUnavailable) as error:
            log.warning("metrics_observe_failed", error=type(error).__name__)
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
