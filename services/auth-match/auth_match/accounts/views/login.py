"""Sign-up, login and the sessions that follow: parse, call one use case, render."""

import uuid
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts import limits, serializers, service, session_cookie
from auth_match.accounts.authentication import access_claims, signed_in_user
from auth_match.accounts.tokens import TokenPair, verify_refresh_token
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
        in_cookie = session_cookie.is_asked_for(request)  # first: a page that is refused changes nothing
        body = parsed(serializers.SignUpSerializer(data=request.data))
        limits.spend("sign_up_per_ip", client_address(request))
        user, pair = service.sign_up(**body, **client(request))
        profile = serializers.ProfileSerializer(user).data
        tokens = session_cookie.tokens_in_body(pair, in_cookie=in_cookie)
        response = Response({**profile, "tokens": tokens}, status=201)
        return session_cookie.set_on(response, pair) if in_cookie else response


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
        in_cookie = session_cookie.is_asked_for(request)
        credentials = parsed(serializers.CredentialsSerializer(data=request.data))
        limits.spend_login(request, credentials["username"])
        pair = service.log_in(**credentials, **client(request))
        limits.reset_login(request, credentials["username"])
        return _tokens(pair, in_cookie=in_cookie)


def _tokens(pair: TokenPair, *, in_cookie: bool) -> Response:
    response = Response(session_cookie.tokens_in_body(pair, in_cookie=in_cookie))
    return session_cookie.set_on(response, pair) if in_cookie else response


class _OfRefreshToken(PublicView):
    """A refused refresh token is of no use any more, so its cookie goes with the refusal."""

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code == 401 and session_cookie.is_asked_for(request):
            session_cookie.delete_from(response)
        return response


class RefreshView(_OfRefreshToken):
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
        in_cookie = session_cookie.is_asked_for(request)
        refresh = _refresh_token(request, in_cookie=in_cookie)
        limits.spend("refresh_per_ip", client_address(request))
        claims = verify_refresh_token(refresh)
        # With the address: a client that holds an old token of the user must not slow the user down.
        limits.spend("refresh_per_user", claims.user_id, client_address(request))
        return _tokens(service.refresh(claims), in_cookie=in_cookie)


def _refresh_token(request: Request, *, in_cookie: bool) -> str:
    """From the cookie, or from the body."""
    if in_cookie:
        return session_cookie.token_of(request)
    return str(parsed(serializers.RefreshSerializer(data=request.data))["refresh"])


class LogOutView(_OfRefreshToken):
    @extend_schema(
        operation_id="logOut",
        tags=["sessions"],
        summary="End the session of this refresh token",
        description="Its access tokens are refused within a second, too. A repeated request succeeds.",
        request=serializers.RefreshSerializer,
        responses={204: None, **problems(**BODY, **COOKIE, invalid_token=401)},
    )
    def post(self, request: Request) -> Response:
        in_cookie = session_cookie.is_asked_for(request)
        service.log_out(refresh_token=_refresh_token(request, in_cookie=in_cookie))
        response = Response(status=204)
        return session_cookie.delete_from(response) if in_cookie else response


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
