"""Access and refresh tokens: Simple JWT's classes, with `kid`, `typ`, sessions, and strict reading.

Simple JWT and PyJWT do not check `typ` or a missing issuer, accept `exp` as a string and raise unrelated
errors for hostile text, so this module checks a token before and after they decode it.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings
from jwt.types import Options
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError, TokenError
from rest_framework_simplejwt.tokens import AccessToken as SimpleAccessToken
from rest_framework_simplejwt.tokens import RefreshToken as SimpleRefreshToken
from rest_framework_simplejwt.tokens import Token

from auth_match.accounts.domain import claims as rules
from auth_match.accounts.errors import InvalidToken, NotAuthenticated
from auth_match.accounts.keys import key_ring
from auth_match.accounts.verified_tokens import Verified, VerifiedTokens
from auth_match.runtime import clock

ALGORITHM = "RS256"
ACCESS_TYPE = "at+jwt"  # RFC 9068 2.1
REFRESH_TYPE = "JWT"
# PyJWT only requires that the times are present: `domain.claims` checks them, by our clock and more strictly.
_OPTIONS: Options = {
    "require": ["iss", "aud", "sub", "iat", "exp", "jti"],
    "strict_aud": True,
    "verify_exp": False,
    "verify_iat": False,
    "verify_nbf": False,
}


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """The user and session of a verified access token. The session may have ended: `service` checks that."""

    user_id: int
    sid: uuid.UUID
    username: str


@dataclass(frozen=True, slots=True)
class RefreshClaims:
    user_id: int
    sid: uuid.UUID
    jti: str


class KeyRingBackend(TokenBackend):
    """Signs with the ring's key (or that of `kid`) and names it; accepts only keys of the ring."""

    def __init__(self, header_type: str, kid: str | None = None) -> None:
        super().__init__(
            ALGORITHM,
            issuer=settings.TOKEN_ISSUER,
            audience=settings.TOKEN_AUDIENCE,
            leeway=settings.TOKEN_LEEWAY,
        )
        self._header_type = header_type
        self._kid = kid

    def encode(self, payload: dict[str, Any]) -> str:
        ring = key_ring()
        signing = ring.keys.get(self._kid or "", ring.signing)
        return jwt.encode(
            {**payload, "iss": self.issuer, "aud": self.audience},
            signing.private,
            algorithm=ALGORITHM,
            headers={"kid": signing.kid, "typ": self._header_type},
        )

    def decode(self, token: Any, verify: bool = True) -> dict[str, Any]:
        """The claims; TokenBackendError for anything that is not exactly a valid token of this type."""
        if not rules.is_compact_jws(token):
            raise TokenBackendError("Token is malformed")
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._key_for(jwt.get_unverified_header(token)),
                algorithms=[ALGORITHM],
                audience=self.audience,
                issuer=self.issuer,
                options=_OPTIONS,
            )
        # PyJWT does not catch what its JSON decoder and its comparisons of hostile values raise.
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError, RecursionError) as error:
            raise TokenBackendError("Token is invalid") from error
        return self._checked(claims)

    def _key_for(self, header: dict[str, Any]) -> RSAPublicKey:
        """The key comes from the ring, never from the `jwk`, `jku` or `x5u` of a token."""
        key = key_ring().keys.get(str(header.get("kid")))
        if key is None or header.get("typ") != self._header_type:
            raise jwt.InvalidTokenError("unknown key or wrong type of token")
        return key.public

    def _checked(self, claims: dict[str, Any]) -> dict[str, Any]:
        leeway = self.get_leeway().total_seconds()
        if not rules.has_valid_times(claims, now=clock.now().timestamp(), leeway=leeway):
            raise TokenBackendError("Token is expired")
        if not rules.names_a_session(claims):
            raise TokenBackendError("Token names no session")
        return claims


class AccessToken(SimpleAccessToken):
    def get_token_backend(self) -> KeyRingBackend:
        return KeyRingBackend(ACCESS_TYPE)

    def verify(self) -> None:
        super().verify()
        if not rules.names_a_user(self.payload):
            raise TokenError("Token names no user")


class RefreshToken(SimpleRefreshToken):
    access_token_class = AccessToken
    kid: str | None = None  # the key that signs; None for the ring's

    def get_token_backend(self) -> KeyRingBackend:
        return KeyRingBackend(REFRESH_TYPE, self.kid)


@dataclass(frozen=True, slots=True)
class TokenPair:
    access: str
    refresh: str


@dataclass(frozen=True, slots=True)
class RefreshStamp:
    """The claims that identify a refresh token: the same stamp gives the same token, to the byte."""

    jti: str
    kid: str
    issued_at: datetime
    expires_at: datetime


def issue_pair(*, user_id: int, username: str, sid: uuid.UUID, refresh: RefreshStamp) -> TokenPair:
    """Signs both tokens of a session. They share `sid`; the access token is new at each call and expires no
    later than the session."""
    identity = {"sub": str(user_id), "user_id": user_id, "sid": str(sid)}
    issued, expires = int(refresh.issued_at.timestamp()), int(refresh.expires_at.timestamp())
    access, renewal = AccessToken(), RefreshToken()
    access.payload |= {**identity, "username": username, "exp": min(access["exp"], expires)}
    renewal.payload |= {**identity, "jti": refresh.jti, "iat": issued, "exp": expires}
    renewal.kid = refresh.kid
    return TokenPair(access=str(access), refresh=str(renewal))


def verify_access_token(raw: str) -> AccessClaims:
    """Raises NotAuthenticated without a token, InvalidToken for a bad one. Needs no database."""
    if not raw:
        raise NotAuthenticated
    known = _verified_tokens.find(raw)
    if known is None:
        known = _verified_access_token(raw)
        _verified_tokens.keep(raw, known)
    published = key_ring().keys.get(known.kid)
    leeway = settings.TOKEN_LEEWAY.total_seconds()
    if published is None or published.public is not known.key:
        raise InvalidToken
    if not rules.has_valid_times(known.payload, now=clock.now().timestamp(), leeway=leeway):
        raise InvalidToken
    return known.claims


_verified_tokens = VerifiedTokens[AccessClaims]()


def _verified_access_token(raw: str) -> Verified[AccessClaims]:
    """Raises InvalidToken. What can change later, the caller checks: keys and time (decision 0018)."""
    payload = _verified(AccessToken, raw)
    claims = AccessClaims(payload["user_id"], uuid.UUID(payload["sid"]), payload["username"])
    kid = str(jwt.get_unverified_header(raw)["kid"])
    signing = key_ring().keys.get(kid)
    if signing is None:  # it expired this moment
        raise InvalidToken
    return Verified(claims, payload, kid, signing.public)


def verify_refresh_token(raw: str) -> RefreshClaims:
    """Raises InvalidToken. Only the session's row shows whether it is the live refresh token."""
    claims = _verified(RefreshToken, raw)
    return RefreshClaims(claims["user_id"], uuid.UUID(claims["sid"]), claims["jti"])


def _verified(token_class: type[Token], raw: Any) -> dict[str, Any]:
    # `raw` is text; Simple JWT's annotation says Token, which it is not.
    try:
        claims: dict[str, Any] = token_class(raw).payload
    except TokenError as error:
        raise InvalidToken from error
    return claims
