"""The accepted keys of a JWKS."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

from image_community.identity.key_source import usable_keys

GOOD = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 2048).public_key(), as_dict=True) | {"kid": "a"}
SHORT = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 1024).public_key(), as_dict=True) | {"kid": "b"}
CURVE = ECAlgorithm.to_jwk(ec.generate_private_key(ec.SECP256R1()).public_key(), as_dict=True) | {"kid": "c"}


def test_rsa_signing_key_is_taken():
    assert list(usable_keys({"keys": [GOOD]})) == ["a"]


@pytest.mark.parametrize(
    "entry",
    [
        SHORT,
        CURVE,
        GOOD | {"use": "enc"},
        GOOD | {"alg": "RS512"},
        GOOD | {"kid": 1},
        GOOD | {"n": "!"},
        {"kty": "oct", "k": "AAAA", "kid": "d"},
        None,
        [],
    ],
)
def test_anything_else_is_passed_over(entry):
    assert list(usable_keys({"keys": [entry, GOOD]})) == ["a"]


@pytest.mark.parametrize("document", [None, [], {}, {"keys": None}, {"keys": {}}, "keys"])
def test_no_jwks_has_no_keys(document):
    assert usable_keys(document) == {}
