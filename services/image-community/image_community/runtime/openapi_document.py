"""The OpenAPI document, as generators of clients like it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from image_community.errors import DomainError
from image_community.runtime.field_errors import SENTENCES
from image_community.runtime.openapi import GUESTS_TOO, HEADERS, headers
from image_community.runtime.problem import CODE_OF_STATUS, Problem, StorageUnavailable

# The gateway answers these by itself, for any address.
CODES_OF_GATEWAY = ("forbidden", "precondition_failed", "upstream_timeout", "uri_too_long")
Document = dict[str, Any]


def operation_id(route: APIRoute) -> str:
    """`listImages` for the function `list_images`."""
    first, *others = route.name.split("_")
    return first + "".join(word.capitalize() for word in others)


def document(app: FastAPI, examples: Mapping[str, Any]) -> Callable[[], Document]:
    """The application's `openapi` function. `examples`: of what an operation answers, by its id."""

    def openapi() -> Document:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                tags=app.openapi_tags,
            )
            components = schema["components"]
            components["headers"] = HEADERS
            components["schemas"] |= _problem_schemas()
            for operation in _operations(schema):
                _describe_caller(operation)
                _describe_limits(operation)
                _complete(operation, examples)
            app.openapi_schema = schema
        return app.openapi_schema

    return openapi


def _problem_schemas() -> Document:
    """Problem and FieldProblem, with every code that a client may read."""
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    field = problem.pop("$defs")["FieldProblem"]
    errors = DomainError.__subclasses__()
    codes = {error.code for error in errors} | {StorageUnavailable.code, *CODE_OF_STATUS.values()}
    field_codes = {error.field_code or error.code for error in errors if error.field} | SENTENCES.keys()
    problem["properties"]["code"] = {"type": "string", "enum": sorted(codes.union(CODES_OF_GATEWAY))}
    field["properties"]["code"] = {"type": "string", "enum": sorted(field_codes)}
    return {"Problem": problem, "FieldProblem": field}


def _operations(schema: Document) -> Iterator[Document]:
    for item in schema["paths"].values():
        yield from item.values()


def _describe_caller(operation: Document) -> None:
    """A public response needs no token, and says whether the one sent to it is stale."""
    security = operation.get("security")
    if security and "401" not in operation["responses"]:
        for status, response in operation["responses"].items():
            if int(status) < 400:
                response["headers"] = response.get("headers", {}) | headers("WWW-Authenticate")
        security = [*security, *GUESTS_TOO["security"]]
    if security:
        operation["security"] = sorted(security, key=len)  # none first: it is the least that is needed


def _describe_limits(operation: Document) -> None:
    """FastAPI writes the bounds of a validated number by pydantic's names."""
    for parameter in operation.get("parameters", ()):
        for schema in (parameter["schema"], *parameter["schema"].get("anyOf", ())):
            for name, standard in (("ge", "minimum"), ("le", "maximum")):
                if name in schema:
                    schema[standard] = schema.pop(name)


def _complete(operation: Document, examples: Mapping[str, Any]) -> None:
    for response in operation["responses"].values():
        response["headers"] = headers("X-Request-ID") | response.get("headers", {})
    example = examples.get(operation["operationId"])
    if example is None:
        return
    first = operation["responses"][min(operation["responses"])]
    answer = first if "content" in first else operation["requestBody"]
    for content in answer["content"].values():
        content["example"] = example
