"""Tokens verified lately, so that the same one is not verified at every request.

Only the arithmetic is spared. Who asks still looks whether the key is published, the time is not up and the
session has not ended.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

MAX_TOKENS = 4096  # about 2 KiB each

Claims = TypeVar("Claims")


@dataclass(frozen=True, slots=True)
class Verified(Generic[Claims]):
    """What a token says, and the key that it was verified with."""

    claims: Claims
    kid: str
    key: RSAPublicKey


class VerifiedTokens(Generic[Claims]):
    """By SHA-256 digest of the token's whole text; when full, the one kept longest makes room."""

    def __init__(self, size: int = MAX_TOKENS) -> None:
        self._size = size
        self._found: dict[bytes, Verified[Claims]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def find(self, digest: bytes) -> Verified[Claims] | None:
        """What is known of that token."""
        return self._found.get(digest)

    def keep(self, digest: bytes, verified: Verified[Claims]) -> None:
        """Remember a token, or remember it anew."""
        self._found.pop(digest, None)
        if len(self._found) >= self._size:
            del self._found[next(iter(self._found))]
        self._found[digest] = verified

    def drop(self, digest: bytes) -> None:
        """Forget a token."""
        self._found.pop(digest, None)
