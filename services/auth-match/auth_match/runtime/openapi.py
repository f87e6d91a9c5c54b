"""What views say about themselves in the OpenAPI document: their problems and headers."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from auth_match.runtime.problem import TITLES

# The errors of every operation that reads a body, is rate-limited, or authenticates.
BODY = {"malformed": 400, "too_large": 413, "unsupported_media_type": 415, "invalid": 422}
LIMITED = {"rate_limited": 429}
BEARER = {"not_authenticated": 401, "invalid_token": 401}

PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}


def problems(**codes: int) -> dict[tuple[int, str], OpenApiResponse]:
    """`problems(username_taken=409)` for `extend_schema(responses={201: …, **problems(…)})`."""
    by_status: dict[int, list[str]] = {}
    for code, status in {**codes, "unavailable": 503}.items():
        by_status.setdefault(status, []).append(code)
    return {
        (status, "application/problem+json"): OpenApiResponse(
            _problem(sorted(names)),
            description=f"{TITLES[status]}: {', '.join(f'`{code}`' for code in names)}",
        )
        for status, names in sorted(by_status.items())
    }


def _problem(codes: list[str]) -> dict[str, Any]:
    """A Problem with one of these codes."""
    one_of = {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "string", "enum": codes}},
    }
    return {"allOf": [PROBLEM_REFERENCE, one_of]}


class Schema(AutoSchema):
    """The library describes no body of a DELETE; ours describes it where a view names one."""

    def _get_request_body(self, direction: str = "request") -> Any:
        if self.method != "DELETE":
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        self.method = "POST"
        try:
            return super()._get_request_body(direction)  # type: ignore[no-untyped-call]
        finally:
            self.method = "DELETE"
