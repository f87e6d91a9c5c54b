"""The RSA keys that sign our tokens: files in one folder, loaded once as key objects.

Loading matters: signing from PEM text costs 86 ms a token, from a loaded key 1.4 ms. A file's name is the
moment (UTC) from which its key signs, `2026-11-21T220600Z.pem`; `domain.key_ring` says what follows from it.
"""

import hashlib
import json
import os
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from threading import Lock

import structlog
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey, generate_private_key
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from auth_match.accounts.domain.key_ring import KeyState, key_states
from auth_match.runtime import clock

KEY_BITS = 2048
LOOK_SECONDS = 2.0
NAME_FORMAT = "%Y-%m-%dT%H%M%SZ"
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class SigningKey:
    kid: str
    private: RSAPrivateKey
    public: RSAPublicKey
    signs_from: datetime


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys at one moment: `signing` signs; every one in `keys` (by kid) is published and believed."""

    signing: SigningKey
    keys: dict[str, SigningKey]


def key_ring() -> KeyRing:
    """This process's keys now. ImproperlyConfigured when there are none: `manage.py make_signing_key`."""
    return _key_folder(settings.SIGNING_KEYS_DIR).ring(clock.now())


class KeyFolder:
    """A folder's keys, each loaded once. A key that is added is noticed within LOOK_SECONDS.

    Loads at once and raises ImproperlyConfigured; later, a folder that cannot be read leaves what was known.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._looking = Lock()
        self._by_path = _load_all(folder, known={})
        self._looked_at = time.monotonic()

    def ring(self, now: datetime) -> KeyRing:
        if time.monotonic() - self._looked_at >= LOOK_SECONDS and self._looking.acquire(blocking=False):
            try:
                self._look_again()
            finally:
                self._looking.release()
        return _ring_of(self._by_path.values(), now)

    def _look_again(self) -> None:
        self._looked_at = time.monotonic()
        try:
            self._by_path = _load_all(self._folder, known=self._by_path)
        except (ImproperlyConfigured, OSError) as error:
            log.error("signing_keys_not_read", reason=str(error))


_key_folder = lru_cache(maxsize=1)(KeyFolder)


def _ring_of(keys: Iterable[SigningKey], now: datetime) -> KeyRing:
    ordered = sorted(keys, key=lambda key: key.signs_from)
    states = _states(ordered, now)
    living = [key for key, state in zip(ordered, states, strict=True) if state is not KeyState.DEAD]
    return KeyRing(ordered[states.index(KeyState.CURRENT)], {key.kid: key for key in living})


def _states(ordered: Sequence[SigningKey], now: datetime) -> list[KeyState]:
    # A refresh token lives longest, of all that a key signs.
    token_life = settings.SESSION_IDLE_LIFETIME + settings.TOKEN_LEEWAY
    return key_states([key.signs_from for key in ordered], now=now, token_life=token_life)


def _load_all(folder: Path, *, known: Mapping[Path, SigningKey]) -> dict[Path, SigningKey]:
    keys = {path: known.get(path) or _load(path) for path in sorted(folder.glob("*.pem"))}
    if not keys:
        raise ImproperlyConfigured(f"AUTH_MATCH_SIGNING_KEYS_DIR holds no *.pem: {folder}")
    return keys


def _load(path: Path) -> SigningKey:
    """An unencrypted PKCS 8 file, named for the moment from which it signs."""
    try:
        signs_from = datetime.strptime(path.stem, NAME_FORMAT).replace(tzinfo=UTC)
        private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError, TypeError) as error:
        raise ImproperlyConfigured(f"A signing key cannot be read: {path}: {error}") from error
    if not isinstance(private, RSAPrivateKey) or private.key_size < KEY_BITS:
        raise ImproperlyConfigured(f"A signing key must be RSA of {KEY_BITS} bits or more: {path}")
    public = private.public_key()
    return SigningKey(kid=thumbprint(public), private=private, public=public, signs_from=signs_from)


def make_signing_key(folder: Path, *, signs_from: datetime) -> Path:
    """Writes a fresh key, mode 0600, that appears whole or not at all. Never in the place of another."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    pem = generate_private_key(public_exponent=65537, key_size=KEY_BITS).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor, temporary = tempfile.mkstemp(dir=folder, suffix=".part")  # mkstemp makes it 0600
    with os.fdopen(descriptor, "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        return _publish(Path(temporary), folder, signs_from)
    finally:
        Path(temporary).unlink()


def _publish(temporary: Path, folder: Path, signs_from: datetime) -> Path:
    while True:
        path = folder / f"{signs_from.strftime(NAME_FORMAT)}.pem"
        try:
            path.hardlink_to(temporary)  # unlike a rename it fails where there is one already
        except FileExistsError:
            signs_from += timedelta(seconds=1)
        else:
            return path


def rotate_signing_key(folder: Path, *, now: datetime, lead: timedelta) -> Path:
    """Publishes a fresh key, which signs after `lead`, and deletes the keys that are dead; the new file."""
    path = make_signing_key(folder, signs_from=now + lead)
    by_path = _load_all(folder, known={})
    ordered = sorted(by_path, key=lambda path: by_path[path].signs_from)
    for old, state in zip(ordered, _states([by_path[path] for path in ordered], now), strict=True):
        if state is KeyState.DEAD:
            old.unlink(missing_ok=True)
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
