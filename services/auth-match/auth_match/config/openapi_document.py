"""Completes the OpenAPI document: one Problem with every code, response headers, an example per operation."""

from collections.abc import Iterator
from typing import Any

from auth_match.config.openapi_examples import EXAMPLES
from auth_match.runtime.field_errors import SENTENCES

Document = dict[str, Any]
TAGS = {
    "sessions": "Sign up, log in, refresh, log out; tickets for sockets",
    "account": "Your profile, password and data",
    "matching": "Preferences, state and history of matching; the queue itself is a WebSocket",
    "safety": "Blocks and reports",
    "voice": "What a call needs besides its WebSocket",
    "users": "Names of users",
    "keys": "The keys that verify tokens",
}
# Of any address, from this service or the gateway.
OF_ANY_ADDRESS = {
    *("forbidden", "headers_too_large", "internal", "method_not_allowed", "precondition_failed"),
    *("upstream_timeout", "uri_too_long"),
}
OF_FIELDS = {
    *SENTENCES,
    *("ages_out_of_order", "invalid_cursor", "not_ids", "one_of_two", "too_many", "yourself"),
    *("username_mixes_scripts", "username_not_acceptable", "username_reserved"),
    *("password_entirely_numeric", "password_too_common", "password_too_few_characters"),
    *("password_too_long", "password_too_short", "password_too_similar"),
}


def _header(description: str, example: str, **schema: Any) -> Document:
    return {"description": description, "schema": {"type": "string", **schema}, "example": example}


HEADERS = {
    "X-Request-ID": _header("Name it in a report of a bug", "5f0c4e5d8a0b4a9f8e7d6c5b4a392817"),
    "WWW-Authenticate": _header("RFC 6750", 'Bearer realm="maru", error="invalid_token"'),
    "Retry-After": _header("Seconds to wait", "2", pattern="^[0-9]+$"),
    "Link": _header(
        "RFC 8288: the next part by position",
        '<https://maru.example/api/match/history/?cursor=AAYAAAAAAAAAAAAH&size=50>; rel="next"',
    ),
    "ETag": _header("For If-None-Match", '"0123456789abcdef0123456789abcdef"'),
    "Set-Cookie": _header(
        "The refresh token, for a page of ours that asked for it by X-Maru-Session: cookie",
        "maru_refresh_443=eyJ…; HttpOnly; Path=/api/auth/; SameSite=Strict; Secure",
    ),
    "Content-Disposition": _header("The name of the file", 'attachment; filename="maru-account.json"'),
}
HEADER_OF_STATUS = {"401": "WWW-Authenticate", "429": "Retry-After", "503": "Retry-After"}
HEADERS_OF_SUCCESS = {
    "listMatchHistory": ("Link",),
    "getSigningKeys": ("ETag",),
    "exportAccount": ("Content-Disposition",),
    **dict.fromkeys(("signUp", "logIn", "refreshTokens", "logOut"), ("Set-Cookie",)),
}
# Of operations that keep the refresh token in a cookie, if a page of ours asks.
SESSION_HEADER = {
    "name": "X-Maru-Session",
    "in": "header",
    "description": "`cookie`: a page of ours keeps its refresh token in a cookie that scripts cannot read. "
    "The token is then neither expected in a body nor sent in one. A page of another origin is refused: 403.",
    "schema": {"type": "string", "enum": ["cookie"]},
}


def complete(result: Document, **_: Any) -> Document:
    """A hook of drf-spectacular: changes the document in place."""
    operations = list(_operations(result))
    result["tags"] = [{"name": name, "description": text} for name, text in TAGS.items()]
    result["components"]["headers"] = HEADERS
    for operation in operations:
        _describe_headers(operation)
        _describe_cookie(operation)
        _add_example(operation)
    result["components"]["schemas"] |= _problem_schemas(operations)
    return result


def _operations(document: Document) -> Iterator[Document]:
    for item in document["paths"].values():
        yield from item.values()


def _headers(*names: str) -> Document:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _describe_headers(operation: Document) -> None:
    for status, response in operation["responses"].items():
        own = HEADERS_OF_SUCCESS.get(operation["operationId"], ()) if status < "300" else ()
        of_status = [HEADER_OF_STATUS[status]] if status in HEADER_OF_STATUS else []
        response["headers"] = _headers("X-Request-ID", *own, *of_status)
        response["description"] = response["description"] or "OK"


def _describe_cookie(operation: Document) -> None:
    if "Set-Cookie" in HEADERS_OF_SUCCESS.get(operation["operationId"], ()):
        operation.setdefault("parameters", []).append(SESSION_HEADER)
    if operation["operationId"] in ("refreshTokens", "logOut"):
        operation["requestBody"]["required"] = False


def _add_example(operation: Document) -> None:
    """Of the answer, or of the body of an operation that answers nothing."""
    example = EXAMPLES.get(operation["operationId"])
    if example is None:
        return
    first = operation["responses"][min(operation["responses"])]
    for content in (first if "content" in first else operation["requestBody"])["content"].values():
        content["example"] = example


def _codes(operations: list[Document]) -> Iterator[str]:
    for operation in operations:
        for response in operation["responses"].values():
            schema = response.get("content", {}).get("application/problem+json", {}).get("schema")
            if schema:
                yield from schema["allOf"][1]["properties"]["code"]["enum"]


def _problem_schemas(operations: list[Document]) -> Document:
    """As in the document of image-community (a test compares them)."""
    text = {"type": "string"}
    codes = sorted({*_codes(operations), *OF_ANY_ADDRESS})
    problem = {
        "type": {"type": "string", "const": "about:blank"},
        "title": text,
        "status": {"type": "integer"},
        "detail": {**text, "description": "One plain sentence for the user."},
        "code": {"type": "string", "enum": codes},
        "request_id": text,
        "errors": {"type": "array", "items": {"$ref": "#/components/schemas/FieldProblem"}},
    }
    field = {
        "field": {**text, "description": 'Path of the field, "" for the body as a whole.'},
        "code": {"type": "string", "enum": sorted(OF_FIELDS)},
        "message": text,
    }
    required = ["title", "status", "detail", "code", "request_id"]
    return {
        "Problem": {
            "type": "object",
            "description": "The body of every refusal (RFC 9457); `code`: contracts/error_codes.json.",
            "properties": problem,
            "required": required,
        },
        "FieldProblem": {"type": "object", "properties": field, "required": list(field)},
    }
