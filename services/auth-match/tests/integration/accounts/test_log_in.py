from collections.abc import Callable
from unittest.mock import patch

import jwt
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from rest_framework.test import APIClient

from auth_match.accounts.keys import key_ring
from auth_match.accounts.models import Session, User
from auth_match.accounts.passwords import OwaspArgon2PasswordHasher

URL = "/api/auth/login/"
PASSWORD = "correct horse battery"
pytestmark = pytest.mark.django_db


def test_tokens_have_the_claims_of_the_contract(
    log_in: Callable[[User], dict[str, str]], alice: User
) -> None:
    tokens = log_in(alice)
    session = Session.objects.get(user=alice)
    header = jwt.get_unverified_header(tokens["access"])
    assert header == {"alg": "RS256", "typ": "at+jwt", "kid": key_ring().signing.kid}
    public = key_ring().keys[header["kid"]].public
    claims = jwt.decode(tokens["access"], public, ["RS256"], audience="maru", issuer="maru-auth-match")
    assert claims.pop("exp") - claims.pop("iat") == 600
    assert len(claims.pop("jti")) == 32
    assert claims == {
        "iss": "maru-auth-match",
        "aud": "maru",
        "sub": str(alice.id),
        "user_id": alice.id,
        "sid": str(session.sid),
        "username": "alice",
        "token_type": "access",
    }
    refresh = jwt.decode(tokens["refresh"], public, ["RS256"], audience="maru", issuer="maru-auth-match")
    assert set(refresh) == {"iss", "aud", "sub", "user_id", "sid", "jti", "iat", "exp", "token_type"}
    assert (refresh["token_type"], refresh["exp"] - refresh["iat"]) == ("refresh", 7 * 24 * 3600)


def test_login_ignores_case(api: APIClient, alice: User) -> None:
    assert api.post(URL, {"username": "ALICE", "password": PASSWORD}, "json").status_code == 200


def test_wrong_password_unknown_user_and_disabled_account_answer_the_same(
    api: APIClient, alice: User, make_user: Callable[..., User]
) -> None:
    make_user("banned", is_active=False)
    attempts = [("alice", "wrong password"), ("nobody", PASSWORD), ("banned", PASSWORD), ("", PASSWORD)][:3]
    answers = []
    for username, password in attempts:
        with (
            patch.object(
                OwaspArgon2PasswordHasher,
                "encode",
                autospec=True,
                side_effect=OwaspArgon2PasswordHasher.encode,
            ),
            patch.object(
                OwaspArgon2PasswordHasher,
                "verify",
                autospec=True,
                side_effect=OwaspArgon2PasswordHasher.verify,
            ),
        ):
            hashed = OwaspArgon2PasswordHasher.encode, OwaspArgon2PasswordHasher.verify
            response = api.post(URL, {"username": username, "password": password}, "json")
            work = sum(function.call_count for function in hashed)  # type: ignore[attr-defined]
        problem = {name: value for name, value in response.json().items() if name != "request_id"}
        answers.append((response.status_code, response["WWW-Authenticate"], problem, work))
    assert answers[0] == answers[1] == answers[2]
    assert answers[0][0] == 401
    assert answers[0][2]["code"] == "invalid_credentials"
    assert answers[0][3] == 1


def test_old_password_hash_is_upgraded_at_login(api: APIClient, alice: User) -> None:
    old = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1000)
    User.objects.filter(id=alice.id).update(password=old)
    assert api.post(URL, {"username": "alice", "password": PASSWORD}, "json").status_code == 200
    alice.refresh_from_db()
    assert alice.password.startswith("argon2$argon2id$")
