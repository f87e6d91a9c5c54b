"""A cache of verified access tokens, so that the same token's signature is not checked at every request.

It holds the digest of a token, never the token: a memory dump gives no usable one (decision 0018).
"""

import hashlib
from dataclasses import dataclass
from threading import Lock
from typing import Any, Generic, TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

MAX_TOKENS = 4096  # about 2 KiB each

Claims = TypeVar("Claims")


@dataclass(frozen=True, slots=True)
class Verified(Generic[Claims]):
    """What stays true of a token: its content, signed by this key."""

    claims: Claims
    payload: dict[str, Any]
    kid: str
    key: RSAPublicKey


class VerifiedTokens(Generic[Claims]):
    """By SHA-256 digest of the whole token; when full, the oldest entry is evicted. For all threads."""

    def __init__(self, size: int = MAX_TOKENS) -> None:
        self._size = size
        self._lock = Lock()
        self._found: dict[bytes, Verified[Claims]] = {}

    def find(self, raw: str) -> Verified[Claims] | None:
        """The cached verification of that token."""
        return self._found.get(_digest(raw))

    def keep(self, raw: str, verified: Verified[Claims]) -> None:
        """Add or replace a token."""
        digest = _digest(raw)
        with self._lock:
            self._found.pop(digest, None)
            if len(self._found) >= self._size:
                del self._found[next(iter(self._found))]
            self._found[digest] = verified


def _digest(raw: str) -> bytes:
    return hashlib.sha256(raw.encode("utf-8", "surrogatepass")).digest()
