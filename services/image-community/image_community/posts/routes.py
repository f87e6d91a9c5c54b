"""/images: HTTP in, one use case, HTTP out."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from image_community.identity.dependencies import CurrentUser, ViewerId
from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.identity.limits import limited
from image_community.posts import schemas, service
from image_community.posts.domain.filters import MOST_PER_PAGE, Filters
from image_community.posts.errors import InvalidCursor, NotOwner, PostNotFound
from image_community.runtime.clock import Now
from image_community.runtime.database import sessions_of
from image_community.runtime.inputs import PathId, QueryId, Text, WholeNumber, json_body
from image_community.runtime.limits import Action
from image_community.runtime.openapi import binary, headers, problems
from image_community.runtime.problem import StorageUnavailable
from image_community.runtime.public_url import public_url_of
from image_community.uploads.encoder import ImageEncoder
from image_community.uploads.errors import ImageTooLarge, UnreadableImage
from image_community.uploads.files import Files
from image_community.uploads.form import UploadForm, new_file, read_form

router = APIRouter(prefix="/images", tags=["images"])

OWNER_PROBLEMS = problems(NotAuthenticated, InvalidToken, NotOwner, PostNotFound, 422, 503)
UPLOAD_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "prompt"],
                    "properties": {
                        "file": binary(
                            "application/octet-stream",
                            "JPEG, PNG, WebP, GIF or AVIF; at most 10 MiB and 40 megapixels (all frames"
                            " together), AVIF 16 megapixels",
                        ),
                        "prompt": {"type": "string", "minLength": 1, "maxLength": 2000},
                        "model_name": {"type": "string", "maxLength": 100},
                        "is_tournament_opt_in": {"type": "boolean", "default": False},
                    },
                }
            }
        },
    }
}


async def list_filters(
    user_id: QueryId = None,
    tournament_only: bool = False,
    model_name: Annotated[Text | None, Query(max_length=100, description="the exact spelling")] = None,
    model_key: Annotated[
        Text | None, Query(max_length=100, description="any spelling: the key in the leaderboard of models")
    ] = None,
) -> Filters:
    """The filters of a list, as query parameters."""
    return Filters(
        user_id=user_id, tournament_only=tournament_only, model_name=model_name, model_key=model_key
    )


@router.get(
    "",
    summary="List images, newest first",
    response_model=schemas.ImagePage | schemas.ImagesAfter,
    response_model_exclude_unset=True,
    responses={200: {"headers": headers("Link")}, **problems(InvalidCursor, 422, 503)},
)
async def list_images(
    *,
    request: Request,
    response: Response,
    viewer_id: ViewerId,
    filters: Annotated[Filters, Depends(list_filters)],
    page: Annotated[WholeNumber, Query(ge=1, le=10_000)] = 1,
    size: Annotated[WholeNumber, Query(ge=1, le=MOST_PER_PAGE)] = 20,
    cursor: Annotated[
        str | None,
        Query(max_length=64, description="Pages by position instead of by number; empty for the first page"),
    ] = None,
) -> Any:
    """By page number or, with `cursor` (even empty), by position: `Link: rel="next"` is the next page."""
    if cursor is not None:
        rows, next_cursor = await service.list_after(
            sessions=sessions_of(request), filters=filters, cursor=cursor, size=size, viewer_id=viewer_id
        )
        if next_cursor is not None:
            response.headers["Link"] = _next_link(request, public_url_of(request), next_cursor)
        return {"items": schemas.images(rows, public_url_of(request)), "next_cursor": next_cursor}
    found = await service.list_page(
        sessions=sessions_of(request), filters=filters, page=page, size=size, viewer_id=viewer_id
    )
    total = {"total": found.total.number, "total_is_exact": found.total.is_exact}
    place = {"page": page, "size": size, "has_next": found.has_next}
    return {"items": schemas.images(found.rows, public_url_of(request)), **total, **place}


def _next_link(request: Request, public_url: str, cursor: str) -> str:
    """RFC 8288: the same query with the next cursor."""
    query = urlencode({**request.query_params, "cursor": cursor})
    return f'<{public_url}/api/v1/images?{query}>; rel="next"'


@router.get(
    "/feed/random",
    summary="Random images",
    response_model=list[schemas.Image],
    response_model_exclude_unset=True,
    responses=problems(422, 503),
)
async def list_random_images(
    request: Request,
    viewer_id: ViewerId,
    limit: Annotated[WholeNumber, Query(ge=1, le=50)] = 20,
) -> Any:
    """Every active image has the same chance at each request."""
    rows = await service.random_images(sessions=sessions_of(request), limit=limit, viewer_id=viewer_id)
    return schemas.images(rows, public_url_of(request))


@router.post(
    "",
    summary="Post an image",
    status_code=201,
    response_model=schemas.Image,
    response_model_exclude_unset=True,
    responses={
        200: {
            "model": schemas.Image,
            "description": "You already posted the same bytes; returns that post",
            "headers": headers("Location"),
        },
        201: {"headers": headers("Location")},
        **problems(
            *(400, NotAuthenticated, InvalidToken, 413, 415, 422, 429, UnreadableImage, ImageTooLarge),
            *(503, StorageUnavailable),
        ),
    },
    openapi_extra=UPLOAD_FORM,
    dependencies=[Depends(limited(Action.UPLOAD))],
)
async def create_image(
    *,
    request: Request,
    response: Response,
    user: CurrentUser,
    files: Files,
    encoder: ImageEncoder,
) -> Any:
    """Reads the form itself: the framework would read the whole body before it checks the token."""
    with new_file() as into:
        form = await read_form(request, into)
        fields, original = _checked(form)
        row, is_new = await service.create_post(
            sessions=sessions_of(request),
            files=files,
            encoder=encoder,
            author=user,
            original=original,
            fields=fields.model_dump(),
        )
    response.status_code = 201 if is_new else 200
    response.headers["Location"] = f"/api/v1/images/{row['id']}"
    return schemas.image(row, public_url_of(request))


def _checked(form: UploadForm) -> tuple[schemas.NewPost, service.Original]:
    """The parts of the form, or an error that lists every invalid field."""
    errors: list[Any] = []
    fields: schemas.NewPost | None = None
    try:
        fields = schemas.NewPost.model_validate(form.fields)
    except ValidationError as error:
        errors += [{**each, "loc": ("body", *each["loc"])} for each in error.errors(include_url=False)]
    if form.file is None or form.container is None:
        errors.append({"type": "missing", "loc": ("body", "file")})
    elif fields is not None:
        return fields, service.Original(form.file, form.container)
    raise RequestValidationError(errors)


@router.get(
    "/{image_id}",
    summary="Get an image",
    response_model=schemas.Image,
    response_model_exclude_unset=True,
    responses=problems(PostNotFound, 422, 503),
)
async def get_image(image_id: PathId, request: Request, viewer_id: ViewerId) -> Any:
    """404 for withdrawn images."""
    row = await service.get_image(sessions=sessions_of(request), post_id=image_id, viewer_id=viewer_id)
    return schemas.image(row, public_url_of(request))


async def change_image(
    image_id: PathId,
    changes: schemas.PostChanges,
    user: CurrentUser,
    request: Request,
) -> Any:
    """Change the sent fields, for PATCH and PUT alike (existing clients send partial bodies with PUT)."""
    row = await service.update_post(
        sessions=sessions_of(request),
        post_id=image_id,
        user_id=user.user_id,
        changes=changes.model_dump(exclude_unset=True),
    )
    return schemas.image(row, public_url_of(request))


for method, name in (("PATCH", "update_image"), ("PUT", "put_image")):
    router.add_api_route(
        "/{image_id}",
        change_image,
        methods=[method],
        name=name,
        summary="Change your image",
        response_model=schemas.Image,
        response_model_exclude_unset=True,
        responses={**OWNER_PROBLEMS, **problems(400, 413, 415)},
        dependencies=[Depends(json_body)],
    )


@router.delete("/{image_id}", summary="Withdraw your image", status_code=204, responses=OWNER_PROBLEMS)
async def delete_image(image_id: PathId, user: CurrentUser, request: Request, files: Files, now: Now) -> None:
    """Permanent: removes the image from every list and its file from the web. Votes still count for its
    model.

    The file is kept for 30 days, accessible only to the operator.
    """
    await service.delete_post(
        sessions=sessions_of(request), files=files, post_id=image_id, user_id=user.user_id, now=now
    )
