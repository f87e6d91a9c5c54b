"""The rows of contracts/unavailable_errors.json, raised as their drivers raise them."""

import json
from pathlib import Path
from typing import Any, NoReturn

import psycopg
import psycopg_pool
from django.db import connection
from redis.connection import DefaultParser

import redis

CONTRACT = Path(__file__).parents[3] / "contracts" / "unavailable_errors.json"
_TABLE = json.loads(CONTRACT.read_text(encoding="utf-8"))
ROWS: list[dict[str, Any]] = _TABLE["rows"]
DEFECTS: list[dict[str, Any]] = _TABLE["defects"]


def name_of(row: dict[str, Any]) -> str:
    """The id of the test case."""
    words = (row["driver"], row.get("sqlstate") or row.get("error") or "lost", row.get("reply") or "")
    return " ".join(words).strip()[:40]


def raise_row(row: dict[str, Any]) -> NoReturn:
    """The server itself raises errors with a SQLSTATE, through Django."""
    if row["driver"] == "redis":
        raise _redis_error(row)
    with connection.wrap_database_errors:
        if row["driver"] == "pool":
            raise psycopg_pool.PoolTimeout("couldn't get a connection after 3.00 sec")
        if row["sqlstate"] is None:
            raise psycopg.OperationalError("server closed the connection unexpectedly")
    with connection.cursor() as cursor:
        cursor.execute(f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{row['sqlstate']}'; END $$")
    raise AssertionError("the server did not raise it")


def _redis_error(row: dict[str, Any]) -> Exception:
    if row["reply"] is None:
        return {"ConnectionError": redis.ConnectionError, "TimeoutError": redis.TimeoutError}[row["error"]]()
    error: Exception = DefaultParser.parse_error(row["reply"])
    assert type(error).__name__ == row["error"]
    return error
