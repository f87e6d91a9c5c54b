"""/images/feed/top-24h: HTTP in, one use case, HTTP out."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from image_community.identity.dependencies import ViewerId
from image_community.ranking import schemas, service
from image_community.ranking.window import MOST_RANKS
from image_community.runtime.caching import caching_of
from image_community.runtime.clock import Clock, get_clock
from image_community.runtime.conditional import HEADERS, UNCHANGED, answer, etag_of
from image_community.runtime.database import sessions_of
from image_community.runtime.inputs import WholeNumber
from image_community.runtime.openapi import problems
from image_community.runtime.public_url import public_url_of

router = APIRouter(tags=["ranking"])


async def get_fallback_lock(request: Request) -> service.FallbackLock:
    """This process's lock for reads from the events, created by the lifespan."""
    lock: service.FallbackLock = request.app.state.ranking_fallback_lock
    return lock


@router.get(
    "/images/feed/top-24h",
    summary="The ranking of the last 24 hours",
    response_model=list[schemas.RankedImage],
    response_model_exclude_unset=True,
    responses={200: {"headers": HEADERS}, **UNCHANGED, **problems(422, 503)},
)
async def list_top_images(
    *,
    request: Request,
    response: Response,
    viewer_id: ViewerId,
    clock: Annotated[Clock, Depends(get_clock)],
    fallback_lock: Annotated[service.FallbackLock, Depends(get_fallback_lock)],
    limit: Annotated[WholeNumber, Query(ge=1, le=MOST_RANKS)] = 10,
) -> Any:
    """Likes plus tournament wins of the 24 hours before `X-Maru-As-Of`; ties by newest first."""
    ranking = await service.top_24h(
        sessions=sessions_of(request),
        fallback_lock=fallback_lock,
        clock=clock,
        limit=limit,
        viewer_id=viewer_id,
    )
    body = schemas.as_json(ranking.rows, public_url_of(request))
    return answer(
        request,
        body,
        etag=etag_of(body),
        as_of=ranking.as_of,
        media_type="application/json",
        caching=caching_of(request, response),
    )
