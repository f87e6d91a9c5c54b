"""What every test run shares, whichever part of the suite it is."""

import functools
import ssl
from collections.abc import Iterator
from typing import Any

import certifi
import pytest


@pytest.fixture(autouse=True, scope="session")
def _one_trust_store() -> Iterator[None]:
    """httpx reads all certificate authorities for each client, 60 ms, also where all is plain HTTP."""
    create = ssl.create_default_context

    @functools.cache
    def of_authorities() -> ssl.SSLContext:
        return create(cafile=certifi.where())

    def shared(*arguments: Any, **named: Any) -> ssl.SSLContext:
        if not arguments and named == {"cafile": certifi.where()}:
            return of_authorities()
        return create(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", shared)
        yield
