import json
import pkgutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import OperationalError
from rest_framework.exceptions import ErrorDetail, ValidationError

import auth_match
import redis
from auth_match.errors import DomainError, FieldError
from auth_match.runtime import problem

LISTED = json.loads((Path(__file__).parents[5] / "contracts" / "error_codes.json").read_text())


def domain_errors(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    for error in base.__subclasses__():
        yield from domain_errors(error)
        if hasattr(error, "code"):
            yield error


def test_every_code_we_can_raise_is_listed_with_its_status() -> None:
    for module in pkgutil.walk_packages(auth_match.__path__, "auth_match."):
        if module.name.endswith(".errors"):
            import_module(module.name)
    for error in domain_errors():
        assert error.code in LISTED, error
        assert LISTED[error.code]["status"] in (problem.STATUS_OF_KIND[error.kind], None), error
        assert "auth-match" in LISTED[error.code]["services"], error


def test_every_code_of_transport_is_listed_with_its_status_and_title() -> None:
    transport = {code: status for _, status, code, _ in problem._TRANSPORT}
    transport |= {"invalid": 422, "too_large": 413, "unavailable": 503, "internal": 500}
    for code, status in transport.items():
        assert LISTED[code]["status"] == status, code
        assert LISTED[code]["title"] == problem.TITLES[status], code
        assert "auth-match" in LISTED[code]["services"], code


@pytest.mark.parametrize("error", [OperationalError(), redis.ConnectionError(), redis.TimeoutError()])
def test_lost_server_is_503_with_retry_after(error: Exception) -> None:
    response = problem.handle_exception(error, {})
    assert response is not None
    assert (response.status_code, response["Retry-After"]) == (503, "2")


def test_unknown_exception_is_left_to_django() -> None:
    assert problem.handle_exception(KeyError("bug"), {}) is None


def test_field_errors_are_flat() -> None:
    detail = ValidationError(
        {"a": {"b": [ErrorDetail("no", "bad")]}, "non_field_errors": [ErrorDetail("all wrong", "worse")]}
    ).detail
    assert list(problem.field_errors(detail)) == [
        FieldError("a.b", "bad", "no"),
        FieldError("", "worse", "all wrong"),
    ]
