"""The cache of verified tokens: bounded, without the token itself."""

import pickle
from concurrent.futures import ThreadPoolExecutor

from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from auth_match.accounts.verified_tokens import Verified, VerifiedTokens

KEY = generate_private_key(65537, 2048).public_key()


def verified(claims: str) -> Verified[str]:
    return Verified(claims, {}, "kid", KEY)


def test_known_token_is_found_and_another_signature_is_not() -> None:
    cache = VerifiedTokens[str]()
    cache.keep("head.claims.one", verified("claims"))
    assert cache.find("head.claims.one") == verified("claims")
    assert cache.find("head.claims.other") is None
    assert cache.find("\ud800") is None


def test_oldest_entry_is_evicted() -> None:
    cache = VerifiedTokens[str](size=2)
    for raw in ("a", "b", "a", "c"):
        cache.keep(raw, verified(raw))
    assert [cache.find(raw) is not None for raw in "abc"] == [True, False, True]


def test_cache_holds_no_token() -> None:
    cache = VerifiedTokens[str]()
    cache.keep("secret-token", verified("claims"))
    assert b"secret-token" not in pickle.dumps(list(cache._found))


def test_threads_share_it() -> None:
    cache = VerifiedTokens[str](size=8)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda n: cache.keep(str(n % 50), verified("x")), range(4_000)))
    assert len(cache._found) == 8
