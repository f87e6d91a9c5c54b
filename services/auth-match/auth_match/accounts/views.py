"""Accounts over HTTP: parse, call one use case, render."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from auth_match.accounts import serializers, service
from auth_match.accounts.authentication import access_claims, signed_in_user
from auth_match.accounts.keys import key_ring, public_jwk
from auth_match.accounts.permissions import IsOurService
from auth_match.runtime.openapi import BEARER, BODY, problems


class PublicView(APIView):
    """Never asks who is there: a stale token counts as no token."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = (AllowAny,)


class SignUpView(PublicView):
    @extend_schema(
        summary="Sign up",
        request=serializers.SignUpSerializer,
        responses={201: serializers.SignedUpSerializer, **problems(**BODY, username_taken=409)},
    )
    def post(self, request: Request) -> Response:
        user, tokens = service.sign_up(
            **_parsed(serializers.SignUpSerializer(data=request.data)), device_label=_device(request)
        )
        profile = serializers.ProfileSerializer(user).data
        return Response({**profile, "tokens": serializers.TokenPairSerializer(tokens).data}, status=201)


class LogInView(PublicView):
    @extend_schema(
        summary="Log in",
        description="Answers the same for an unknown user, a wrong password and a disabled account.",
        request=serializers.CredentialsSerializer,
        responses={200: serializers.TokenPairSerializer, **problems(**BODY, invalid_credentials=401)},
    )
    def post(self, request: Request) -> Response:
        credentials = _parsed(serializers.CredentialsSerializer(data=request.data))
        tokens = service.log_in(**credentials, device_label=_device(request))
        return Response(serializers.TokenPairSerializer(tokens).data)


class RefreshView(PublicView):
    @extend_schema(
        summary="Exchange the refresh token for a new pair",
        description="A refresh token works once. Of several requests with the same one, one succeeds.",
        request=serializers.RefreshSerializer,
        responses={200: serializers.TokenPairSerializer, **problems(**BODY, invalid_token=401)},
    )
    def post(self, request: Request) -> Response:
        parsed = _parsed(serializers.RefreshSerializer(data=request.data))
        tokens = service.refresh(refresh_token=parsed["refresh"])
        return Response(serializers.TokenPairSerializer(tokens).data)


class LogOutView(PublicView):
    @extend_schema(
        summary="End the session of this refresh token",
        description="Its access tokens are refused from here on too. Repeating it is fine.",
        request=serializers.RefreshSerializer,
        responses={204: None, **problems(**BODY, invalid_token=401)},
    )
    def post(self, request: Request) -> Response:
        parsed = _parsed(serializers.RefreshSerializer(data=request.data))
        service.log_out(refresh_token=parsed["refresh"])
        return Response(status=204)


class ProfileView(APIView):
    @extend_schema(summary="My profile", responses={200: serializers.ProfileSerializer, **problems(**BEARER)})
    def get(self, request: Request) -> Response:
        return Response(serializers.ProfileSerializer(signed_in_user(request)).data)

    @extend_schema(
        summary="Change my age or gender",
        request=serializers.ProfileSerializer,
        responses={200: serializers.ProfileSerializer, **problems(**BEARER, **BODY)},
    )
    def patch(self, request: Request) -> Response:
        serializer = serializers.ProfileSerializer(signed_in_user(request), data=request.data, partial=True)
        user = service.update_profile(user=signed_in_user(request), **_parsed(serializer))
        return Response(serializers.ProfileSerializer(user).data)


class WsTicketView(APIView):
    @extend_schema(
        summary="A ticket for one WebSocket handshake",
        request=serializers.TicketRequestSerializer,
        responses={200: serializers.TicketSerializer, **problems(**BEARER, **BODY)},
    )
    def post(self, request: Request) -> Response:
        parsed = _parsed(serializers.TicketRequestSerializer(data=request.data))
        ticket = service.issue_ws_ticket(
            user=signed_in_user(request), sid=access_claims(request).sid, purpose=parsed["purpose"]
        )
        return Response({"ticket": ticket, "expires_in": settings.WS_TICKET_SECONDS})


class UserNamesView(PublicView):
    @extend_schema(
        summary="Names of users",
        description="Ids that nobody has are left out.",
        parameters=[serializers.UserIdsSerializer],
        responses={200: serializers.UserNameSerializer(many=True), **problems(invalid=422)},
    )
    def get(self, request: Request) -> Response:
        parsed = _parsed(serializers.UserIdsSerializer(data=request.query_params))
        names = service.names_of(user_ids=parsed["ids"])
        return Response([{"id": user_id, "username": username} for user_id, username in names])


class JwksView(PublicView):
    @extend_schema(
        summary="The public keys that verify access tokens (RFC 7517)",
        responses={200: serializers.JwksSerializer},
    )
    def get(self, _request: Request) -> Response:
        keys = [public_jwk(kid, key) for kid, key in key_ring().public.items()]
        return Response({"keys": keys}, headers={"Cache-Control": "public, max-age=300"})


class AccountEventsView(APIView):
    """For our own services, on the inside port alone: contracts/account_events.schema.json."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = (IsOurService,)

    @extend_schema(exclude=True)  # the document is for those outside
    def get(self, request: Request) -> Response:
        events, last_seq = service.account_events(
            **_parsed(serializers.FeedPositionSerializer(data=request.query_params.dict()))
        )
        shown = serializers.AccountEventSerializer(events, many=True).data
        return Response({"events": shown, "last_seq": last_seq}, headers={"Cache-Control": "no-store"})


def _parsed(serializer: Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _device(request: Request) -> str:
    return request.headers.get("User-Agent", "")
