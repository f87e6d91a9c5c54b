"""/tournaments/rankings and /leaderboards: HTTP in, one use case, HTTP out."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from image_community.identity.dependencies import ViewerId
from image_community.leaderboards import schemas, service
from image_community.leaderboards.domain.rating import MOST_RANKS
from image_community.runtime.caching import caching_of
from image_community.runtime.clock import Now
from image_community.runtime.conditional import HEADERS, UNCHANGED, answer, etag_of
from image_community.runtime.database import sessions_of
from image_community.runtime.inputs import WholeNumber
from image_community.runtime.openapi import binary, problems
from image_community.runtime.public_url import public_url_of

router = APIRouter(tags=["leaderboards"])

FRESH_SECONDS = 30


@router.get(
    "/tournaments/rankings",
    summary="The images with the best ratings",
    response_model=schemas.Rankings,
    response_model_exclude_unset=True,
    responses={200: {"headers": HEADERS}, **UNCHANGED, **problems(422, 503)},
)
async def list_rankings(
    *,
    request: Request,
    response: Response,
    viewer_id: ViewerId,
    now: Now,
    limit: Annotated[WholeNumber, Query(ge=1, le=MOST_RANKS)] = MOST_RANKS,
) -> Any:
    """By the lower ends of the ratings' intervals, then images with votes but no rating yet.

    An image that left the tournament keeps its rank; a withdrawn one has none.
    """
    rated, new, total = await service.rankings(
        sessions=sessions_of(request), limit=limit, viewer_id=viewer_id
    )
    body = schemas.rankings_as_json(rated, new, total, public_url_of(request))
    return answer(
        request,
        body,
        etag=etag_of(body),
        as_of=now,
        media_type="application/json",
        caching=caching_of(request, response),
    )


@router.get(
    "/leaderboards/models",
    summary="The models by their ratings",
    response_model=schemas.ModelLeaderboard,
    responses={200: {"headers": HEADERS}, **UNCHANGED, **problems(503)},
)
async def get_model_leaderboard(request: Request) -> Response:
    """From all votes between images of two named models; fitted after changes, at most once per minute."""
    return await _published(request, "models", "application/json")


async def _published(request: Request, name: str, media_type: str) -> Response:
    """The stored document."""
    found = await service.published(sessions=sessions_of(request), name=name)
    return answer(
        request,
        found["body"],
        etag=found["etag"],
        as_of=found["as_of"],
        media_type=media_type,
        caching={"Cache-Control": f"public, max-age={FRESH_SECONDS}"},
    )


def _add_chart(name: str, media_type: str, summary: str) -> None:
    schema = {"type": "string"} if media_type.endswith("xml") else binary(media_type, summary)

    async def chart(request: Request) -> Response:
        return await _published(request, name, media_type)

    router.add_api_route(
        f"/leaderboards/{name}",
        chart,
        methods=["GET"],
        name=f"get_{name.replace('-', '_').replace('.', '_')}",
        summary=summary,
        description="A chart of the numbers of `/leaderboards/models`, rendered after the last fit.",
        response_class=Response,
        responses={
            200: {"headers": HEADERS, "content": {media_type: {"schema": schema}}},
            **UNCHANGED,
            **problems(503),
        },
    )


for ending, kind in (("svg", "image/svg+xml"), ("png", "image/png")):
    _add_chart(f"models.{ending}", kind, f"The models' ratings and intervals as a chart ({ending.upper()})")
    _add_chart(
        f"win-rates.{ending}", kind, f"The models' win rates against each other as a chart ({ending.upper()})"
    )
