"""Writes contracts/access_token_vectors.json: good and bad access tokens that both services must judge alike.

When the format changes: `PYTHONPATH=services/auth-match python tests/contract/make_access_token_vectors.py`.
The keys are made here and thrown away: only their public halves are written.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

from auth_match.accounts.keys import public_jwk, thumbprint

TARGET = Path(__file__).parents[2] / "contracts" / "access_token_vectors.json"
ISSUER, AUDIENCE = "maru-auth-match", "maru"
YEAR_2020, YEAR_2026, YEAR_2100 = 1_577_836_800, 1_767_225_600, 4_102_444_800  # seconds since 1970

CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "7",
    "iat": YEAR_2026,
    "exp": YEAR_2100,
    "jti": "5f0c8a4be1a24d0c9f7f5a1f6f0c2d3e",
    "sid": "0b7f6c1e-6a55-4a5c-9a3e-6f2d6a7c1b10",
    "username": "alice",
    "user_id": 7,
    "token_type": "access",
}

# Claims that replace CLAIMS'. None takes the claim away.
WRONG_CLAIMS: dict[str, dict[str, Any]] = {
    **{f"claim {name} missing": {name: None} for name in CLAIMS},
    "issuer of another": {"iss": "somebody-else"},
    "issuer a number": {"iss": 1},
    "audience of another": {"aud": "somebody-else"},
    "audience a list without us": {"aud": ["somebody-else"]},
    "audience an object": {"aud": {"maru": True}},
    "expired": {"iat": YEAR_2020, "exp": YEAR_2020 + 600},
    "exp a string": {"exp": str(YEAR_2100)},
    "exp true": {"exp": True},
    "exp a fraction": {"exp": YEAR_2100 + 0.5},
    "exp NaN": {"exp": float("nan")},
    "exp past every calendar": {"exp": 10**18},
    "iat a string": {"iat": str(YEAR_2026)},
    "iat in the future": {"iat": YEAR_2100 - 600},
    "nbf in the future": {"nbf": YEAR_2100 - 600},
    "nbf a string": {"nbf": str(YEAR_2026)},
    "sub of another user": {"sub": "8"},
    "sub with a leading zero": {"sub": "07"},
    "sub a number": {"sub": 7},
    "user_id a string": {"user_id": "7"},
    "user_id true": {"user_id": True, "sub": "1"},
    "user_id a fraction": {"user_id": 7.5, "sub": "7.5"},
    "user_id zero": {"user_id": 0, "sub": "0"},
    "user_id negative": {"user_id": -7, "sub": "-7"},
    "user_id past 32 bits": {"user_id": 2**31, "sub": str(2**31)},
    "user_id past 64 bits": {"user_id": 2**64, "sub": str(2**64)},
    "user_id a list": {"user_id": [7]},
    "sid no UUID": {"sid": "not-a-uuid"},
    "sid a number": {"sid": 1},
    "jti empty": {"jti": ""},
    "jti a number": {"jti": 1},
    "username a number": {"username": 7},
    "username a lone surrogate": {"username": "\ud800lice"},
    "username with NUL": {"username": "alice\0"},
    "token_type refresh": {"token_type": "refresh"},
    "token_type a list": {"token_type": ["access"]},
}

# Headers that replace {"alg": "RS256", "typ": "at+jwt", "kid": ...}, signed with RS256 by the right key.
WRONG_HEADERS: dict[str, dict[str, Any]] = {
    "typ JWT": {"typ": "JWT"},
    "typ missing": {"typ": None},
    "typ a list": {"typ": ["at+jwt"]},
    "kid unknown": {"kid": "unknown"},
    "kid missing": {"kid": None},
    "kid a number": {"kid": 1},
    "kid a list": {"kid": []},
    "kid a lone surrogate": {"kid": "\ud800"},
    "alg missing": {"alg": None},
    "alg a list": {"alg": ["RS256"]},
    "crit unknown": {"crit": ["maru"], "maru": True},
}

GOOD_CLAIMS: dict[str, dict[str, Any]] = {
    "plain": {},
    "largest user id": {"user_id": 2**31 - 1, "sub": str(2**31 - 1)},
    "username in Hangul": {"username": "마루나루"},
    "not before a past moment": {"nbf": YEAR_2026},
    "an unknown claim": {"later": {"more": [1, 2]}},
}


def part(value: Any) -> bytes:
    text = json.dumps(value).encode() if not isinstance(value, bytes) else value
    return base64.urlsafe_b64encode(text).rstrip(b"=")


def changed(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**base, **change}.items() if value is not None}


class Signer:
    """Signs by hand, because libraries refuse to make most of what must be refused."""

    def __init__(self) -> None:
        self.key: RSAPrivateKey = generate_private_key(public_exponent=65537, key_size=2048)
        self.kid = thumbprint(self.key.public_key())
        self.header = {"alg": "RS256", "typ": "at+jwt", "kid": self.kid}

    def sign(self, header: dict[str, Any] | bytes, payload: Any) -> str:
        signed = part(header) + b"." + part(payload)
        signature = self.key.sign(signed, padding.PKCS1v15(), hashes.SHA256())
        return (signed + b"." + part(signature)).decode()

    def access(self, **change: Any) -> str:
        return self.sign(self.header, changed(CLAIMS, change))

    def by_algorithm(self, algorithm: str) -> str:
        return jwt.encode(CLAIMS, self.key, algorithm, headers={"kid": self.kid, "typ": "at+jwt"})

    def with_public_key_as_secret(self) -> str:
        """The classic confusion: HMAC with the key that everyone can read."""
        pem = self.key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        signed = part({**self.header, "alg": "HS256"}) + b"." + part(CLAIMS)
        return (signed + b"." + part(hmac.digest(pem, signed, hashlib.sha256))).decode()


def bad_signatures(ours: Signer, second: Signer, stranger: Signer) -> Iterator[tuple[str, str]]:
    good = ours.access()
    header, payload, signature = good.split(".")
    unsigned = part({"alg": "none", "typ": "at+jwt", "kid": ours.kid}).decode()
    yield "alg none", f"{unsigned}.{payload}."
    yield "alg none, signed", f"{unsigned}.{payload}.{signature}"
    yield "alg HS256 with the public key", ours.with_public_key_as_secret()
    for algorithm in ("RS384", "RS512", "PS256"):
        yield f"alg {algorithm}", ours.by_algorithm(algorithm)
    yield "signed by a stranger", stranger.sign(ours.header, CLAIMS)
    embedded = {**ours.header, "jwk": public_jwk(ours.kid, stranger.key.public_key())}
    yield "signed by a stranger who brings the key", stranger.sign(embedded, CLAIMS)
    yield "kid of our other key", ours.sign({**ours.header, "kid": second.kid}, CLAIMS)
    yield "claims exchanged", f"{header}.{part({**CLAIMS, 'username': 'mallory'}).decode()}.{signature}"
    yield "signature missing", f"{header}.{payload}."
    # Deeper than Python's JSON decoder goes, and short enough to reach it.
    deep = json.dumps({**ours.header, "x": 0}).replace("0}", "[" * 1100 + "]" * 1100 + "}").encode()
    yield "header nested deep", ours.sign(deep, CLAIMS)
    yield "claims no object", ours.sign(ours.header, [CLAIMS])
    yield "claims no JSON", ours.sign(ours.header, b"{")
    yield "claims not UTF-8", ours.sign(ours.header, b'{"sub": "\xff"}')


def bad_texts(good: str) -> Iterator[tuple[str, str]]:
    header, payload, signature = good.split(".")
    yield "truncated", good[:-20]
    yield "one part", header
    yield "two parts", f"{header}.{payload}"
    yield "four parts", f"{good}.{signature}"
    yield "nothing but dots", ".."
    yield "garbage", "garbage"
    yield "trailing =", f"{good}="
    yield "trailing newline", f"{good}\n"
    yield "blank before", f" {good}"
    yield "Bearer twice", f"Bearer {good}"
    yield "lone surrogate", f"\ud800{good}"
    yield "NUL", f"{good}\0"
    yield "Hangul", "마루.마루.마루"
    yield "huge", f"{header}.{'A' * 20_000}.{signature}"


def vectors() -> dict[str, Any]:
    ours, second, stranger = Signer(), Signer(), Signer()
    good = [
        {"name": name, "token": ours.access(**change), "claims": changed(CLAIMS, change)}
        for name, change in GOOD_CLAIMS.items()
    ]
    good.append({"name": "our other key", "token": second.access(), "claims": CLAIMS})
    bad = [
        *((name, ours.access(**change)) for name, change in WRONG_CLAIMS.items()),
        *((name, ours.sign(changed(ours.header, change), CLAIMS)) for name, change in WRONG_HEADERS.items()),
        *bad_signatures(ours, second, stranger),
        *bad_texts(ours.access()),
    ]
    return {
        "issuer": ISSUER,
        "audience": AUDIENCE,
        "jwks": {"keys": [public_jwk(signer.kid, signer.key.public_key()) for signer in (ours, second)]},
        "good": good,
        "bad": [
            {"name": "empty", "token": "", "code": "not_authenticated"},
            *({"name": name, "token": token, "code": "invalid_token"} for name, token in bad),
        ],
    }


if __name__ == "__main__":
    # ASCII only: a lone surrogate can stand in a JSON file as an escape alone.
    TARGET.write_text(json.dumps(vectors(), indent=1, ensure_ascii=True) + "\n", encoding="ascii")
