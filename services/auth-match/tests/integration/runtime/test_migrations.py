"""The migrations make what the models say, and can be undone to the last table."""

import pytest
from django.core.management import call_command
from django.db import connection


def our_tables() -> set[str]:
    prefixes = ("account", "matching")
    return {table for table in connection.introspection.table_names() if table.startswith(prefixes)}


def test_models_need_no_further_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_undone_and_done_again() -> None:
    before = our_tables()
    assert {"accounts_user", "matching_matchedroom"} <= before
    try:
        call_command("migrate", "matching", "zero", verbosity=0)
        call_command("migrate", "accounts", "zero", verbosity=0)
        assert our_tables() == set()
    finally:
        call_command("migrate", verbosity=0)
    assert our_tables() == before
