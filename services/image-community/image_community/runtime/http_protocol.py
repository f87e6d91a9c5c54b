"""uvicorn's HTTP connection: answers malformed requests with a problem, and limits the size of the head.

uvicorn itself answers in plain text, and accepts header lines of any length.

`uvicorn --http image_community.runtime.http_protocol:ProblemHttpProtocol`; auth-match has the same.
"""

import sys
import uuid

import httptools
from fastapi import Response
from structlog.contextvars import bound_contextvars
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from image_community.runtime.methods import METHODS
from image_community.runtime.problem import (
    CODE_OF_STATUS,
    SENTENCE_OF_STATUS,
    TITLE_OF_STATUS,
    problem_response,
)

MAX_LINE_BYTES = 16 * 1024 + 256  # the gateway accepts 16 KiB, and may lengthen a line by some bytes
MAX_HEAD_BYTES = 80 * 1024  # the gateway accepts 64 KiB, and adds its own
LINGER_SECONDS = 1.0  # closing with unread data loses the response (RFC 9112 9.6)
MAX_DISCARDED_BYTES = 1024**2
FIRST_REQUEST_SECONDS = 1.0  # for clients that connected just before shutdown; nginx sends at once


class HeadTooLarge(Exception):
    """A header line or the whole head exceeds its limit."""


class ProblemHttpProtocol(HttpToolsProtocol):
    """One connection."""

    _is_in_head = False
    _head_bytes = 0  # of complete lines
    _unfinished_bytes = 0  # read while the head is incomplete, partly counted as lines
    _discarded_bytes: int | None = None  # set after a refusal

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
        """At shutdown a new connection may still send its request: clients do not repeat a POST."""
        if self.cycle is None or self._is_in_head:
            self.loop.call_later(FIRST_REQUEST_SECONDS, super().shutdown)
        else:
            super().shutdown()

    def send_400_response(self, msg: str) -> None:
        """uvicorn calls this while it handles the parser's error."""
        self._refuse(sys.exception())

    def _refuse(self, error: BaseException | None) -> None:
        self._discarded_bytes = 0
        self.transport.write(_rendered(_answer(error)))
        self.loop.call_later(LINGER_SECONDS, self.transport.close)

    def _discard(self, count: int) -> None:
        assert self._discarded_bytes is not None
        self._discarded_bytes += count
        if self._discarded_bytes > MAX_DISCARDED_BYTES:
            self.transport.abort()


def _answer(error: BaseException | None) -> Response:
    if isinstance(error, HeadTooLarge) or isinstance(getattr(error, "__context__", None), HeadTooLarge):
        status = 431
    elif isinstance(error, httptools.HttpParserInvalidMethodError):
        status = 405
    else:
        status = 400
    headers = {"Cache-Control": "no-store", "Connection": "close"}
    if status == 405:
        headers["Allow"] = ", ".join(METHODS)
    with bound_contextvars(request_id=uuid.uuid4().hex):
        detail = SENTENCE_OF_STATUS[status]
        return problem_response(status, code=CODE_OF_STATUS[status], detail=detail, headers=headers)


def _rendered(response: Response) -> bytes:
    """RFC 9112 4."""
    lines = [f"HTTP/1.1 {response.status_code} {TITLE_OF_STATUS[response.status_code]}".encode()]
    lines += [name + b": " + value for name, value in response.raw_headers]
    return b"\r\n".join([*lines, b"", bytes(response.body)])
