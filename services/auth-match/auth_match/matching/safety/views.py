"""`/api/match/blocks/` and `/api/match/reports/`: transport only."""

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts import limits
from auth_match.accounts import service as accounts
from auth_match.accounts.authentication import signed_in_user
from auth_match.matching.safety import blocks, reports
from auth_match.matching.safety.serializers import (
    BlockSerializer,
    FiledReportSerializer,
    ReportSerializer,
    SomebodySerializer,
)
from auth_match.runtime.openapi import BEARER, BODY, LIMITED, problems


class BlocksView(APIView):
    @extend_schema(
        operation_id="listBlocks",
        tags=["safety"],
        summary="Users I have blocked",
        description="The latest first.",
        responses={200: BlockSerializer(many=True), **problems(**BEARER)},
    )
    def get(self, request: Request) -> Response:
        mine = blocks.blocks_of(user_id=signed_in_user(request).id)
        return Response(BlockSerializer(mine, many=True).data)

    @extend_schema(
        operation_id="blockUser",
        tags=["safety"],
        summary="Block a user",
        description="We two are never offered to each other again, at once: also an open offer or call ends. "
        "The other user is not notified. 201 the first time, 200 again.",
        request=SomebodySerializer,
        responses={
            201: BlockSerializer,
            200: BlockSerializer,
            **problems(**BEARER, **BODY, not_found=404, too_many_blocks=409),
        },
    )
    def post(self, request: Request) -> Response:
        given = SomebodySerializer(data=request.data)
        given.is_valid(raise_exception=True)
        other = accounts.find_user(**given.validated_data)
        row, is_new = blocks.block(user_id=signed_in_user(request).id, other_id=other.id)
        return Response(BlockSerializer(row).data, status=201 if is_new else 200)


class BlockView(APIView):
    @extend_schema(
        operation_id="unblockUser",
        tags=["safety"],
        summary="Take a block back",
        description="204 also when there was none; 404 for what is no user's id at all.",
        request=None,
        responses={204: None, **problems(**BEARER, not_found=404)},
    )
    def delete(self, request: Request, user_id: int) -> Response:
        blocks.unblock(user_id=signed_in_user(request).id, other_id=user_id)
        return Response(status=204)


class ReportsView(APIView):
    @extend_schema(
        operation_id="reportUser",
        tags=["safety"],
        summary="Report a user to the staff",
        description="The other user is not notified, and is blocked too unless `block` is false.",
        request=ReportSerializer,
        responses={201: FiledReportSerializer, **problems(**BEARER, **BODY, **LIMITED, not_found=404)},
    )
    def post(self, request: Request) -> Response:
        given = ReportSerializer(data=request.data)
        given.is_valid(raise_exception=True)
        parsed, user_id = given.validated_data, signed_in_user(request).id
        limits.spend("report_per_user", user_id)
        filed = reports.report(
            user_id=user_id,
            other_id=accounts.find_user(user_id=parsed.get("user_id"), username=parsed.get("username")).id,
            reason=parsed["reason"],
            details=parsed["details"],
            with_block=parsed["block"],
        )
        return Response(FiledReportSerializer(filed).data, status=201)
