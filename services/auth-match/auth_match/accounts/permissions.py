"""Permissions of endpoints that do not use a user's access token."""

import hmac

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from auth_match.accounts.authentication import bearer_token
from auth_match.accounts.errors import InvalidToken, NotAuthenticated


class IsInternalService(BasePermission):
    """Allows only requests with the credential that our services share."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        given = bearer_token(request.headers.get("Authorization"))
        if not given:
            raise NotAuthenticated
        # As bytes: compare_digest accepts only ASCII text.
        if not hmac.compare_digest(given.encode(errors="replace"), settings.SERVICE_CREDENTIAL.encode()):
            raise InvalidToken
        return True
