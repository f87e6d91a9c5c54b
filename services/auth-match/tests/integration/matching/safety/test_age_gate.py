"""Adults from 18 to 99 only: sign-up, profile and database say so, and matching does not rely on them."""

from collections.abc import Iterator

import pytest
from django.db import connection

from auth_match.accounts.models import User
from auth_match.matching.queue import actions
from auth_match.runtime.database import in_database_thread

RULE = next(rule for rule in User._meta.constraints if rule.name == "user_is_adult")


@pytest.fixture
def unchecked_ages(transactional_db: None) -> Iterator[None]:
    """A database that takes any age."""
    with connection.schema_editor() as schema:
        schema.remove_constraint(User, RULE)
    yield
    User.objects.all().delete()
    with connection.schema_editor() as schema:
        schema.add_constraint(User, RULE)


@pytest.mark.parametrize("age", [17, 100])
async def test_age_outside_the_range_is_not_admitted(
    unchecked_ages: None, alice: User, loop_redis: None, age: int
) -> None:
    await in_database_thread(User.objects.filter(id=alice.id).update, age=age)
    attached = await actions.attach(user_id=alice.id)
    with pytest.raises(ValueError, match="outside 18–99"):
        await actions.join(user_id=alice.id, connection=attached.connection)
    state = await actions.look_up(user_id=alice.id)
    assert (state.status, state.waiting) == ("idle", 0)
