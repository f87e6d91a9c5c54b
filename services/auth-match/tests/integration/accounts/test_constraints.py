"""The constraints of the database, for every writer."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError

from auth_match.accounts.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("change", [{"age": 17}, {"age": 100}, {"gender": "any"}, {"username_key": "bob"}])
def test_database_keeps_the_rules_of_a_user(alice: User, bob: User, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError):
        User.objects.filter(id=alice.id).update(**change)


def test_user_is_a_32_bit_row_with_the_defaults_of_the_specification(make_user: Callable[..., User]) -> None:
    user = make_user("dora")
    assert User._meta.pk.get_internal_type() == "AutoField"
    assert (user.is_active, user.is_staff, user.is_superuser) == (True, False, False)
    assert user.date_joined is not None
