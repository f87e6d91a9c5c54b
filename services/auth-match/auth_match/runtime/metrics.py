"""`/metrics` of a process, in Prometheus' text format.

Served on the internal port only; the gateway has no such path. Each feature defines its own (its metrics.py).
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import make_asgi_app

from auth_match.runtime.problem import get_only

PATH = "/metrics"

_exposition = make_asgi_app()


def is_requested(scope: dict[str, Any]) -> bool:
    """Whether an ASGI scope requests the metrics; another method goes to Django, which refuses it."""
    return bool(scope["type"] == "http" and scope["path"] == PATH and scope["method"] in ("GET", "HEAD"))


@get_only
def refuse(_request: HttpRequest) -> HttpResponse:
    """405, or 404 in `web`, which has no metrics."""
    raise Http404


async def serve(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serves one ASGI request: the features' metrics, and the library's for memory, CPU and open files."""
    await _exposition(scope, receive, send)
