"""Every error code of this service is in contracts/error_codes.json with the same status."""

import importlib
import json
import pkgutil
from pathlib import Path

import pytest

import image_community
from image_community.errors import DomainError
from image_community.posts.readiness import MEDIA_STORE_REFUSED
from image_community.runtime.problem import (
    CODE_OF_STATUS,
    STATUS_OF_KIND,
    TITLE_OF_STATUS,
    StorageUnavailable,
)

CONTRACT = json.loads((Path(__file__).parents[4] / "contracts" / "error_codes.json").read_text())


def codes() -> dict[str, int]:
    for module in pkgutil.walk_packages(image_community.__path__, "image_community."):
        if not module.name.endswith(".pixels") and ".charts." not in module.name:  # programs of their own
            importlib.import_module(module.name)
    ours = {error.code: STATUS_OF_KIND[error.kind] for error in DomainError.__subclasses__()}
    ours |= {StorageUnavailable.code: 503, MEDIA_STORE_REFUSED: 503}
    return ours | {code: status for status, code in CODE_OF_STATUS.items()}


@pytest.mark.parametrize(("code", "status"), sorted(codes().items()))
def test_code_is_promised(code: str, status: int):
    promised = CONTRACT[code]
    assert promised["status"] == status
    assert promised["title"] == TITLE_OF_STATUS[status]
    assert "image-community" in promised["services"]


def test_every_error_has_a_sentence():
    for error in DomainError.__subclasses__():
        assert error.detail.endswith(".")
        assert error.__doc__
