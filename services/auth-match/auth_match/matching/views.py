"""`/api/match/status/` and `/api/match/history/`: transport only."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts.authentication import signed_in_user
from auth_match.matching import service
from auth_match.matching.protocol import frames
from auth_match.matching.serializers import MatchHistorySerializer, MatchStateSerializer
from auth_match.runtime.openapi import BEARER, problems

REFUSALS = problems(**BEARER)


class MatchStatusView(APIView):
    @extend_schema(
        summary="My state: idle, queued, offered or in a room",
        responses={200: MatchStateSerializer, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        user_id = signed_in_user(request).id
        frame = frames.state(service.status_of(user_id=user_id), user_id)
        return Response({name: value for name, value in frame.items() if name != "type"})


class MatchHistoryView(APIView):
    @extend_schema(
        summary="The latest hundred partners", responses={200: MatchHistorySerializer(many=True), **REFUSALS}
    )
    def get(self, request: Request) -> Response:
        user_id = signed_in_user(request).id
        rows = service.history_of(user_id=user_id)
        return Response(MatchHistorySerializer(rows, many=True, context={"user_id": user_id}).data)
