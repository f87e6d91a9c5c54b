"""Trials are tests with a size: short in `make test`, long in `make race-*` (MARU_TRIALS=long)."""

import pytest

from tests.conftest import IS_LONG


@pytest.fixture
def is_long() -> bool:
    return IS_LONG
