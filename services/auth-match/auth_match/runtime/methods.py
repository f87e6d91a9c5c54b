"""Refuses methods that no view supports, before any view and before the CSRF check."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

from auth_match.runtime.problem import method_not_allowed

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")  # the gateway accepts only these
PAGE_METHODS = ("GET", "HEAD", "POST")  # Django's admin supports no others
ADMIN = "/admin/"


class MethodsMiddleware:
    """405 with Allow, as a problem (RFC 9110 15.5.6)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        methods = PAGE_METHODS if request.path.startswith(ADMIN) else METHODS
        if request.method not in methods:
            return method_not_allowed(*methods)
        return self._get_response(request)
