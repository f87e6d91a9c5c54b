"""Every HTTP error in one format: application/problem+json (RFC 9457).

The only place that maps kinds of errors to statuses. `code` comes from `contracts/error_codes.json`.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
from functools import wraps
from typing import Any

import structlog
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, UnreadablePostError
from rest_framework import exceptions
from rest_framework.settings import api_settings

from auth_match.errors import (
    CONFLICT,
    FORBIDDEN,
    GONE,
    INVALID,
    LIMITED,
    NOT_FOUND,
    UNAUTHENTICATED,
    DomainError,
    FieldError,
)
from auth_match.runtime.request_id import current_request_id
from auth_match.runtime.unavailable import is_unavailable

log = structlog.get_logger(__name__)

STATUS_OF_KIND = {
    INVALID: 422,
    UNAUTHENTICATED: 401,
    FORBIDDEN: 403,
    NOT_FOUND: 404,
    CONFLICT: 409,
    GONE: 410,
    LIMITED: 429,
}

TITLES = {
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

# Errors of transport itself. The detail is ours: the framework's own may repeat the client's input.
_FORBIDDEN = (403, "forbidden", "You may not do this.")
_NOT_FOUND = (404, "not_found", "There is nothing here.")
_METHOD_NOT_ALLOWED = (405, "method_not_allowed", "This address does not accept that method.")
_TRANSPORT: list[tuple[type[Exception] | tuple[type[Exception], ...], int, str, str]] = [
    (exceptions.ParseError, 400, "malformed", "The body is not valid JSON."),
    (exceptions.NotAuthenticated, 401, "not_authenticated", "This needs an access token."),
    ((exceptions.PermissionDenied, PermissionDenied), *_FORBIDDEN),
    ((exceptions.NotFound, Http404), *_NOT_FOUND),
    (exceptions.MethodNotAllowed, *_METHOD_NOT_ALLOWED),
    (exceptions.UnsupportedMediaType, 415, "unsupported_media_type", "Send application/json."),
]

RETRY_AFTER_SECONDS = 2


def problem(
    status: int, code: str, detail: str, *, errors: Iterable[FieldError] = (), retry_after: int | None = None
) -> HttpResponse:
    """The response. 401 carries WWW-Authenticate (RFC 6750 3), 503 and 429 Retry-After in seconds."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": TITLES[status],
        "status": status,
        "detail": detail,
        "code": code,
        "request_id": current_request_id(),
    }
    if fields := [asdict(error) for error in errors]:
        body["errors"] = fields
    response = HttpResponse(json.dumps(body), status=status, content_type="application/problem+json")
    if status == 401:
        reason = ', error="invalid_token"' if code == "invalid_token" else ""
        response["WWW-Authenticate"] = f'Bearer realm="maru"{reason}'
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response


def unavailable() -> HttpResponse:
    return problem(
        503, "unavailable", "This is not available right now; try again.", retry_after=RETRY_AFTER_SECONDS
    )


def dependency_unavailable(error: BaseException) -> HttpResponse:
    """The same for an error of PostgreSQL or Redis, which the log names."""
    log.warning("dependency_unavailable", error=type(error).__name__, detail=str(error)[:200])
    return unavailable()


def handle_exception(error: Exception, _context: dict[str, Any]) -> HttpResponse | None:
    """Django REST framework calls this with the exception of a view. None makes it a 500."""
    if isinstance(error, DomainError):
        status, wait = STATUS_OF_KIND[error.kind], error.retry_after
        return problem(status, error.code, error.detail, errors=error.errors, retry_after=wait)
    if is_unavailable(error):
        return dependency_unavailable(error)
    if isinstance(error, exceptions.ValidationError):
        return problem(422, "invalid", "Some fields are not valid.", errors=field_errors(error.detail))
    for exception_type, status, code, detail in _TRANSPORT:
        if isinstance(error, exception_type):
            return problem(status, code, detail)
    return None


def field_errors(detail: Any, field: str = "") -> Iterator[FieldError]:
    """Flattens DRF's nested details: `{"a": {"b": [...]}}` becomes the field `a.b`."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            at_top = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from field_errors(inner, field if at_top else f"{field}.{name}".lstrip("."))
    elif isinstance(detail, list):
        for inner in detail:
            yield from field_errors(inner, field)
    else:
        yield FieldError(field, str(getattr(detail, "code", "invalid")), str(detail))


# --- Django's own handlers, named in config.urls ---


def bad_request(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return malformed()


def forbidden(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(*_FORBIDDEN)


def not_found(_request: HttpRequest, exception: Exception) -> HttpResponse:
    return problem(*_NOT_FOUND)


def server_error(_request: HttpRequest) -> HttpResponse:
    """Called while the exception is handled: a lost database outside of REST framework ends up here."""
    error = sys.exception()
    if error is not None and is_unavailable(error):
        return dependency_unavailable(error)
    log.exception("unhandled_error")
    return internal()


def internal() -> HttpResponse:
    return problem(500, "internal", "Something went wrong on our side.")


def malformed() -> HttpResponse:
    return problem(400, "malformed", "The request cannot be parsed.")


def headers_too_large() -> HttpResponse:
    return problem(431, "headers_too_large", "The request headers are too large.")


def method_not_allowed(*allowed: str) -> HttpResponse:
    response = problem(*_METHOD_NOT_ALLOWED)
    response["Allow"] = ", ".join(allowed)
    return response


def rendered(response: HttpResponse) -> bytes:
    """The whole response in bytes, for a server that could not parse the request (RFC 9112 4)."""
    status = response.status_code
    headers = {
        **dict(response.items()),
        "Content-Length": str(len(response.content)),
        "Cache-Control": "no-store",
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status} {TITLES[status]}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + response.content


def get_only(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """For plain Django views: any method but GET and HEAD is 405, as a problem."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request)
        return method_not_allowed("GET", "HEAD")

    # The view changes nothing, so a POST is refused for its method, not for a missing CSRF token.
    checked.csrf_exempt = True  # type: ignore[attr-defined]  # Django's way to mark a view
    return checked


class BodyLimitMiddleware:
    """Refuses bodies over `MAX_BODY_BYTES`, unread; reads all others whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isascii() or not length.isdigit():
            return problem(400, "malformed", "The Content-Length is not a number.")
        if int(length) > settings.MAX_BODY_BYTES:
            return problem(413, "too_large", f"A body may have at most {settings.MAX_BODY_BYTES} bytes.")
        try:
            # Read even if no view does: closing a connection with unread data loses the response
            # (RFC 9112 9.6).
            _ = request.body
        except UnreadablePostError:
            return problem(400, "malformed", "The body ended before it was complete.")
        return self._get_response(request)
