"""Accounts over HTTP: parse, call one use case, render."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from auth_match.accounts import lifecycle, limits, serializers, service
from auth_match.accounts.authentication import access_claims, signed_in_user
from auth_match.accounts.keys import key_ring, public_jwk
from auth_match.accounts.models import User
from auth_match.accounts.permissions import IsOurService
from auth_match.accounts.tokens import verify_refresh_token
from auth_match.runtime.openapi import BEARER, BODY, LIMITED, problems
from auth_match.runtime.requests import client_address

JWKS_SECONDS = 30  # far less than AUTH_MATCH_KEY_LEAD_SECONDS: a key is known everywhere before it signs


class PublicView(APIView):
    """Never asks who is there: a stale token counts as no token."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes = (AllowAny,)


class SignUpView(PublicView):
    @extend_schema(
        summary="Sign up",
        request=serializers.SignUpSerializer,
        responses={
            201: serializers.SignedUpSerializer,
            **problems(**BODY, **LIMITED, username_taken=409, username_looks_taken=409),
        },
    )
    def post(self, request: Request) -> Response:
        parsed = _parsed(serializers.SignUpSerializer(data=request.data))
        limits.spend("sign_up_per_ip", client_address(request))
        user, tokens = service.sign_up(**parsed, **_client(request))
        profile = serializers.ProfileSerializer(user).data
        return Response({**profile, "tokens": serializers.TokenPairSerializer(tokens).data}, status=201)


class LogInView(PublicView):
    @extend_schema(
        summary="Log in",
        description="Answers the same for an unknown user, a wrong password and a disabled account.",
        request=serializers.CredentialsSerializer,
        responses={
            200: serializers.TokenPairSerializer,
            **problems(**BODY, **LIMITED, invalid_credentials=401),
        },
    )
    def post(self, request: Request) -> Response:
        credentials = _parsed(serializers.CredentialsSerializer(data=request.data))
        limits.spend_login(request, credentials["username"])
        tokens = service.log_in(**credentials, **_client(request))
        limits.forget_login(request, credentials["username"])
        return Response(serializers.TokenPairSerializer(tokens).data)


class RefreshView(PublicView):
    @extend_schema(
        summary="Exchange the refresh token for a new pair",
        description="A refresh token works once. For 10 seconds, and until the new one is used, asking again"
        " with the old one gets the same new one. After that it ends the session: somebody kept a copy.",
        request=serializers.RefreshSerializer,
        responses={200: serializers.TokenPairSerializer, **problems(**BODY, **LIMITED, invalid_token=401)},
    )
    def post(self, request: Request) -> Response:
        parsed = _parsed(serializers.RefreshSerializer(data=request.data))
        limits.spend("refresh_per_ip", client_address(request))
        claims = verify_refresh_token(parsed["refresh"])
        # With the address: whoever holds an old token of the user must not be able to slow down the user.
        limits.spend("refresh_per_user", claims.user_id, client_address(request))
        return Response(serializers.TokenPairSerializer(service.refresh(claims)).data)


class LogOutView(PublicView):
    @extend_schema(
        summary="End the session of this refresh token",
        description="Its access tokens are refused within a second, too. Repeating it is fine.",
        request=serializers.RefreshSerializer,
        responses={204: None, **problems(**BODY, invalid_token=401)},
    )
    def post(self, request: Request) -> Response:
        parsed = _parsed(serializers.RefreshSerializer(data=request.data))
        service.log_out(refresh_token=parsed["refresh"])
        return Response(status=204)


class LogOutEverywhereView(APIView):
    @extend_schema(
        summary="End all my sessions, this one too",
        request=None,
        responses={204: None, **problems(**BEARER)},
    )
    def post(self, request: Request) -> Response:
        service.log_out_everywhere(user=signed_in_user(request))
        return Response(status=204)


class SessionsView(APIView):
    @extend_schema(
        summary="My living sessions",
        description=f"The one used last first, at most {service.MAX_SESSIONS_SHOWN}.",
        responses={200: serializers.SessionSerializer(many=True), **problems(**BEARER)},
    )
    def get(self, request: Request) -> Response:
        sessions = service.living_sessions(user=signed_in_user(request))
        context = {"current": access_claims(request).sid}
        return Response(serializers.SessionSerializer(sessions, many=True, context=context).data)


class SessionView(APIView):
    @extend_schema(
        summary="End one of my sessions", responses={204: None, **problems(**BEARER, not_found=404)}
    )
    def delete(self, request: Request, sid: uuid.UUID) -> Response:
        service.end_session(user=signed_in_user(request), sid=sid)
        return Response(status=204)


class PasswordView(APIView):
    @extend_schema(
        summary="Change my password",
        description="Ends all my other sessions.",
        request=serializers.PasswordChangeSerializer,
        responses={204: None, **problems(**BEARER, **BODY, **LIMITED, wrong_password=403)},
    )
    def post(self, request: Request) -> Response:
        passwords = _parsed(serializers.PasswordChangeSerializer(data=request.data))
        user = signed_in_user(request)
        _spend_confirmation(request, user)
        lifecycle.change_password(user=user, sid=access_claims(request).sid, **passwords)
        limits.forget("confirmation_per_user", user.id)
        return Response(status=204)


class ExportView(APIView):
    @extend_schema(
        summary="Everything that is kept of me here",
        description="By feature. What the image service keeps is at /api/v1/me/export.",
        responses={200: OpenApiTypes.OBJECT, **problems(**BEARER)},
    )
    def get(self, request: Request) -> Response:
        everything = lifecycle.export_of(user=signed_in_user(request))
        as_file = {"Content-Disposition": 'attachment; filename="maru-account.json"'}
        return Response(everything, headers=as_file)


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

    @extend_schema(
        summary="Delete my account",
        description="At once and for good, with everything I made in both services. The name is free again. "
        'The body is `{"password": "…"}`, which OpenAPI cannot say of a DELETE.',
        request=serializers.PasswordSerializer,
        responses={204: None, **problems(**BEARER, **BODY, **LIMITED, wrong_password=403)},
    )
    def delete(self, request: Request) -> Response:
        parsed = _parsed(serializers.PasswordSerializer(data=request.data))
        user = signed_in_user(request)
        _spend_confirmation(request, user)
        lifecycle.delete_account(user=user, password=parsed["password"])
        return Response(status=204)


class WsTicketView(APIView):
    @extend_schema(
        summary="A ticket for one WebSocket handshake",
        request=serializers.TicketRequestSerializer,
        responses={200: serializers.TicketSerializer, **problems(**BEARER, **BODY, **LIMITED)},
    )
    def post(self, request: Request) -> Response:
        parsed = _parsed(serializers.TicketRequestSerializer(data=request.data))
        user = signed_in_user(request)
        limits.spend("ws_ticket_per_ip", client_address(request))
        limits.spend("ws_ticket_per_user", user.id)
        ticket = service.issue_ws_ticket(user=user, sid=access_claims(request).sid, purpose=parsed["purpose"])
        return Response({"ticket": ticket, "expires_in": settings.WS_TICKET_SECONDS})


class UserNamesView(PublicView):
    @extend_schema(
        summary="Names of users",
        description="Ids that nobody has are left out.",
        parameters=[serializers.UserIdsSerializer],
        responses={200: serializers.UserNameSerializer(many=True), **problems(**LIMITED, invalid=422)},
    )
    def get(self, request: Request) -> Response:
        limits.spend("names_per_ip", client_address(request))
        parsed = _parsed(serializers.UserIdsSerializer(data=request.query_params))
        names = service.names_of(user_ids=parsed["ids"])
        return Response([{"id": user_id, "username": username} for user_id, username in names])


@method_decorator(conditional_page, name="dispatch")  # an ETag, and 304 for who has it
class JwksView(PublicView):
    @extend_schema(
        summary="The public keys that verify access tokens (RFC 7517)",
        responses={200: serializers.JwksSerializer},
    )
    def get(self, _request: Request) -> Response:
        keys = [public_jwk(kid, key.public) for kid, key in key_ring().keys.items()]
        return Response({"keys": keys}, headers={"Cache-Control": f"public, max-age={JWKS_SECONDS}"})


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
        deleted_through = service.events_deleted_through()  # after the events, or some could go in between
        page = {"events": shown, "last_seq": last_seq, "deleted_through": deleted_through}
        return Response(page)


def _parsed(serializer: Serializer[Any]) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _spend_confirmation(request: Request, user: User) -> None:
    """Asking for the password of somebody signed in is a way to guess it."""
    limits.spend("confirmation_per_ip", client_address(request))
    limits.spend("confirmation_per_user", user.id)


def _client(request: Request) -> dict[str, Any]:
    return {"device_label": request.headers.get("User-Agent", ""), "address": client_address(request)}
