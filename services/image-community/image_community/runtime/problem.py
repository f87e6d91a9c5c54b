"""Every refusal as RFC 9457 problem+json: statuses, titles, bodies. See problem_handlers.py."""

import json
from collections.abc import Mapping, Sequence
from typing import Literal

from fastapi import Response
from pydantic import BaseModel

from image_community.errors import Kind
from image_community.runtime.request_id import current_request_id

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
SENTENCE_OF_STATUS = {
    400: "The request could not be understood.",
    404: "There is nothing at this address.",
    405: "This address does not answer that method.",
    431: "The request headers are too large.",
}


class FieldProblem(BaseModel):
    """One invalid field; `field` is its path, such as `prompt` or `page`, "" for the body as a whole."""

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
    request_id: str
    errors: list[FieldProblem] | None = None


class Unavailable(Exception):
    """A dependency is busy or unavailable; the client should retry."""


class StorageUnavailable(Exception):
    """The disk for files is full, read-only or unavailable (see runtime/storage.py); nothing was stored."""

    code = "storage_unavailable"


class TooMany(Exception):
    """The rate limit is exceeded; the argument is the number of seconds to wait."""


def challenge(code: str) -> Mapping[str, str]:
    """RFC 6750 3: the header names the scheme, and whether the token was invalid."""
    error = ', error="invalid_token"' if code == "invalid_token" else ""
    return {"WWW-Authenticate": f'Bearer realm="maru"{error}'}


def problem_response(
    status: int,
    *,
    code: str,
    detail: str,
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Render a problem. ASCII-only JSON, so client input cannot break the rendering."""
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


def unavailable(
    detail: str = "A part of the service is temporarily unavailable. Please try again.",
) -> Response:
    """503 with Retry-After."""
    headers = {"Retry-After": RETRY_AFTER_SECONDS}
    return problem_response(503, code="unavailable", detail=detail, headers=headers)


def storage_unavailable() -> Response:
    """503 with a longer Retry-After: a full disk lasts longer than a busy database."""
    return problem_response(
        503,
        code=StorageUnavailable.code,
        detail="Files cannot be stored at the moment. Nothing was stored; please try again later.",
        headers={"Retry-After": STORAGE_RETRY_AFTER_SECONDS},
    )
