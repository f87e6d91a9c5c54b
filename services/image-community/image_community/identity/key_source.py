"""auth-match's public keys, cached so that verifying never waits for auth-match.

A background task fetches them every 30 seconds; auth-match publishes a new key for longer before it signs. If
auth-match is unavailable, the last keys stay valid for a day. A token with an unknown `kid` also triggers a
fetch, but at most one per 30 seconds, regardless of how many such tokens arrive.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from jwt import PyJWK
from jwt.exceptions import PyJWTError

from image_community.runtime.problem import Unavailable

log = structlog.get_logger()

REFRESH_SECONDS = 30.0
FIRST_RETRY_SECONDS = 1.0  # after a failed refresh, then doubling
LAST_RETRY_SECONDS = 30.0
UNKNOWN_KID_SECONDS = REFRESH_SECONDS
FETCH_SECONDS = 2.0  # a request with an unknown `kid` waits for it
KEEP_SECONDS = 24 * 3600.0
MIN_KEY_BITS = 2048


class KeySource:
    """The keys by `kid`. `monotonic` is the clock, in seconds; tests pass their own."""

    def __init__(
        self, http: httpx.AsyncClient, url: str, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._http = http
        self._url = url
        self._monotonic = monotonic
        self._keys: Mapping[str, RSAPublicKey] = {}
        self._fetched_at: float | None = None
        self._asked_at: float | None = None
        self._one_fetch = asyncio.Lock()

    async def key(self, kid: str) -> RSAPublicKey | None:
        """The key of that id, or None if auth-match has no such key.

        Raises:
            Unavailable: no keys were ever fetched, or the last ones are older than a day.
        """
        found = self._fresh_keys().get(kid)
        if found is not None:
            return found
        await self._fetch_for_unknown()
        keys = self._fresh_keys()
        if not keys:
            raise Unavailable
        return keys.get(kid)

    async def refresh_forever(self) -> None:
        """The background task: fetch periodically, sooner after a failure."""
        retry = FIRST_RETRY_SECONDS
        while True:
            fetched = await self._refreshed()
            await asyncio.sleep(REFRESH_SECONDS if fetched else retry)
            retry = FIRST_RETRY_SECONDS if fetched else min(retry * 2, LAST_RETRY_SECONDS)

    async def _refreshed(self) -> bool:
        try:
            return await self.refresh()
        except Exception:
            log.exception("jwks_refresh_failed")  # nothing awaits this task, and it must continue
            return False

    async def refresh(self) -> bool:
        """Whether the keys are current; a fetch within the last second counts."""
        async with self._one_fetch:
            if self._fetched_at is not None and self._monotonic() - self._fetched_at < FIRST_RETRY_SECONDS:
                return True
            return await self._fetch()

    def _fresh_keys(self) -> Mapping[str, RSAPublicKey]:
        if self._fetched_at is None or self._monotonic() - self._fetched_at > KEEP_SECONDS:
            return {}
        return self._keys

    async def _fetch_for_unknown(self) -> None:
        """One fetch for all waiting requests, and none if the last one is recent."""
        async with self._one_fetch:
            if self._asked_at is None or self._monotonic() - self._asked_at >= UNKNOWN_KID_SECONDS:
                await self._fetch()

    async def _fetch(self) -> bool:
        self._asked_at = self._monotonic()
        try:
            async with asyncio.timeout(FETCH_SECONDS):  # httpx itself bounds each read, not their sum
                response = await self._http.get(self._url)
            response.raise_for_status()
            keys = usable_keys(response.json())
        except (httpx.HTTPError, ValueError, RecursionError, TimeoutError) as error:
            log.warning("jwks_fetch_failed", error=type(error).__name__)
            return False
        if not keys:
            log.warning("jwks_empty")
            return False
        # An unchanged key stays the same object, so that cached verified tokens stay valid.
        self._keys = {kid: _same(self._keys.get(kid), key) for kid, key in keys.items()}
        self._fetched_at = self._monotonic()
        return True


def _same(known: RSAPublicKey | None, key: RSAPublicKey) -> RSAPublicKey:
    return known if known is not None and known.public_numbers() == key.public_numbers() else key


def usable_keys(document: Any) -> dict[str, RSAPublicKey]:
    """The RSA signing keys of a JWKS (RFC 7517) by `kid`; other entries are skipped.

    Loaded once: building a key object per token costs many times the verification.
    """
    entries = document.get("keys") if isinstance(document, dict) else None
    keys = {}
    for entry in entries if isinstance(entries, list) else []:
        key = _rsa_key(entry)
        if key is not None:
            keys[entry["kid"]] = key
    return keys


def _rsa_key(entry: Any) -> RSAPublicKey | None:
    if not isinstance(entry, dict) or entry.get("kty") != "RSA" or not isinstance(entry.get("kid"), str):
        return None
    if entry.get("use", "sig") != "sig" or entry.get("alg", "RS256") != "RS256":
        return None
    try:
        key = PyJWK.from_dict(entry, algorithm="RS256").key
    except (PyJWTError, ValueError, TypeError):
        log.warning("jwks_key_unusable")
        return None
    return key if isinstance(key, RSAPublicKey) and key.key_size >= MIN_KEY_BITS else None
