"""Every refusal as RFC 9457 problem+json: the one table from what went wrong to what HTTP says."""

import json
import socket
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from redis.exceptions import (
    ClusterDownError,
    ExecAbortError,
    OutOfMemoryError,
    ReadOnlyError,
    ResponseError,
    TryAgainError,
)
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_community.errors import DomainError, Kind
from image_community.runtime.methods import allowed
from image_community.runtime.request_id import current_request_id

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = "2"
STORAGE_RETRY_AFTER_SECONDS = "30"

STATUS_OF_KIND = {
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.GONE: 410,
}
CODE_OF_STATUS = {
    400: "malformed",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    422: "invalid",
    429: "rate_limited",
    431: "headers_too_large",
    500: "internal",
    503: "unavailable",
}
TITLE_OF_STATUS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    410: "Gone",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}
# Replies that redis-py has no class for. Source: Redis' src/server.c, createSharedObjects.
REDIS_REPLIES = frozenset({"MISCONF", "NOREPLICAS", "UNBLOCKED", "BUSY"})
SENTENCE_OF_STATUS = {
    400: "The request could not be understood.",
    404: "There is nothing at this address.",
    405: "This address does not answer that method.",
    431: "The request headers are too large.",
}


class FieldProblem(BaseModel):
    """One field at fault; `field` is its path, such as `prompt` or `page`."""

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """The body of every refusal. `code` is one of contracts/error_codes.json, `detail` a plain sentence."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    code: str
    request_id: str | None
    errors: list[FieldProblem] | None = None


class Unavailable(Exception):
    """Something we need is busy or away; the client should come back."""


class StorageUnavailable(Exception):
    """The disk for files is full, read-only or away (runtime/storage.py raises it); nothing was kept."""

    code = "storage_unavailable"


class TooMany(Exception):
    """The caller did something too often; the argument is how many seconds to wait."""


def problem_response(
    status: int,
    *,
    code: str,
    detail: str,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Render a problem. ASCII-only JSON, so no text of a client can make the rendering fail."""
    problem = Problem(
        title=TITLE_OF_STATUS[status],
        status=status,
        detail=detail,
        code=code,
        request_id=current_request_id(),
        errors=list(errors) or None,
    )
    content = json.dumps(problem.model_dump(exclude=None if errors else {"errors"}))
    return Response(content, status, headers=headers, media_type=MEDIA_TYPE)


def unavailable(detail: str = "A part of the service is away for a moment. Please try again.") -> Response:
    """503 with Retry-After."""
    headers = {"Retry-After": RETRY_AFTER_SECONDS}
    return problem_response(503, code="unavailable", detail=detail, headers=headers)


def storage_unavailable() -> Response:
    """503 with Retry-After: a full disk lasts longer than a busy database."""
    return problem_response(
        503,
        code=StorageUnavailable.code,
        detail="Files cannot be stored at the moment. Nothing was kept; please try again later.",
        headers={"Retry-After": STORAGE_RETRY_AFTER_SECONDS},
    )


async def _domain_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    status = STATUS_OF_KIND[error.kind]
    field = error.field
    errors = [FieldProblem(field=field, code=error.code, message=error.detail)] if field else []
    return problem_response(
        status, code=error.code, detail=error.detail, errors=errors, headers=_challenge(status, error.code)
    )


def _challenge(status: int, code: str) -> Mapping[str, str] | None:
    """RFC 6750 3: a 401 says which scheme it wants, and whether a token was sent at all."""
    if status != 401:
        return None
    error = ', error="invalid_token"' if code == "invalid_token" else ""
    return {"WWW-Authenticate": f'Bearer realm="maru"{error}'}


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    detail = SENTENCE_OF_STATUS.get(error.status_code) or str(error.detail)
    code = CODE_OF_STATUS[error.status_code]
    headers = {"Allow": allowed(request)} if error.status_code == 405 else error.headers
    return problem_response(error.status_code, code=code, detail=detail, headers=headers)


async def _validation_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if any(each["type"] == "json_invalid" for each in found):
        return problem_response(400, code="malformed", detail="The body is not valid JSON.")
    errors = [_field_problem(each) for each in found]
    names = ", ".join(dict.fromkeys(each.field for each in errors))
    return problem_response(422, code="invalid", detail=f"Please correct: {names}.", errors=errors)


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    """The error without its `input`: echoing NaN or a lone surrogate is what breaks a rendering."""
    path = [str(part) for part in error["loc"][1:]]
    return FieldProblem(field=".".join(path) or "body", code=error["type"], message=error["msg"])


async def _away(_request: Request, error: Exception) -> Response:
    log.warning("dependency_away", error=type(error).__name__, reason=str(error)[:200])
    return unavailable()


async def _storage_away(_request: Request, error: Exception) -> Response:
    log.error("storage_unavailable", error=str(error), reason=str(error.__cause__)[:200])
    return storage_unavailable()


async def _too_many(_request: Request, error: Exception) -> Response:
    """RFC 6585 4, with the Retry-After of RFC 9110 10.2.3."""
    seconds = str(error)
    return problem_response(
        429,
        code="rate_limited",
        detail=f"That was too often. Please try again in {seconds} seconds.",
        headers={"Retry-After": seconds},
    )


async def _database_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    if is_passing(error):
        return await _away(request, error)
    raise error


def is_passing(error: DBAPIError) -> bool:
    """Whether trying again can help: connection lost, server starting or full, a timeout, a deadlock."""
    state = str(getattr(error.orig, "sqlstate", None) or "")
    if error.connection_invalidated or isinstance(error.orig, (OSError, asyncpg.InterfaceError)):
        return True
    return _is_passing_state(state)


def _is_passing_state(state: str) -> bool:
    """08 connection, 28 login, 40 rollback, 53 resources, 57 operator and timeouts, 58 system (I/O error);
    3D000 no such database, 55P03 lock, 25P03 idle in a transaction, 25P04 a transaction too long, 25006
    read-only: about to change places with its standby. The same in auth-match."""
    states = {"3D000", "55P03", "25P03", "25P04", "25006"}
    return state[:2] in {"08", "28", "40", "53", "57", "58"} or state in states


async def _bare_database_error(request: Request, error: Exception) -> Response:
    """asyncpg raises its own while connecting, past SQLAlchemy's wrapping."""
    if _is_passing_state(str(getattr(error, "sqlstate", None) or "")):
        return await _away(request, error)
    raise error


async def _redis_refusal(request: Request, error: Exception) -> Response:
    if is_redis_away(error):
        return await _away(request, error)
    raise error


def is_redis_away(error: Exception) -> bool:
    """Whether Redis is there and refuses for now: full, loading, part of a cluster that is down, about to
    change places with its replica (contracts/unavailable_errors.json)."""
    if isinstance(error, (OutOfMemoryError, ReadOnlyError, ClusterDownError, TryAgainError, ExecAbortError)):
        return True
    return str(error).partition(" ")[0] in REDIS_REPLIES


async def _gone_client(_request: Request, _error: Exception) -> Response:
    return problem_response(400, code="malformed", detail="The body ended before it was complete.")


def install_problems(app: FastAPI) -> None:
    """Teach the application to answer every exception that has a meaning."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(ClientDisconnect, _gone_client)
    app.add_exception_handler(TooMany, _too_many)
    app.add_exception_handler(asyncpg.PostgresError, _bare_database_error)
    app.add_exception_handler(ResponseError, _redis_refusal)
    app.add_exception_handler(ClusterDownError, _redis_refusal)
    app.add_exception_handler(StorageUnavailable, _storage_away)
    for kind in (
        Unavailable,
        PoolTimeoutError,
        RedisConnectionError,
        RedisTimeoutError,
        # asyncpg raises these bare while connecting, past SQLAlchemy's wrapping
        ConnectionError,
        TimeoutError,
        socket.gaierror,
        asyncpg.InterfaceError,
    ):
        app.add_exception_handler(kind, _away)


class LastResortMiddleware:
    """Pure ASGI: whatever nothing else understood is logged whole and answered 500. No input may get here."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = False

        async def send_and_note(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except Exception as error:
            log.exception("unhandled_error", error=type(error).__name__)
            if started:
                raise
            response = problem_response(
                500, code="internal", detail="Something went wrong on our side. It has been logged."
            )
            await response(scope, receive, send)
