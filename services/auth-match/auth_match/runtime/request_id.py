"""The id that follows one request through the gateway, the services and their logs.

The gateway creates it; a request without a well-formed id gets one here. WebSocket code calls
`bind_request_id(accept_request_id(header))` in its own task.
"""

import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

_WELL_FORMED = re.compile(r"[0-9a-zA-Z-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def accept_request_id(header: str | None) -> str:
    """The gateway's id if it is well formed, else a new one."""
    if header is not None and _WELL_FORMED.fullmatch(header):
        return header
    return uuid.uuid4().hex


def bind_request_id(request_id: str) -> None:
    """Sets the id for this task or thread."""
    _current.set(request_id)


def current_request_id() -> str:
    """The id of the current request, "" outside of one."""
    return _current.get()


class RequestIdMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        token = _current.set(accept_request_id(request.headers.get("X-Request-ID")))
        try:
            return self._get_response(request)
        finally:
            _current.reset(token)
