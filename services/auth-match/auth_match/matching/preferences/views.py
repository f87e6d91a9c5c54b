"""`/api/match/settings/`: transport only."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts.authentication import signed_in_user
from auth_match.matching.preferences import service
from auth_match.matching.preferences.serializers import MatchSettingSerializer
from auth_match.runtime.openapi import BEARER, BODY, problems

REFUSALS = problems(**BEARER)
BODY_REFUSALS = problems(**BEARER, **BODY)


class MatchSettingView(APIView):
    @extend_schema(
        operation_id="getPreferences",
        tags=["matching"],
        summary="My preferences",
        responses={200: MatchSettingSerializer, **REFUSALS},
    )
    def get(self, request: Request) -> Response:
        return Response(MatchSettingSerializer(service.setting_of(user_id=signed_in_user(request).id)).data)

    @extend_schema(
        operation_id="putPreferences",
        tags=["matching"],
        summary="Replace all preferences",
        request=MatchSettingSerializer,
        responses={200: MatchSettingSerializer, **BODY_REFUSALS},
    )
    def put(self, request: Request) -> Response:
        return self._change(request, partial=False)

    @extend_schema(
        operation_id="updatePreferences",
        tags=["matching"],
        summary="Change some preferences",
        request=MatchSettingSerializer(partial=True),
        responses={200: MatchSettingSerializer, **BODY_REFUSALS},
    )
    def patch(self, request: Request) -> Response:
        return self._change(request, partial=True)

    def _change(self, request: Request, *, partial: bool) -> Response:
        user_id = signed_in_user(request).id
        given = MatchSettingSerializer(
            service.setting_of(user_id=user_id), data=request.data, partial=partial
        )
        given.is_valid(raise_exception=True)
        changed = service.change_setting(user_id=user_id, changes=given.validated_data)
        return Response(MatchSettingSerializer(changed).data)
