"""One id per request, from the gateway or generated: in every log line, problem body and response.

The id is one of structlog's context variables: each thread and task has its own, and logging merges it into
every line. WebSocket code calls `bind_request_id(header)` in the task of its socket, which ends with it.
"""

import re
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from structlog.contextvars import bind_contextvars, bound_contextvars, get_contextvars

_WELL_FORMED = re.compile(r"[0-9a-zA-Z-]{8,64}")


def accept_request_id(header: str | None) -> str:
    """The gateway's id if it is well formed, else a new one."""
    if header is not None and _WELL_FORMED.fullmatch(header):
        return header
    return uuid.uuid4().hex


def bind_request_id(header: str | None) -> None:
    """Binds the id for the rest of this task, and the tasks that it starts."""
    bind_contextvars(request_id=accept_request_id(header))


def current_request_id() -> str:
    """The id of the current request, "" outside of one."""
    return str(get_contextvars().get("request_id", ""))


class RequestIdMiddleware:
    """Binds the id for one request; the thread serves others after it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = accept_request_id(request.headers.get("X-Request-ID"))
        with bound_contextvars(request_id=request_id):
            response = self._get_response(request)
        response["X-Request-ID"] = request_id
        return response
