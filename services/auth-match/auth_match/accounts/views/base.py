"""Base class and steps that the views of accounts share."""

from collections.abc import Sequence
from typing import Any

from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from auth_match.accounts import limits
from auth_match.accounts.models import User
from auth_match.runtime.requests import client_address


class PublicView(APIView):
    """Does not authenticate: an expired token counts as no token."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = (AllowAny,)


def parsed(serializer: Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def spend_confirmation(request: Request, user: User) -> None:
    """A request that needs the signed-in user's password is a way to guess it."""
    limits.spend("confirmation_per_ip", client_address(request))
    limits.spend("confirmation_per_user", user.id)


def client(request: Request) -> dict[str, Any]:
    return {"device_label": request.headers.get("User-Agent", ""), "address": client_address(request)}
