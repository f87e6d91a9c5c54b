"""Sign-up, login and the sessions that follow: parse, call one use case, render."""

import uuid

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts import limits, serializers, service, session_cookie
from auth_match.accounts.authentication import access_claims, signed_in_user
from auth_match.accounts.tokens import verify_refresh_token
from auth_match.accounts.views.base import PublicView, client, parsed
from auth_match.runtime.openapi import BEARER, BODY, LIMITED, problems
from auth_match.runtime.requests import client_address

COOKIE = {"forbidden": 403}  # a page of another origin asks for the cookie


class SignUpView(PublicView):
    @extend_schema(
        operation_id="signUp",
        tags=["sessions"],
        summary="Sign up",
        request=serializers.SignUpSerializer,
        responses={
            201: serializers.SignedUpSerializer,
            **problems(**BODY, **LIMITED, **COOKIE, username_taken=409, username_looks_taken=409),
        },
    )
    def post(self, request: Request) -> Response:
        body = parsed(serializers.SignUpSerializer(data=request.data))
        limits.spend("sign_up_per_ip", client_address(request))
        user, tokens = service.sign_up(**body, **client(request))
        profile = serializers.ProfileSerializer(user).data
        body = {**profile, "tokens": session_cookie.answer(request, tokens)}
        return session_cookie.keep(request, Response(body, status=201), tokens)


class LogInView(PublicView):
    @extend_schema(
        operation_id="logIn",
        tags=["sessions"],
        summary="Log in",
        description="The answer is the same for an unknown user, a wrong password and a disabled account.",
        request=serializers.CredentialsSerializer,
        responses={
            200: serializers.TokenPairSerializer,
            **problems(**BODY, **LIMITED, **COOKIE, invalid_credentials=401),
        },
    )
    def post(self, request: Request) -> Response:
        credentials = parsed(serializers.CredentialsSerializer(data=request.data))
        limits.spend_login(request, credentials["username"])
        tokens = service.log_in(**credentials, **client(request))
        limits.reset_login(request, credentials["username"])
        return session_cookie.keep(request, Response(session_cookie.answer(request, tokens)), tokens)


class RefreshView(PublicView):
    @extend_schema(
        operation_id="refreshTokens",
        tags=["sessions"],
        summary="Exchange the refresh token for a new pair",
        description="A refresh token works once. For 60 seconds, and until its successor is used, a repeated"
        " request returns the same successor. After that, reuse ends the session: the token was copied.",
        request=serializers.RefreshSerializer,
        responses={
            200: serializers.TokenPairSerializer,
            **problems(**BODY, **LIMITED, **COOKIE, invalid_token=401),
        },
    )
    def post(self, request: Request) -> Response:
        refresh = _refresh_token(request)
        limits.spend("refresh_per_ip", client_address(request))
        claims = verify_refresh_token(refresh)
        # With the address: a client that holds an old token of the user must not slow the user down.
        limits.spend("refresh_per_user", claims.user_id, client_address(request))
        tokens = service.refresh(claims)
        return session_cookie.keep(request, Response(session_cookie.answer(request, tokens)), tokens)


def _refresh_token(request: Request) -> str:
    """From the cookie, or from the body."""
    if session_cookie.is_asked_for(request):
        return session_cookie.token_of(request)
    return str(parsed(serializers.RefreshSerializer(data=request.data))["refresh"])


class LogOutView(PublicView):
    @extend_schema(
        operation_id="logOut",
        tags=["sessions"],
        summary="End the session of this refresh token",
        description="Its access tokens are refused within a second, too. A repeated request succeeds.",
        request=serializers.RefreshSerializer,
        responses={204: None, **problems(**BODY, **COOKIE, invalid_token=401)},
    )
    def post(self, request: Request) -> Response:
        service.log_out(refresh_token=_refresh_token(request))
        return session_cookie.drop(request, Response(status=204))


class LogOutEverywhereView(APIView):
    @extend_schema(
        operation_id="logOutEverywhere",
        tags=["sessions"],
        summary="End all my sessions, including this one",
        request=None,
        responses={204: None, **problems(**BEARER)},
    )
    def post(self, request: Request) -> Response:
        service.log_out_everywhere(user=signed_in_user(request))
        return Response(status=204)


class SessionsView(APIView):
    @extend_schema(
        operation_id="listSessions",
        tags=["sessions"],
        summary="My active sessions",
        description=f"The most recently used first, at most {service.MAX_SESSIONS_SHOWN}.",
        responses={200: serializers.SessionSerializer(many=True), **problems(**BEARER)},
    )
    def get(self, request: Request) -> Response:
        sessions = service.active_sessions(user=signed_in_user(request))
        context = {"current": access_claims(request).sid}
        return Response(serializers.SessionSerializer(sessions, many=True, context=context).data)


class SessionView(APIView):
    @extend_schema(
        operation_id="endSession",
        tags=["sessions"],
        summary="End one of my sessions",
        request=None,
        responses={204: None, **problems(**BEARER, not_found=404)},
    )
    def delete(self, request: Request, sid: uuid.UUID) -> Response:
        service.end_session(user=signed_in_user(request), sid=sid)
        return Response(status=204)


class WsTicketView(APIView):
    @extend_schema(
        operation_id="createSocketTicket",
        tags=["sessions"],
        summary="A ticket for one WebSocket handshake",
        request=serializers.TicketRequestSerializer,
        responses={200: serializers.TicketSerializer, **problems(**BEARER, **BODY, **LIMITED)},
    )
    def post(self, request: Request) -> Response:
        body = parsed(serializers.TicketRequestSerializer(data=request.data))
        user = signed_in_user(request)
        limits.spend("ws_ticket_per_ip", client_address(request))
        limits.spend("ws_ticket_per_user", user.id)
        ticket = service.issue_ws_ticket(user=user, sid=access_claims(request).sid, **body)
        return Response({"ticket": ticket, "expires_in": settings.WS_TICKET_SECONDS})
