"""`/api/voice/`: transport only."""

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts.authentication import signed_in_user
from auth_match.runtime.openapi import BEARER, problems
from auth_match.voice import service
from auth_match.voice.serializers import IceServersSerializer


class IceServersView(APIView):
    @extend_schema(
        operation_id="getIceServers",
        tags=["voice"],
        summary="STUN and TURN servers for RTCPeerConnection",
        responses={200: IceServersSerializer, **problems(**BEARER)},
    )
    def get(self, request: Request) -> Response:
        servers = service.ice_servers(user_id=signed_in_user(request).id)
        return Response({"iceServers": servers, "ttl_seconds": settings.VOICE_TURN_SECONDS})
