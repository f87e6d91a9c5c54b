"""Trials are tests with a size: short in `make test`, long in `make race-*` (MARU_TRIALS=long)."""

import logging

import pytest

from tests.conftest import IS_LONG


@pytest.fixture(autouse=True)
def only_what_a_trial_prints() -> None:
    """Not each of its thousands of requests."""
    logging.getLogger("httpx").setLevel(logging.WARNING)


@pytest.fixture
def is_long() -> bool:
    return IS_LONG
