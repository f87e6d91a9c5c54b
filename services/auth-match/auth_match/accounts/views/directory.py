"""Endpoints that need no user: names, public keys, the internal feed of account events."""

from collections.abc import Sequence

from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts import limits, serializers, service
from auth_match.accounts.keys import key_ring, public_jwk
from auth_match.accounts.permissions import IsInternalService
from auth_match.accounts.views.base import PublicView, parsed
from auth_match.runtime.openapi import LIMITED, problems
from auth_match.runtime.requests import client_address

JWKS_SECONDS = 30  # far less than AUTH_MATCH_KEY_LEAD_SECONDS: every service knows a key before it signs


class UserNamesView(PublicView):
    @extend_schema(
        operation_id="listUserNames",
        tags=["users"],
        summary="Names of users",
        description="Unknown ids are left out.",
        parameters=[serializers.UserIdsSerializer],
        responses={200: serializers.UserNameSerializer(many=True), **problems(**LIMITED, invalid=422)},
    )
    def get(self, request: Request) -> Response:
        limits.spend("names_per_ip", client_address(request))
        query = parsed(serializers.UserIdsSerializer(data=request.query_params))
        names = service.names_of(user_ids=query["ids"])
        return Response([{"id": user_id, "username": username} for user_id, username in names])


@method_decorator(conditional_page, name="dispatch")  # an ETag, and 304 for a client that has the keys
class JwksView(PublicView):
    @extend_schema(
        operation_id="getSigningKeys",
        tags=["keys"],
        summary="The public keys that verify access tokens (RFC 7517)",
        responses={200: serializers.JwksSerializer},
    )
    def get(self, _request: Request) -> Response:
        keys = [public_jwk(kid, key.public) for kid, key in key_ring().keys.items()]
        return Response({"keys": keys}, headers={"Cache-Control": f"public, max-age={JWKS_SECONDS}"})


class AccountEventsView(APIView):
    """For internal services, on the internal port only: contracts/account_events.schema.json."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = (IsInternalService,)

    @extend_schema(exclude=True)  # the document is for external clients
    def get(self, request: Request) -> Response:
        events, last_seq, deleted_through = service.feed_page(
            **parsed(serializers.FeedPositionSerializer(data=request.query_params.dict()))
        )
        shown = serializers.AccountEventSerializer(events, many=True).data if events else []
        return Response({"events": shown, "last_seq": last_seq, "deleted_through": deleted_through})
