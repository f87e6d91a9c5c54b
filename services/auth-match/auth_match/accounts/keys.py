"""The RSA keys that sign our tokens: files in one folder, loaded once as key objects.

Loading matters: signing from PEM text costs 86 ms a token, from a loaded key 1.4 ms.
"""

import hashlib
import json
import os
import tempfile
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BITS = 2048


@dataclass(frozen=True, slots=True)
class SigningKey:
    kid: str
    private: RSAPrivateKey


@dataclass(frozen=True, slots=True)
class KeyRing:
    """`signing` signs; every key in `public` (by kid) is published and accepted."""

    signing: SigningKey
    public: dict[str, RSAPublicKey]


@lru_cache(maxsize=1)
def key_ring() -> KeyRing:
    """This process's keys. ImproperlyConfigured when there are none: `manage.py make_signing_key`."""
    return load_key_ring(settings.SIGNING_KEYS_DIR)


def load_key_ring(folder: Path) -> KeyRing:
    """Reads `*.pem` (unencrypted PKCS 8). The first by name signs: a newer key is known before it does."""
    keys = [_load(path) for path in sorted(folder.glob("*.pem"))]
    if not keys:
        raise ImproperlyConfigured(f"AUTH_MATCH_SIGNING_KEYS_DIR holds no *.pem: {folder}")
    return KeyRing(signing=keys[0], public={key.kid: key.private.public_key() for key in keys})


def _load(path: Path) -> SigningKey:
    try:
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"A signing key cannot be read: {path}: {error}") from error
    if not isinstance(private, RSAPrivateKey) or private.key_size < KEY_BITS:
        raise ImproperlyConfigured(f"A signing key must be RSA of {KEY_BITS} bits or more: {path}")
    return SigningKey(kid=thumbprint(private.public_key()), private=private)


def make_signing_key(folder: Path, *, name: str) -> Path:
    """Writes a fresh key, mode 0600, that appears whole or not at all."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = generate_private_key(public_exponent=65537, key_size=KEY_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor, temporary = tempfile.mkstemp(dir=folder, suffix=".part")  # mkstemp makes it 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    path = folder / f"{name}.pem"
    Path(temporary).replace(path)
    return path


def thumbprint(key: RSAPublicKey) -> str:
    """The key's name, computed from the key itself. RFC 7638: SHA-256 over the required members, sorted."""
    members = _required_members(key)
    text = json.dumps(members, sort_keys=True, separators=(",", ":"))
    return _base64url(hashlib.sha256(text.encode()).digest())


def public_jwk(kid: str, key: RSAPublicKey) -> dict[str, str]:
    """The key as `/.well-known/jwks.json` shows it. RFC 7517."""
    return {**_required_members(key), "kid": kid, "use": "sig", "alg": "RS256"}


def _required_members(key: RSAPublicKey) -> dict[str, str]:
    numbers = key.public_numbers()
    return {"kty": "RSA", "n": _base64url_integer(numbers.n), "e": _base64url_integer(numbers.e)}


def _base64url_integer(number: int) -> str:
    return _base64url(number.to_bytes((number.bit_length() + 7) // 8, "big"))


def _base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()
