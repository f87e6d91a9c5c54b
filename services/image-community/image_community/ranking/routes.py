"""/images/feed/top-24h: HTTP in, one use case, HTTP out."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from image_community.identity.dependencies import ViewerId
from image_community.posts.schemas import image
from image_community.ranking import schemas, service
from image_community.runtime.clock import Now
from image_community.runtime.database import DatabaseSessions
from image_community.runtime.openapi import problems
from image_community.runtime.public_url import PublicUrl

router = APIRouter(tags=["images"])

AS_OF = {"X-Maru-As-Of": {"schema": {"type": "string", "format": "date-time"}}}


@router.get(
    "/images/feed/top-24h",
    summary="The ranking of the last 24 hours",
    response_model=list[schemas.RankedImage],
    response_model_exclude_unset=True,
    responses={200: {"headers": AS_OF}, **problems(422, 503)},
)
async def top_24h(
    *,
    response: Response,
    sessions: DatabaseSessions,
    public_url: PublicUrl,
    viewer_id: ViewerId,
    now: Now,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Any:
    """Likes plus tournament wins of the 24 hours before `X-Maru-As-Of`; of equals the newest first."""
    rows = await service.top_24h(sessions=sessions, as_of=now, limit=limit, viewer_id=viewer_id)
    response.headers["X-Maru-As-Of"] = now.isoformat().replace("+00:00", "Z")
    return [{**image(row, public_url), "rank": rank} for rank, row in enumerate(rows, start=1)]
