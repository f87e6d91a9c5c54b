"""A number has one spelling: Python's `int`, which DRF uses, accepts many."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import User

pytestmark = pytest.mark.django_db
SPELLINGS = ["3_0", "30.0", "+30", " 30", "30 ", "３０", "٣٠", "3e1", "0x1e", ""]
FIELDS = [
    ("PATCH", "/api/auth/profile/", "age"),
    ("PATCH", "/api/match/settings/", "age_min"),
    ("PATCH", "/api/match/settings/", "age_max"),
    ("PATCH", "/api/match/settings/", "radius_km"),
    ("POST", "/api/match/blocks/", "user_id"),
]


@pytest.mark.parametrize("spelling", [*SPELLINGS, 30.0, True])
@pytest.mark.parametrize(("method", "path", "field"), FIELDS)
def test_other_spellings_in_a_body_are_422(
    as_user: Any, alice: User, method: str, path: str, field: str, spelling: object
) -> None:
    call = getattr(as_user(alice), method.lower())
    answer = call(path, {field: spelling}, "json")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_digits_are_a_number(as_user: Any, alice: User) -> None:
    for given in (30, "30"):
        assert as_user(alice).patch("/api/auth/profile/", {"age": given}, "json").status_code == 200


@pytest.mark.parametrize("spelling", ["1_0", "1.0", "+1", " 1", "１", "1e0"])
@pytest.mark.parametrize("field", ["after", "limit"])
def test_other_spellings_in_a_query_are_422(api: APIClient, settings: Any, field: str, spelling: str) -> None:
    credential = {"HTTP_AUTHORIZATION": f"Bearer {settings.SERVICE_CREDENTIAL}"}
    assert api.get("/internal/account-events", {field: spelling}, **credential).status_code == 422


@pytest.mark.parametrize("spelling", ["1_0", "1.0", "+1", " 1", "１", "-1"])
def test_other_spellings_in_a_path_are_404(as_user: Any, alice: User, spelling: str) -> None:
    assert as_user(alice).delete(f"/api/match/blocks/{spelling}/").status_code == 404
