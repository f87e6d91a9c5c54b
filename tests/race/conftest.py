"""Trials are tests with a size: short in `make test`, long in `make race-*` (MARU_TRIALS=long)."""

import os

import pytest


@pytest.fixture
def is_long() -> bool:
    return os.environ.get("MARU_TRIALS") == "long"
