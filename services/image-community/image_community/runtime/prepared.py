"""Statements compiled once per process, which asyncpg runs itself.

SQLAlchemy writes them; running one through its engine costs a request as much CPU as everything
else it does (decision 43). Inside a session's transaction the session runs the same statement.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any, Protocol

from sqlalchemy import Executable
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.compiler import SQLCompiler

Row = Mapping[Any, Any]  # by the names of the columns
NOTHING: Mapping[str, Any] = {}
DIALECT = PGDialect_asyncpg()  # type: ignore[no-untyped-call]


class Connection(Protocol):
    """asyncpg's; it ships no annotations."""

    async def execute(self, query: str, *arguments: Any) -> str: ...
    async def fetch(self, query: str, *arguments: Any) -> Sequence[Row]: ...
    async def fetchrow(self, query: str, *arguments: Any) -> Row | None: ...
    async def fetchval(self, query: str, *arguments: Any) -> Any: ...
    def transaction(self) -> AbstractAsyncContextManager[None]: ...
    def is_closed(self) -> bool: ...
    def is_in_transaction(self) -> bool: ...


# What runs a prepared statement: `reading` and `writing` yield the first, `transaction` the second.
Reader = Connection | AsyncSession


class PreparedStatement:
    """Keep each: asyncpg remembers the newest hundred texts per connection, PostgreSQL their plans.

    Values are sent as given: only for columns whose Python type asyncpg knows (no JSON, no types of ours).
    Read rows by the names of columns: iterating one gives values, or of a session's the names.
    """

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        compiled = statement.compile(dialect=DIALECT)  # type: ignore[attr-defined]
        assert isinstance(compiled, SQLCompiler)
        self.sql = str(compiled)
        assert "__[POSTCOMPILE" not in self.sql, "in_() has one SQL for each number of values; use any_()"
        by_python = [*compiled.insert_prefetch, *compiled.update_prefetch]
        assert not by_python, f"values that SQLAlchemy would fill in: {by_python}"
        self._names = tuple(compiled.positiontup or ())
        self._constants = {name: bind.value for name, bind in compiled.binds.items() if not bind.required}

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """The parameters in the order of their positions.

        Raises:
            KeyError: one is missing.
        """
        all_values = {**self._constants, **values}
        return [all_values[name] for name in self._names]

    async def run(self, reader: Reader, values: Mapping[str, Any] = NOTHING) -> None:
        """For its effect alone."""
        if isinstance(reader, AsyncSession):
            await reader.execute(self.statement, values)
        else:
            await reader.execute(self.sql, *self.arguments(values))

    async def rows(self, reader: Reader, values: Mapping[str, Any] = NOTHING) -> Sequence[Row]:
        """All rows."""
        if isinstance(reader, AsyncSession):
            return (await reader.execute(self.statement, values)).mappings().all()
        return await reader.fetch(self.sql, *self.arguments(values))

    async def row(self, reader: Reader, values: Mapping[str, Any] = NOTHING) -> Row | None:
        """The first row, None without one. Asks for no second one, which a lock would then not reach."""
        if isinstance(reader, AsyncSession):
            return (await reader.execute(self.statement, values)).mappings().first()
        return await reader.fetchrow(self.sql, *self.arguments(values))

    async def value(self, reader: Reader, values: Mapping[str, Any] = NOTHING) -> Any:
        """The first column of the first row, None without one."""
        if isinstance(reader, AsyncSession):
            return (await reader.execute(self.statement, values)).scalar()
        return await reader.fetchval(self.sql, *self.arguments(values))
