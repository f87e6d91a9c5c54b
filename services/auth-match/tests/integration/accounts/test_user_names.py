import pytest
from django.conf import settings
from rest_framework.test import APIClient

from auth_match.accounts.domain.limits import Allowance
from auth_match.accounts.models import User

URL = "/api/users/"
pytestmark = pytest.mark.django_db


def test_names_of_existing_users_are_returned(api: APIClient, alice: User, bob: User) -> None:
    response = api.get(URL, {"ids": f"{bob.id},{alice.id},{bob.id},2147483647"})
    assert response.status_code == 200
    assert response.json() == [{"id": alice.id, "username": "alice"}, {"id": bob.id, "username": "bob"}]


def test_no_token_is_needed_and_an_expired_one_is_ignored(api: APIClient, alice: User) -> None:
    assert api.get(URL, {"ids": alice.id}, HTTP_AUTHORIZATION="Bearer stale").status_code == 200


def test_at_most_a_hundred_ids_are_accepted(api: APIClient) -> None:
    assert api.get(URL, {"ids": ",".join(["7"] * 100)}).status_code == 200
    assert api.get(URL, {"ids": ",".join(["7"] * 101)}).status_code == 422


@pytest.mark.parametrize(
    "ids",
    [
        "",
        "a",
        "1,",
        "1,,2",
        "-1",
        "1.5",
        "1 2",
        "2147483648",
        "9" * 5000,
        "٣",
        "1_0",
        "1.0",
        "+1",
        " 1",
        "1 ",
        "１",
        "\t1",
        "1\x00",
        "%00",
        "1;drop",
    ],
)
def test_bad_ids_are_422(api: APIClient, ids: str) -> None:
    response = api.get(URL, {"ids": ids})
    assert (response.status_code, response.json()["code"]) == (422, "invalid")
    assert response.json()["errors"][0]["field"] == "ids"


def test_missing_ids_are_422(api: APIClient) -> None:
    assert api.get(URL).status_code == 422


def test_address_with_too_many_requests_waits(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.LIMITS, "names_per_ip", Allowance(3, 60))
    asked = [api.get(URL, {"ids": "1"}, HTTP_X_FORWARDED_FOR="192.0.2.1") for _ in range(4)]
    assert [response.status_code for response in asked] == [200, 200, 200, 429]
    assert (asked[-1]["Retry-After"], asked[-1].json()["code"]) == ("1", "rate_limited")
    assert api.get(URL, {"ids": "1"}, HTTP_X_FORWARDED_FOR="192.0.2.2").status_code == 200


def test_invalid_requests_count_too(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(settings.LIMITS, "names_per_ip", Allowance(1, 60))
    assert [api.get(URL).status_code for _ in range(2)] == [422, 429]
