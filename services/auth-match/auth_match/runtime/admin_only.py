"""Django's middleware for pages with a session: sessions, CSRF, users, messages. Only /admin/ has such pages.

The APIs take a bearer token and no cookie: for them these would only cost, a third of a small request's CPU.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django_otp.middleware import OTPMiddleware

from auth_match.runtime.methods import ADMIN


class _AdminOnly:
    """Before a middleware of Django: its work is done for paths below /admin/ alone."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(ADMIN):
            passed: HttpResponseBase = self.get_response(request)
            return passed
        response: HttpResponseBase = super().__call__(request)  # type: ignore[misc]
        return response

    def process_view(self, request: HttpRequest, *arguments: Any) -> Any:
        later = getattr(super(), "process_view", None)
        return later(request, *arguments) if later and request.path.startswith(ADMIN) else None


class AdminSessionMiddleware(_AdminOnly, SessionMiddleware):
    pass


class AdminCsrfMiddleware(_AdminOnly, CsrfViewMiddleware):
    pass


class AdminAuthenticationMiddleware(_AdminOnly, AuthenticationMiddleware):
    pass


class AdminOTPMiddleware(_AdminOnly, OTPMiddleware):  # type: ignore[misc]
    pass


class AdminMessageMiddleware(_AdminOnly, MessageMiddleware):
    pass


class AdminXFrameOptionsMiddleware(_AdminOnly, XFrameOptionsMiddleware):
    pass
