"""A cache of verified tokens, so that the same token is not verified at every request.

It saves only the signature check. The verifier still checks that the key is published, the token has not
expired and the session has not ended.
"""

from dataclasses import dataclass
from typing import Generic, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

MAX_TOKENS = 4096  # about 2 KiB each

Claims = TypeVar("Claims")


@dataclass(frozen=True, slots=True)
class Verified(Generic[Claims]):
    """The claims of a token, and the key that verified it."""

    claims: Claims
    kid: str
    key: RSAPublicKey


class VerifiedTokens(Generic[Claims]):
    """By SHA-256 digest of the whole token; when full, the oldest entry is evicted."""

    def __init__(self, size: int = MAX_TOKENS) -> None:
        self._size = size
        self._found: dict[bytes, Verified[Claims]] = {}

    def __len__(self) -> int:
        return len(self._found)

    def find(self, digest: bytes) -> Verified[Claims] | None:
        """The cached verification of that token."""
        return self._found.get(digest)

    def keep(self, digest: bytes, verified: Verified[Claims]) -> None:
        """Add or replace a token."""
        self._found.pop(digest, None)
        if len(self._found) >= self._size:
            del self._found[next(iter(self._found))]
        self._found[digest] = verified

    def drop(self, digest: bytes) -> None:
        """Remove a token."""
        self._found.pop(digest, None)
