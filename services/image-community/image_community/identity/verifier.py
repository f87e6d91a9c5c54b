"""Verifies access tokens, by the format that contracts/access_token.schema.json defines."""

import hashlib
import re
import time
from collections.abc import Callable
from typing import Annotated, Any, Literal, NoReturn, Protocol

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from image_community.identity.errors import InvalidToken, NotAuthenticated
from image_community.identity.verified_tokens import Verified, VerifiedTokens
from image_community.runtime.inputs import MAX_ID, Text

MAX_TOKEN_CHARACTERS = 4096
LEEWAY_SECONDS = 30
LEGAL = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")
UUID = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
REQUIRED = ["iss", "aud", "sub", "iat", "exp", "jti"]

Seconds = Annotated[int, Field(ge=0, le=253_402_300_799)]  # since 1970; the end of the year 9999


class Keys(Protocol):
    """Keys of a verifier."""

    async def key(self, kid: str) -> RSAPublicKey | None:
        """The key of that id, or None."""


class EndedSessions(Protocol):
    """Ended sessions of a verifier."""

    def is_revoked(self, sid: str) -> bool:
        """Whether that session has ended."""


class Header(BaseModel):
    """The relevant header fields. A key in the header (`jwk`, `jku`, `x5u`) is ignored."""

    model_config = ConfigDict(strict=True)

    alg: Literal["RS256"]
    typ: Literal["at+jwt"]
    kid: Annotated[Text, Field(min_length=1, max_length=128)]


class AccessToken(BaseModel):
    """The caller, from the claims of a verified token. Types are strict: "7" is not a user id."""

    model_config = ConfigDict(strict=True, frozen=True)

    iss: str
    aud: str
    sub: str
    iat: Seconds
    exp: Seconds
    jti: Annotated[Text, Field(min_length=1, max_length=64)]
    sid: Annotated[str, Field(pattern=UUID)]
    username: Annotated[Text, Field(min_length=1, max_length=30)]
    user_id: Annotated[int, Field(ge=1, le=MAX_ID)]
    token_type: Literal["access"]
    nbf: Seconds | None = None

    @model_validator(mode="after")
    def _one_subject(self) -> "AccessToken":
        if self.sub != str(self.user_id):
            raise ValueError("sub and user_id name different users")
        return self


class Verifier:
    """Accepts a token only if every part of it is valid. `now` is the clock, in seconds since 1970."""

    def __init__(
        self,
        keys: Keys,
        ended: EndedSessions,
        *,
        issuer: str,
        audience: str,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._keys = keys
        self._ended = ended
        self._issuer = issuer
        self._audience = audience
        self._now = now
        self._verified = VerifiedTokens[AccessToken]()

    async def verify(self, token: str) -> AccessToken:
        """The claims of a valid token.

        Raises:
            NotAuthenticated: the token is empty.
            InvalidToken: any part is invalid, or its session has ended.
            Unavailable: the keys or the ended sessions are not known.
        """
        if not token:
            raise NotAuthenticated
        # Before decoding: PyJWT raises unrelated errors for text that is not a token.
        if len(token) > MAX_TOKEN_CHARACTERS or not LEGAL.fullmatch(token):
            raise InvalidToken
        claims = await self._verified_claims(token)
        if self._ended.is_revoked(claims.sid):
            raise InvalidToken
        return claims

    async def _verified_claims(self, token: str) -> AccessToken:
        """As `verify`, without the session. A cached token is valid while its key is published."""
        digest = hashlib.sha256(token.encode("ascii")).digest()
        known = self._verified.find(digest)
        kid = known.kid if known else _kid(token)
        key = await self._keys.key(kid)
        if key is None:
            raise InvalidToken
        if known is None or known.key is not key:
            known = Verified(self._claims(token, key), kid, key)
            self._verified.keep(digest, known)
        elif self._now() >= known.claims.exp + LEEWAY_SECONDS:
            self._verified.drop(digest)
            raise InvalidToken
        return known.claims

    def _claims(self, token: str, key: RSAPublicKey) -> AccessToken:
        try:
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                issuer=self._issuer,
                audience=self._audience,
                leeway=LEEWAY_SECONDS,
                options={"require": REQUIRED},
            )
            return AccessToken.model_validate(claims)
        except _BAD_TOKEN as error:
            _refuse(error)


# RecursionError: JSON nested too deep. OverflowError and ValueError: numbers out of range, invalid UTF-8.
_BAD_TOKEN = (jwt.PyJWTError, ValidationError, ValueError, OverflowError, TypeError, RecursionError)


def _kid(token: str) -> str:
    try:
        header: Any = jwt.get_unverified_header(token)
        return Header.model_validate(header).kid
    except _BAD_TOKEN as error:
        _refuse(error)


def _refuse(error: Exception) -> NoReturn:
    raise InvalidToken from error
