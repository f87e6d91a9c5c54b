"""The OpenAPI document: each operation documents its problems with their body."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from image_community.errors import DomainError
from image_community.runtime.problem import (
    CODE_OF_STATUS,
    MEDIA_TYPE,
    STATUS_OF_KIND,
    TITLE_OF_STATUS,
    Problem,
    StorageUnavailable,
)

PROBLEM_REFERENCE = {"$ref": "#/components/schemas/Problem"}
Responses = dict[int | str, dict[str, Any]]


def problems(*causes: type[DomainError] | type[StorageUnavailable] | int) -> Responses:
    """The `responses=` of a route: domain errors, StorageUnavailable, and statuses of the transport."""
    codes: dict[int, list[str]] = {}
    for cause in causes:
        status, code = _status_and_code(cause)
        codes.setdefault(status, []).append(f"`{code}`")
    return {
        status: {
            "description": f"{TITLE_OF_STATUS[status]}: {', '.join(sorted(set(found)))}",
            "content": {MEDIA_TYPE: {"schema": PROBLEM_REFERENCE}},
        }
        for status, found in codes.items()
    }


def _status_and_code(cause: type[DomainError] | type[StorageUnavailable] | int) -> tuple[int, str]:
    if isinstance(cause, int):
        return cause, CODE_OF_STATUS[cause]
    return 503 if issubclass(cause, StorageUnavailable) else STATUS_OF_KIND[cause.kind], cause.code


def document(app: FastAPI) -> Callable[[], dict[str, Any]]:
    """The application's `openapi` function, with the Problem schema among its components."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            components = schema.setdefault("components", {}).setdefault("schemas", {})
            problem_schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
            components.update(problem_schema.pop("$defs"))
            components["Problem"] = problem_schema
            app.openapi_schema = schema
        return app.openapi_schema

    return openapi
