from collections.abc import Callable

import pytest

from auth_match.accounts.models import User


@pytest.fixture
def boss(make_user: Callable[..., User]) -> User:
    return make_user("boss", is_staff=True, is_superuser=True)
