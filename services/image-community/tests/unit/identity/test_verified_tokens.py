"""A cached token is accepted only while its key, its expiry and its session are valid."""

import json
from pathlib import Path

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from image_community.identity.errors import InvalidToken
from image_community.identity.verified_tokens import Verified, VerifiedTokens
from image_community.identity.verifier import LEEWAY_SECONDS, Verifier

VECTORS = json.loads((Path(__file__).parents[5] / "contracts" / "access_token_vectors.json").read_text())
TOKEN = VECTORS["good"][0]["token"]
CLAIMS = VECTORS["good"][0]["claims"]
KID = jwt.get_unverified_header(TOKEN)["kid"]


class World:
    """The inputs of a verifier, all changeable: published keys, ended sessions, the time."""

    def __init__(self, key: rsa.RSAPublicKey) -> None:
        self.keys = {KID: key}
        self.ended: set[str] = set()
        self.seconds = 1_000_000_000.0

    async def key(self, kid: str):
        return self.keys.get(kid)

    def is_revoked(self, sid: str) -> bool:
        return sid in self.ended


@pytest.fixture
def world() -> World:
    (entry,) = (each for each in VECTORS["jwks"]["keys"] if each["kid"] == KID)
    return World(jwt.PyJWK.from_dict(entry).key)


@pytest.fixture
def verifier(world, monkeypatch):
    made = Verifier(
        world, world, issuer=VECTORS["issuer"], audience=VECTORS["audience"], now=lambda: world.seconds
    )
    made.decoded = 0
    decode = made._claims

    def counted(*args):
        made.decoded += 1
        return decode(*args)

    monkeypatch.setattr(made, "_claims", counted)
    return made


async def test_second_verification_is_cached_with_the_same_result(verifier):
    first, second = await verifier.verify(TOKEN), await verifier.verify(TOKEN)
    assert first == second
    assert verifier.decoded == 1


async def test_ended_session_is_refused_though_its_token_is_known(verifier, world):
    sid = (await verifier.verify(TOKEN)).sid
    world.ended.add(sid)
    with pytest.raises(InvalidToken):
        await verifier.verify(TOKEN)


async def test_known_token_ends_with_its_time(verifier, world):
    await verifier.verify(TOKEN)
    world.seconds = CLAIMS["exp"] + LEEWAY_SECONDS - 1
    await verifier.verify(TOKEN)
    assert verifier.decoded == 1
    world.seconds += 1
    with pytest.raises(InvalidToken):
        await verifier.verify(TOKEN)


async def test_known_token_ends_with_its_key(verifier, world):
    await verifier.verify(TOKEN)
    world.keys.clear()
    with pytest.raises(InvalidToken):
        await verifier.verify(TOKEN)


async def test_another_key_with_the_same_id_verifies_again(verifier, world):
    await verifier.verify(TOKEN)
    world.keys[KID] = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
    with pytest.raises(InvalidToken):
        await verifier.verify(TOKEN)


async def test_same_words_under_another_signature_are_another_token(verifier):
    await verifier.verify(TOKEN)
    head, _, signature = TOKEN.rpartition(".")
    other = ("B" if signature[0] == "A" else "A") + signature[1:]
    with pytest.raises(InvalidToken):
        await verifier.verify(f"{head}.{other}")


def test_never_more_are_kept_than_there_is_room_for(world):
    tokens = VerifiedTokens[str](size=3)
    for name in "abcda":
        tokens.keep(name.encode(), Verified(name, KID, world.keys[KID]))
    assert len(tokens) == 3
    assert [bool(tokens.find(name.encode())) for name in "abcd"] == [True, False, True, True]
