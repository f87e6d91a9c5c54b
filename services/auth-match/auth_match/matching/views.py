"""`/api/match/status/` and `/api/match/history/`: transport only."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts.authentication import signed_in_user
from auth_match.matching import service
from auth_match.matching.models import MatchHistory
from auth_match.matching.protocol import frames
from auth_match.matching.serializers import (
    HistoryPositionSerializer,
    MatchHistoryPageSerializer,
    MatchHistorySerializer,
    MatchStateSerializer,
)
from auth_match.runtime.openapi import BEARER, problems

REFUSALS = problems(**BEARER)
HISTORY = PolymorphicProxySerializer(
    component_name="MatchHistoryAnswer",
    serializers=[MatchHistorySerializer(many=True), MatchHistoryPageSerializer],
    resource_type_field_name=None,
    many=False,
)


class MatchStatusView(APIView):
    @extend_schema(
        operation_id="getMatchStatus",
        tags=["matching"],
        summary="My state: idle, queued, offered or in a room",
        responses={200: MatchStateSerializer, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        user_id = signed_in_user(request).id
        frame = frames.state(service.status_of(user_id=user_id), user_id)
        return Response({name: value for name, value in frame.items() if name != "type"})


class MatchHistoryView(APIView):
    @extend_schema(
        operation_id="listMatchHistory",
        tags=["matching"],
        summary="My partners, the latest first",
        description="The latest hundred; or, with `cursor` (even empty), all by position: "
        '`Link: rel="next"` is the next part. A partner who is met again moves to the top.',
        parameters=[HistoryPositionSerializer],
        responses={200: HISTORY, **REFUSALS, **problems(invalid=422)},
    )
    def get(self, request: Request) -> Response:
        user_id = signed_in_user(request).id
        query = HistoryPositionSerializer(data=request.query_params)
        query.is_valid(raise_exception=True)
        if "cursor" not in query.validated_data:
            return Response(_shown(service.history_of(user_id=user_id), user_id))
        after, size = query.validated_data["cursor"], query.validated_data["size"]
        rows, next_cursor = service.history_page(user_id=user_id, after=after, size=size)
        page = {"items": _shown(rows, user_id), "next_cursor": next_cursor and next_cursor.encode()}
        return Response(page, headers=_next_link(page["next_cursor"], size))


def _shown(rows: Sequence[MatchHistory] | QuerySet[MatchHistory], user_id: int) -> Any:
    return MatchHistorySerializer(rows, many=True, context={"user_id": user_id}).data


def _next_link(cursor: str | None, size: int) -> dict[str, str]:
    """RFC 8288."""
    url = f"{settings.PUBLIC_URL}/api/match/history/?{urlencode({'cursor': cursor, 'size': size})}"
    return {"Link": f'<{url}>; rel="next"'} if cursor else {}
