"""Describes errors in the OpenAPI document."""

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from auth_match.runtime.problem import TITLES

# The errors of every operation that reads a body, is rate-limited, or authenticates.
BODY = {"malformed": 400, "too_large": 413, "unsupported_media_type": 415, "invalid": 422}
LIMITED = {"rate_limited": 429}
BEARER = {"not_authenticated": 401, "invalid_token": 401}


class FieldErrorSerializer(serializers.Serializer[object]):
    field = serializers.CharField(help_text='Path of the field, "" for the body as a whole.')
    code = serializers.CharField()
    message = serializers.CharField()


class ProblemSerializer(serializers.Serializer[object]):
    """RFC 9457, with a stable `code` from contracts/error_codes.json."""

    type = serializers.CharField(help_text="Always about:blank.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="One plain sentence for the user.")
    code = serializers.CharField()
    request_id = serializers.CharField()
    # The serializer has an attribute of the same name; DRF stores declared fields elsewhere.
    errors = FieldErrorSerializer(many=True, required=False)  # type: ignore[assignment]


def problems(**codes: int) -> dict[tuple[int, str], OpenApiResponse]:
    """`problems(username_taken=409)` for `extend_schema(responses={201: …, **problems(…)})`."""
    by_status: dict[int, list[str]] = {}
    for code, status in {**codes, "unavailable": 503}.items():
        by_status.setdefault(status, []).append(code)
    return {
        (status, "application/problem+json"): OpenApiResponse(
            ProblemSerializer, description=f"{TITLES[status]}: {', '.join(f'`{code}`' for code in names)}"
        )
        for status, names in sorted(by_status.items())
    }
