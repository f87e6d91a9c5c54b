"""/images/{id}/like: HTTP in, one use case, HTTP out."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response

from image_community.identity.dependencies import CurrentUser, ViewerId
from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.identity.limits import limited
from image_community.likes import schemas, service
from image_community.likes.domain.likes import Likes
from image_community.posts.errors import PostNotFound
from image_community.runtime.database import sessions_of
from image_community.runtime.inputs import PathId
from image_community.runtime.limits import Action
from image_community.runtime.openapi import problems

router = APIRouter(prefix="/images/{image_id}/like", tags=["likes"])

CALLER_PROBLEMS = problems(NotAuthenticated, InvalidToken, PostNotFound, 422, 429, 503)
LIMITED = [Depends(limited(Action.LIKE))]


def _state(likes: Likes) -> dict[str, Any]:
    message = "You like this image." if likes.is_liked else "You do not like this image."
    return {"is_liked": likes.is_liked, "like_count": likes.count, "message": message}


@router.post(
    "",
    summary="Like an image",
    status_code=201,
    response_model=schemas.LikeState,
    responses={
        200: {"model": schemas.LikeState, "description": "You already liked it"},
        **CALLER_PROBLEMS,
    },
    dependencies=LIMITED,
)
async def like_image(image_id: PathId, user: CurrentUser, request: Request, response: Response) -> Any:
    """201 the first time, 200 if repeated."""
    likes, is_new = await service.like(sessions=sessions_of(request), image_id=image_id, user_id=user.user_id)
    response.status_code = 201 if is_new else 200
    return _state(likes)


@router.delete(
    "",
    summary="Remove a like",
    response_model=schemas.LikeState,
    responses=CALLER_PROBLEMS,
    dependencies=LIMITED,
)
async def unlike_image(image_id: PathId, user: CurrentUser, request: Request) -> Any:
    """200, also without a like."""
    return _state(
        await service.unlike(sessions=sessions_of(request), image_id=image_id, user_id=user.user_id)
    )


@router.get(
    "/status",
    summary="Get the likes of an image",
    response_model=schemas.LikeState,
    responses=problems(PostNotFound, 422, 503),
)
async def get_like_status(image_id: PathId, viewer_id: ViewerId, request: Request) -> Any:
    """Public; without a token `is_liked` is false."""
    return _state(await service.status(sessions=sessions_of(request), image_id=image_id, user_id=viewer_id))
