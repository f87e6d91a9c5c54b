"""The tokens of contracts/access_token_vectors.json, verified as the contract says."""

import json
from pathlib import Path

import pytest

from image_community.errors import DomainError, Kind
from image_community.identity.key_source import usable_keys
from image_community.identity.verifier import Verifier

VECTORS = json.loads((Path(__file__).parents[5] / "contracts" / "access_token_vectors.json").read_text())


class PublishedKeys:
    """The vectors' own JWKS, without a network."""

    def __init__(self) -> None:
        self._keys = usable_keys(VECTORS["jwks"])

    async def key(self, kid: str):
        return self._keys.get(kid)


class NoneEnded:
    """No session has ended."""

    def is_revoked(self, sid: str) -> bool:
        return False


def name_of(vector) -> str:
    return vector["name"].replace(" ", "_")


@pytest.fixture
def verifier() -> Verifier:
    return Verifier(PublishedKeys(), NoneEnded(), issuer=VECTORS["issuer"], audience=VECTORS["audience"])


@pytest.mark.parametrize("vector", VECTORS["good"], ids=name_of)
async def test_good_token_is_accepted(verifier, vector):
    token = await verifier.verify(vector["token"])
    for claim in ("user_id", "username", "sid", "jti", "exp"):
        assert getattr(token, claim) == vector["claims"][claim]


@pytest.mark.parametrize("vector", VECTORS["bad"], ids=name_of)
async def test_bad_token_is_refused_with_its_code(verifier, vector):
    with pytest.raises(DomainError) as refusal:
        await verifier.verify(vector["token"])
    assert refusal.value.kind is Kind.UNAUTHENTICATED
    assert refusal.value.code == vector["code"]
