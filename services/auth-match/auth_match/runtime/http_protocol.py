"""uvicorn's HTTP connection: answers an unreadable request with a problem, and bounds a request's head.

uvicorn itself answers in plain text, and accepts header lines of any length.

`uvicorn --http auth_match.runtime.http_protocol:ProblemHttpProtocol`; image-community has the same.
"""

import sys

import httptools
from django.http import HttpResponse
from structlog.contextvars import bound_contextvars
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from auth_match.runtime.methods import METHODS
from auth_match.runtime.problem import headers_too_large, malformed, method_not_allowed, rendered
from auth_match.runtime.request_id import accept_request_id

MAX_LINE_BYTES = 16 * 1024 + 256  # the gateway accepts 16 KiB, and may write a line some bytes longer
MAX_HEAD_BYTES = 80 * 1024  # the gateway accepts 64 KiB, and adds its own headers
LINGER_SECONDS = 1.0  # closing a connection with unread data loses the response (RFC 9112 9.6)
MAX_DISCARDED_BYTES = 1024**2
FIRST_REQUEST_SECONDS = 1.0  # for a client that connected just before shutdown; nginx sends at once


class HeadTooLarge(Exception):
    """One header line, or the whole head, is longer than the limit."""


class ProblemHttpProtocol(HttpToolsProtocol):
    """One connection."""

    _is_in_head = False
    _head_bytes = 0  # of complete lines
    _unfinished_bytes = 0  # all bytes read while the head is incomplete, complete lines included
    _discarded_bytes: int | None = None  # once a request is refused

    def data_received(self, data: bytes) -> None:
        if self._discarded_bytes is not None:
            self._discard(len(data))
            return
        super().data_received(data)
        if self._is_in_head and self._discarded_bytes is None:
            self._unfinished_bytes += len(data)
            if self._unfinished_bytes > MAX_HEAD_BYTES:
                self._refuse(HeadTooLarge())

    def on_message_begin(self) -> None:
        self._is_in_head, self._head_bytes, self._unfinished_bytes = True, 0, 0
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        line_bytes = len(name) + len(value) + len(b": \r\n")
        self._head_bytes += line_bytes
        if line_bytes > MAX_LINE_BYTES or self._head_bytes > MAX_HEAD_BYTES:
            raise HeadTooLarge  # ends the parser, whose error has this one as context
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        super().on_headers_complete()

    def shutdown(self) -> None:
        """On shutdown a client that has just connected may still send: nginx would not repeat its POST."""
        if self.cycle is None or self._is_in_head:
            self.loop.call_later(FIRST_REQUEST_SECONDS, super().shutdown)
        else:
            super().shutdown()

    def send_400_response(self, msg: str) -> None:
        """Called while the parser's exception is handled."""
        self._refuse(sys.exception())

    def _refuse(self, error: BaseException | None) -> None:
        self._discarded_bytes = 0
        self.transport.write(rendered(_answer(error)))
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _discard(self, count: int) -> None:
        assert self._discarded_bytes is not None
        self._discarded_bytes += count
        if self._discarded_bytes > MAX_DISCARDED_BYTES:
            self.transport.abort()


def _answer(error: BaseException | None) -> HttpResponse:
    with bound_contextvars(request_id=accept_request_id(None)):
        return _problem(error)


def _problem(error: BaseException | None) -> HttpResponse:
    if isinstance(error, HeadTooLarge) or isinstance(getattr(error, "__context__", None), HeadTooLarge):
        return headers_too_large()
    if isinstance(error, httptools.HttpParserInvalidMethodError):
        return method_not_allowed(*METHODS)
    return malformed()
