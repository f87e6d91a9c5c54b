"""The one table from an error to the problem that answers it."""

import socket
from collections.abc import Mapping
from typing import Any

import asyncpg  # type: ignore[import-untyped]  # ships no annotations
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from redis.exceptions import ClusterDownError, ResponseError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from image_community.errors import DomainError
from image_community.runtime.field_errors import code_of, sentence_of
from image_community.runtime.methods import allowed
from image_community.runtime.problem import (
    CODE_OF_STATUS,
    SENTENCE_OF_STATUS,
    STATUS_OF_KIND,
    FieldProblem,
    StorageUnavailable,
    TooMany,
    Unavailable,
    challenge,
    problem_response,
    storage_unavailable,
    unavailable,
)
from image_community.runtime.transient_errors import is_redis_unavailable, is_transient, is_transient_state

MAX_ERRORS = 50  # in one response: a body may have thousands of unknown fields
MAX_FIELD_CHARACTERS = 100

log = structlog.get_logger()


async def _domain_error(_request: Request, error: Exception) -> Response:
    assert isinstance(error, DomainError)
    status = STATUS_OF_KIND[error.kind]
    field = error.field
    code = error.field_code or error.code
    errors = [FieldProblem(field=field, code=code, message=error.detail)] if field else []
    headers = challenge(error.code) if status == 401 else None
    return problem_response(status, code=error.code, detail=error.detail, errors=errors, headers=headers)


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
    errors = [_field_problem(each) for each in found[:MAX_ERRORS]]
    return problem_response(422, code="invalid", detail="Some fields are not valid.", errors=errors)


def _field_problem(error: Mapping[str, Any]) -> FieldProblem:
    """Without the input, which may hold anything. The name of an unknown field is input, too."""
    path = ".".join(str(part) for part in error["loc"][1:])[:MAX_FIELD_CHARACTERS]
    field = path.encode(errors="replace").decode()
    return FieldProblem(field=field, code=code_of(error), message=sentence_of(error))


async def _dependency_unavailable(_request: Request, error: Exception) -> Response:
    log.warning("dependency_unavailable", error=type(error).__name__, detail=str(error)[:200])
    return unavailable()


async def _storage_unavailable(_request: Request, error: Exception) -> Response:
    log.error("storage_unavailable", error=str(error), cause=str(error.__cause__)[:200])
    return storage_unavailable()


async def _too_many(_request: Request, error: Exception) -> Response:
    """RFC 6585 4, with the Retry-After of RFC 9110 10.2.3."""
    seconds = str(error)
    return problem_response(
        429,
        code="rate_limited",
        detail=f"Too many requests. Please try again in {seconds} seconds.",
        headers={"Retry-After": seconds},
    )


async def _database_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    if is_transient(error):
        return await _dependency_unavailable(request, error)
    raise error


async def _bare_database_error(request: Request, error: Exception) -> Response:
    """From connecting, and from what asyncpg runs itself: past SQLAlchemy's wrapping."""
    if is_transient_state(str(getattr(error, "sqlstate", None) or "")):
        return await _dependency_unavailable(request, error)
    raise error


async def _redis_refusal(request: Request, error: Exception) -> Response:
    if is_redis_unavailable(error):
        return await _dependency_unavailable(request, error)
    raise error


async def _client_disconnected(_request: Request, _error: Exception) -> Response:
    return problem_response(400, code="malformed", detail="The body ended before it was complete.")


def install_problem_handlers(app: FastAPI) -> None:
    """Register a handler for every expected exception."""
    app.add_exception_handler(DomainError, _domain_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(DBAPIError, _database_error)
    app.add_exception_handler(ClientDisconnect, _client_disconnected)
    app.add_exception_handler(TooMany, _too_many)
    app.add_exception_handler(asyncpg.PostgresError, _bare_database_error)
    app.add_exception_handler(ResponseError, _redis_refusal)
    app.add_exception_handler(ClusterDownError, _redis_refusal)
    app.add_exception_handler(StorageUnavailable, _storage_unavailable)
    for kind in (
        Unavailable,
        PoolTimeoutError,
        RedisConnectionError,
        RedisTimeoutError,
        # from asyncpg itself, of a closed connection (see database.reading)
        ConnectionError,
        TimeoutError,
        socket.gaierror,
        asyncpg.InterfaceError,
    ):
        app.add_exception_handler(kind, _dependency_unavailable)


class LastResortMiddleware:
    """Pure ASGI: logs an unhandled exception and answers 500. No input may cause one."""

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
        except Exception:
            log.exception("unhandled_error")
            if started:
                raise
            response = problem_response(
                500, code="internal", detail="An internal error occurred. It has been logged."
            )
            await response(scope, receive, send)
