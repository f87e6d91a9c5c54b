"""The migrations create the tables of the models, and can be reversed completely."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddIndex, CreateModel


def our_tables() -> set[str]:
    prefixes = ("account", "matching")
    return {table for table in connection.introspection.table_names() if table.startswith(prefixes)}


def test_models_need_no_new_migration(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_migrations_can_be_reversed_and_applied_again() -> None:
    before = our_tables()
    assert {"accounts_user", "matching_matchedroom"} <= before
    try:
        call_command("migrate", "matching", "zero", verbosity=0)
        call_command("migrate", "accounts", "zero", verbosity=0)
        assert our_tables() == set()
    finally:
        call_command("migrate", verbosity=0)
    assert our_tables() == before


def test_indexes_of_existing_tables_are_created_concurrently() -> None:
    """A plain CREATE INDEX blocks every refresh and logout. The exception is older than this rule."""
    loader = MigrationLoader(None)
    blocking = [
        str(migration)
        for migration in loader.disk_migrations.values()
        for made in [{each.name_lower for each in migration.operations if isinstance(each, CreateModel)}]
        for operation in migration.operations
        if type(operation) is AddIndex and operation.model_name_lower not in made
        if migration.app_label in {"accounts", "matching"}
    ]
    assert blocking == ["accounts.0004_suspensions"]
