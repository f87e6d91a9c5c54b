"""How Alembic reaches the database: async, one transaction, a lock so that two runs take turns."""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from image_community.models import Base
from image_community.runtime.settings import DatabaseSettings, database_settings_from_environment

MIGRATION_LOCK = 7_340_000  # pg_advisory_xact_lock key, shared by every run of this service's migrations


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, compare_server_default=True)
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
        context.run_migrations()


async def migrate(settings: DatabaseSettings) -> None:
    engine = create_async_engine(settings.sqlalchemy_url(), poolclass=NullPool, hide_parameters=True)
    async with engine.connect() as connection:
        await connection.run_sync(run)
        await connection.commit()
    await engine.dispose()


# A test hands its settings over; the command line reads the environment.
given: DatabaseSettings | None = context.config.attributes.get("settings")
asyncio.run(migrate(given or database_settings_from_environment()))
