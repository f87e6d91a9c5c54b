"""This service verifies contracts/access_token_vectors.json, as image-community does."""

import json
import socket
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from jsonschema import Draft202012Validator

from auth_match.accounts import tokens
from auth_match.accounts.errors import InvalidToken
from auth_match.accounts.keys import KeyRing, SigningKey, thumbprint
from auth_match.errors import DomainError
from auth_match.runtime import clock

CONTRACTS = Path(__file__).parents[5] / "contracts"
VECTORS = json.loads((CONTRACTS / "access_token_vectors.json").read_text())
PUBLIC = {jwk["kid"]: jwt.PyJWK(jwk).key for jwk in VECTORS["jwks"]["keys"]}


@pytest.fixture(autouse=True)
def _ring_of_the_vectors(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    keys = {  # these tests only verify
        kid: SigningKey(kid=kid, private=None, public=key, signs_from=clock.now())  # type: ignore[arg-type]
        for kid, key in PUBLIC.items()
    }
    monkeypatch.setattr(tokens, "key_ring", lambda: KeyRing(next(iter(keys.values())), keys))
    settings.TOKEN_ISSUER, settings.TOKEN_AUDIENCE = VECTORS["issuer"], VECTORS["audience"]


@pytest.mark.parametrize("vector", VECTORS["good"], ids=lambda vector: vector["name"])
def test_good_token_is_accepted(vector: dict[str, Any]) -> None:
    claims = tokens.verify_access_token(vector["token"])
    expected = vector["claims"]
    assert (claims.user_id, str(claims.sid), claims.username) == (
        expected["user_id"],
        expected["sid"],
        expected["username"],
    )


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=lambda vector: vector["name"])
def test_bad_token_is_refused_with_its_code(vector: dict[str, Any]) -> None:
    with pytest.raises(DomainError) as refusal:
        tokens.verify_access_token(vector["token"])
    assert refusal.value.code == vector["code"]


def test_bad_token_is_refused_fast_and_without_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a token made us open a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    for vector in VECTORS["bad"]:
        seconds = []
        for _ in range(3):  # the best of three, because of other load
            started = time.perf_counter()
            with pytest.raises(DomainError):
                tokens.verify_access_token(vector["token"])
            seconds.append(time.perf_counter() - started)
        assert min(seconds) < 0.05, vector["name"]


@pytest.mark.parametrize("vector", VECTORS["good"], ids=lambda vector: vector["name"])
def test_good_token_fits_the_schema(vector: dict[str, Any]) -> None:
    schema = json.loads((CONTRACTS / "access_token.schema.json").read_text())
    header = jwt.get_unverified_header(vector["token"])
    Draft202012Validator(schema).validate({"header": header, "claims": vector["claims"]})


def test_vectors_hold_public_keys_only_and_enough_bad_tokens() -> None:
    assert all(set(jwk) == {"kty", "n", "e", "kid", "use", "alg"} for jwk in VECTORS["jwks"]["keys"])
    assert all(thumbprint(key) == kid for kid, key in PUBLIC.items())
    assert len(VECTORS["bad"]) >= 40
    assert len({vector["name"] for vector in VECTORS["bad"]}) == len(VECTORS["bad"])


GOOD = VECTORS["good"][0]["token"]


def test_remembered_token_expires(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens.verify_access_token(GOOD)
    later = clock.now() + timedelta(days=365 * 200)
    monkeypatch.setattr(tokens.clock, "now", lambda: later)
    with pytest.raises(InvalidToken):
        tokens.verify_access_token(GOOD)


def test_remembered_token_is_refused_when_its_key_is_no_longer_published(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tokens.verify_access_token(GOOD)
    ring = tokens.key_ring()
    monkeypatch.setattr(tokens, "key_ring", lambda: KeyRing(ring.signing, {}))
    with pytest.raises(InvalidToken):
        tokens.verify_access_token(GOOD)


def test_remembered_token_is_refused_when_another_key_has_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    tokens.verify_access_token(GOOD)
    ring, kid = tokens.key_ring(), str(jwt.get_unverified_header(GOOD)["kid"])
    other = replace(ring.keys[kid], public=generate_private_key(65537, 2048).public_key())
    monkeypatch.setattr(tokens, "key_ring", lambda: KeyRing(ring.signing, {kid: other}))
    with pytest.raises(InvalidToken):
        tokens.verify_access_token(GOOD)
