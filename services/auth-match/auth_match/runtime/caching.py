"""Cache-Control of responses: `no-store`, unless the view or this table sets another (RFC 9111 5.2.2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

NO_STORE = "no-store"
# The documents are the same for every client and change with a release: cached, but revalidated each time.
CACHE_CONTROL_OF_PREFIX = {"/docs/": "no-cache"}


class CacheControlMiddleware:
    """`no-store` by default. The outermost middleware, so that it also covers errors of the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if response.status_code >= 400:
            response["Cache-Control"] = NO_STORE
        elif not response.has_header("Cache-Control"):
            response["Cache-Control"] = _cache_control_of(request.path)
        return response


def _cache_control_of(path: str) -> str:
    for prefix, value in CACHE_CONTROL_OF_PREFIX.items():
        if path.startswith(prefix):
            return value
    return NO_STORE
