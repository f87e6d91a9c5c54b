"""How long a request may still wait for the database.

A deadline bounds waiting, not work: a statement that starts late still gets `SHORTEST_SECONDS`, so that a
request does not fail because it computed for long. Without a deadline (management commands, the tests' own
connections) a statement waits as long as the server responds.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponseBase

# With SHORTEST_SECONDS below the 5 s in which every request is answered; above statement_timeout (settings),
# so that a responsive server itself cancels a slow statement, and the connection survives.
REQUEST_SECONDS = 4.2
SHORTEST_SECONDS = 0.5

_ends_at: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The deadline of the block's statements; an earlier deadline stays in force."""
    ends_at = time.monotonic() + seconds
    earlier = _ends_at.get()
    token = _ends_at.set(ends_at if earlier is None else min(ends_at, earlier))
    try:
        yield
    finally:
        _ends_at.reset(token)


def seconds_left() -> float | None:
    """None without a deadline."""
    ends_at = _ends_at.get()
    return None if ends_at is None else max(SHORTEST_SECONDS, ends_at - time.monotonic())


class DeadlineMiddleware:
    """Gives every request a deadline."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with within(REQUEST_SECONDS):
            return self._get_response(request)
