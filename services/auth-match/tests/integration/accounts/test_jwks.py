from collections.abc import Callable

import jwt
import pytest
from rest_framework.test import APIClient

from auth_match.accounts.models import User

URL = "/.well-known/jwks.json"


def test_published_keys_are_public_and_cacheable(api: APIClient) -> None:
    response = api.get(URL)
    assert response.status_code == 200
    assert response["Cache-Control"] == "public, max-age=30"
    (key,) = response.json()["keys"]
    assert set(key) == {"kty", "n", "e", "kid", "use", "alg"}


def test_client_with_current_keys_gets_304(api: APIClient) -> None:
    etag = api.get(URL)["ETag"]
    again = api.get(URL, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)
    assert again["Cache-Control"] == "public, max-age=30"
    assert api.get(URL, HTTP_IF_NONE_MATCH='"another"').status_code == 200


@pytest.mark.django_db
def test_published_key_verifies_an_access_token(
    api: APIClient, log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    access = log_in(alice)["access"]
    keys = jwt.PyJWKSet.from_dict(api.get(URL).json())
    key = keys[jwt.get_unverified_header(access)["kid"]]
    assert jwt.decode(access, key.key, ["RS256"], audience="maru")["user_id"] == alice.id
