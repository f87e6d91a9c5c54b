"""What routes say about themselves in the OpenAPI document: their problems, headers and files."""

from typing import Any

from image_community.errors import DomainError
from image_community.runtime.problem import (
    CODE_OF_STATUS,
    MEDIA_TYPE,
    STATUS_OF_KIND,
    TITLE_OF_STATUS,
    StorageUnavailable,
)

PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}
GUESTS_TOO: dict[str, Any] = {"security": [{}]}  # `openapi_extra` of a route that refuses only invalid tokens
Responses = dict[int | str, dict[str, Any]]


def _header(description: str, example: str, **schema: Any) -> dict[str, Any]:
    return {"description": description, "schema": {"type": "string", **schema}, "example": example}


# Each response has the first one; the others are named where they are sent.
HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-ID": _header("Name it in a report of a bug", "5f0c4e5d8a0b4a9f8e7d6c5b4a392817"),
    "WWW-Authenticate": _header(
        "RFC 6750: on a 401; with `invalid_token` also on a public response to a stale token",
        'Bearer realm="maru", error="invalid_token"',
    ),
    "Retry-After": _header("Seconds to wait", "2", pattern="^[0-9]+$"),
    "Link": _header(
        "RFC 8288: the next page by position", '<https://maru.example/api/v1/images>; rel="next"'
    ),
    "Location": _header("The address of the image", "/api/v1/images/7"),
    "ETag": _header("For If-None-Match", 'W/"0123456789abcdef0123456789abcdef"'),
    "X-Maru-As-Of": _header(
        "The moment that the response describes", "2026-11-30T12:00:00Z", format="date-time"
    ),
    "Content-Disposition": _header("The name of the file", 'attachment; filename="maru-images.json"'),
}
HEADER_OF_STATUS = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}


def headers(*names: str) -> dict[str, Any]:
    """The `headers` of a response, by reference."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def binary(media_type: str, description: str) -> dict[str, Any]:
    """A file. OpenAPI 3.1 says it by contentMediaType; generators know `format: binary` of 3.0 as a File."""
    file = {"type": "string", "format": "binary", "contentMediaType": media_type}
    return {**file, "description": description}


def problems(*causes: type[DomainError] | type[StorageUnavailable] | int) -> Responses:
    """The `responses=` of a route: domain errors, StorageUnavailable, and statuses of the transport."""
    codes: dict[int, set[str]] = {}
    for cause in causes:
        status, code = _status_and_code(cause)
        codes.setdefault(status, set()).add(code)
    return {status: _problem(status, sorted(found)) for status, found in codes.items()}


def _problem(status: int, codes: list[str]) -> dict[str, Any]:
    """A Problem with one of these codes."""
    one_of = {
        "type": "object",
        "required": ["code"],
        "properties": {"code": {"type": "string", "enum": codes}},
    }
    named = ", ".join(f"`{code}`" for code in codes)
    return {
        "description": f"{TITLE_OF_STATUS[status]}: {named}",
        "headers": headers(*([HEADER_OF_STATUS[status]] if status in HEADER_OF_STATUS else [])),
        "content": {MEDIA_TYPE: {"schema": {"allOf": [PROBLEM_REFERENCE, one_of]}}},
    }


def _status_and_code(cause: type[DomainError] | type[StorageUnavailable] | int) -> tuple[int, str]:
    if isinstance(cause, int):
        return cause, CODE_OF_STATUS[cause]
    return 503 if issubclass(cause, StorageUnavailable) else STATUS_OF_KIND[cause.kind], cause.code
