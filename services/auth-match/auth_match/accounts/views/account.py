"""The account of the signed-in user: password, export, profile, deletion."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from auth_match.accounts import lifecycle, limits, serializers, service
from auth_match.accounts.authentication import access_claims, signed_in_user
from auth_match.accounts.views.base import parsed, spend_confirmation
from auth_match.runtime.openapi import BEARER, BODY, LIMITED, problems


class PasswordView(APIView):
    @extend_schema(
        operation_id="changePassword",
        tags=["account"],
        summary="Change my password",
        description="Ends all my other sessions.",
        request=serializers.PasswordChangeSerializer,
        responses={204: None, **problems(**BEARER, **BODY, **LIMITED, wrong_password=403)},
    )
    def post(self, request: Request) -> Response:
        passwords = parsed(serializers.PasswordChangeSerializer(data=request.data))
        user = signed_in_user(request)
        spend_confirmation(request, user)
        lifecycle.change_password(user=user, sid=access_claims(request).sid, **passwords)
        limits.reset("confirmation_per_user", user.id)
        return Response(status=204)


class ExportView(APIView):
    @extend_schema(
        operation_id="exportAccount",
        tags=["account"],
        summary="Export everything that this service stores about me",
        description="By feature. The image service exports its part at /api/v1/me/export.",
        responses={200: OpenApiTypes.OBJECT, **problems(**BEARER)},
    )
    def get(self, request: Request) -> Response:
        everything = lifecycle.export_of(user=signed_in_user(request))
        as_file = {"Content-Disposition": 'attachment; filename="maru-account.json"'}
        return Response(everything, headers=as_file)


class ProfileView(APIView):
    @extend_schema(
        operation_id="getProfile",
        tags=["account"],
        summary="My profile",
        responses={200: serializers.ProfileSerializer, **problems(**BEARER)},
    )
    def get(self, request: Request) -> Response:
        return Response(serializers.ProfileSerializer(signed_in_user(request)).data)

    @extend_schema(
        operation_id="updateProfile",
        tags=["account"],
        summary="Change my age or gender",
        request=serializers.ProfileSerializer,
        responses={200: serializers.ProfileSerializer, **problems(**BEARER, **BODY)},
    )
    def patch(self, request: Request) -> Response:
        serializer = serializers.ProfileSerializer(signed_in_user(request), data=request.data, partial=True)
        user = service.update_profile(user=signed_in_user(request), **parsed(serializer))
        return Response(serializers.ProfileSerializer(user).data)

    @extend_schema(
        operation_id="deleteAccount",
        tags=["account"],
        summary="Delete my account",
        description="At once and permanently, with all my content in both services. The name is free again.",
        request=serializers.PasswordSerializer,
        responses={204: None, **problems(**BEARER, **BODY, **LIMITED, wrong_password=403)},
    )
    def delete(self, request: Request) -> Response:
        body = parsed(serializers.PasswordSerializer(data=request.data))
        user = signed_in_user(request)
        spend_confirmation(request, user)
        lifecycle.delete_account(user=user, password=body["password"])
        return Response(status=204)
