"""/me/export: HTTP in, one use case, HTTP out."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from image_community.accounts import schemas, service
from image_community.identity.dependencies import CurrentUser
from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.runtime.clock import Now, as_text
from image_community.runtime.database import sessions_of
from image_community.runtime.openapi import headers, problems
from image_community.runtime.prepared import Row
from image_community.runtime.public_url import public_url_of

router = APIRouter(prefix="/me", tags=["account"])

HEADERS = {"Content-Disposition": 'attachment; filename="maru-images.json"'}


@router.get(
    "/export",
    summary="Export your data",
    response_class=StreamingResponse,
    responses={
        200: {"model": schemas.Export, "headers": headers("Content-Disposition")},
        **problems(NotAuthenticated, InvalidToken, 503),
    },
)
async def export_account(user: CurrentUser, request: Request, now: Now) -> StreamingResponse:
    """Your posts, withdrawn ones too, your likes and your votes, as one JSON document."""
    pages = service.export(sessions=sessions_of(request), user_id=user.user_id)
    chunks = _chunks(pages, user_id=user.user_id, now=now, public_url=public_url_of(request))
    # The first page is read before the response starts: if the database is unavailable, the answer is 503.
    first = await anext(chunks)
    return StreamingResponse(_chain(first, chunks), media_type="application/json", headers=HEADERS)


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def _chunks(
    pages: AsyncIterator[tuple[str, Sequence[Row]]], *, user_id: int, now: datetime, public_url: str
) -> AsyncIterator[bytes]:
    """An `Export`, in chunks."""
    begun, separator = "", b""
    head = {"user_id": user_id, "exported_at": as_text(now)}
    opening = json.dumps(head).removesuffix("}").encode()
    async for part, rows in pages:
        if part != begun:
            opening += (b"], " if begun else b", ") + json.dumps(part).encode() + b": ["
            begun, separator = part, b""
        piece = schemas.part_as_json(part, rows, public_url)
        yield opening + (separator if piece else b"") + piece
        opening, separator = b"", b"," if piece else separator
    yield b"]}"
