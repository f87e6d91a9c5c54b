"""/me/export: HTTP in, one use case, HTTP out."""

import json
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from fastapi import APIRouter
from fastapi.responses import StreamingResponse
from sqlalchemy.engine import RowMapping

from image_community.accounts import schemas, service
from image_community.identity.dependencies import CurrentUser
from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.runtime.clock import Now, as_text
from image_community.runtime.database import DatabaseSessions
from image_community.runtime.openapi import problems
from image_community.runtime.public_url import PublicUrl

router = APIRouter(prefix="/me", tags=["account"])

HEADERS = {"Content-Disposition": 'attachment; filename="maru-images.json"'}


@router.get(
    "/export",
    summary="All that is kept of you",
    response_class=StreamingResponse,
    responses={
        200: {"model": schemas.Export},
        **problems(NotAuthenticated, InvalidToken, 503),
    },
)
async def export_account(
    user: CurrentUser, sessions: DatabaseSessions, public_url: PublicUrl, now: Now
) -> StreamingResponse:
    """Your posts, withdrawn ones too, your likes and your votes, as one JSON document."""
    pages = service.export(sessions=sessions, user_id=user.user_id)
    written = _written(pages, user_id=user.user_id, now=now, public_url=public_url)
    # Read some before the answer begins: if the database is away, there is still time to say so.
    first = await anext(written)
    return StreamingResponse(_continued(first, written), media_type="application/json", headers=HEADERS)


async def _continued(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for chunk in rest:
        yield chunk


async def _written(
    pages: AsyncIterator[tuple[str, Sequence[RowMapping]]], *, user_id: int, now: datetime, public_url: str
) -> AsyncIterator[bytes]:
    """An `Export`, piece by piece."""
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
