"""Who may ask, where a user's access token is not the answer."""

import hmac

from django.conf import settings
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from auth_match.accounts.authentication import bearer_token
from auth_match.accounts.errors import InvalidToken, NotAuthenticated


class IsOurService(BasePermission):
    """Lets in who brings the credential that our own services share, and nobody else."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        given = bearer_token(request.headers.get("Authorization"))
        if not given:
            raise NotAuthenticated
        # As bytes: compare_digest takes no text beyond ASCII.
        if not hmac.compare_digest(given.encode(errors="replace"), settings.SERVICE_CREDENTIAL.encode()):
            raise InvalidToken
        return True
