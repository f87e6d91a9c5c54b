"""Fixtures of unit and integration tests."""

from collections.abc import Callable

import pytest

from tests import chi_square


@pytest.fixture(scope="session")
def deviation() -> Callable[..., float]:
    return chi_square.deviation
