"""`/metrics` of a process: what it counts of itself, in Prometheus' text format.

Served at the inside port only; the gateway has no such path. Each feature defines its own (its metrics.py).
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import make_asgi_app

from auth_match.runtime.problem import get_only

PATH = "/metrics"

_exposition = make_asgi_app()


def is_asked(scope: dict[str, Any]) -> bool:
    """Whether an ASGI scope is a request for the numbers; by another method Django refuses it (`refuse`)."""
    return bool(scope["type"] == "http" and scope["path"] == PATH and scope["method"] in ("GET", "HEAD"))


@get_only
def refuse(_request: HttpRequest) -> HttpResponse:
    """405, or 404 at `web`, which has no numbers of its own."""
    raise Http404


async def answer(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """One ASGI request. Names and labels are the features'; memory, CPU and open files are the library's."""
    await _exposition(scope, receive, send)
