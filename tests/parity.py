"""What the parity table (tests/e2e/test_parity.py) asks, and what each answer and line must be."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psycopg

from tests.system import NativeSystem

SERVICES = ("auth-match", "image-community")
CODES = json.loads((Path(__file__).parents[1] / "contracts" / "error_codes.json").read_text(encoding="utf-8"))
PROBLEM = "application/problem+json"
TYPES = {"type": str, "title": str, "status": int, "detail": str, "code": str, "request_id": str}
LINE = {"timestamp", "level", "event", "service", "request_id", "logger"}
REQUEST = LINE | {"method", "path", "status", "duration_ms"}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True)
class Asked:
    """A request; `who` is "anyone", "alice", or "forged" for a token that none of us signed."""

    method: str
    path: str
    who: str = "anyone"
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = b""


Ask = Callable[[str, Asked], Awaitable[httpx.Response]]  # service, request


def json_to(method: str, path: str, content: bytes, who: str = "anyone") -> Asked:
    return Asked(method, path, who, JSON, content)


def port_of(system: NativeSystem, service: str) -> int:
    ports = system.settings.ports
    return ports.auth_match_web if service == "auth-match" else ports.image_web[0]


def log_of(service: str) -> str:
    return {"auth-match": "auth-match-web", "image-community": "image-community-web-1"}[service]


def health_ports(system: NativeSystem) -> tuple[int, ...]:
    ports = system.settings.ports
    return (ports.auth_match_web, *ports.realtime, *ports.image_web)


def require_problem(response: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The body, which has the fields and headers of every problem (RFC 9457)."""
    assert (response.status_code, response.headers["content-type"]) == (status, PROBLEM), response.text
    problem: dict[str, Any] = response.json()
    fields = {name: type(value) for name, value in problem.items() if name != "errors"}
    assert fields == TYPES
    assert (problem["type"], problem["status"], problem["code"]) == ("about:blank", status, code)
    assert problem["title"] == CODES[code]["title"]
    assert problem["detail"].endswith(".")
    assert problem["request_id"] == response.headers["x-request-id"]
    assert response.headers["cache-control"] == "no-store"
    assert ("errors" in problem) == (status == 422)
    for each in problem.get("errors", []):
        assert CODES[each["code"]]["title"] == "Field error", each
    assert ("www-authenticate" in response.headers) == (status == 401)
    assert status != 405 or response.headers["allow"] == "GET, HEAD"
    assert ("retry-after" in response.headers) == (status in (429, 503))
    return problem


async def lines_of(system: NativeSystem, log: str, request_id: str, event: str) -> list[dict[str, Any]]:
    """Those of one request, once there are any: a line is written a moment after the response."""
    for _ in range(60):
        lines = [each for each in system.log_lines(log) if each.get("request_id") == request_id]
        if found := [each for each in lines if each["event"] == event]:
            return found
        await asyncio.sleep(0.05)
    return []


@asynccontextmanager
async def locked_tables(system: NativeSystem) -> AsyncIterator[None]:
    """Another session has each service's table, so that PostgreSQL ends a statement that waits."""
    server = f"host=127.0.0.1 port={system.settings.ports.postgres} user=postgres"
    password = (system.settings.secrets / "postgres_password").read_text()
    async with AsyncExitStack() as stack:
        for database in ("auth_match", "image_community"):
            opening = psycopg.AsyncConnection.connect(f"{server} dbname={database}", password=password)
            connection = await stack.enter_async_context(await opening)
            table = {"auth_match": "accounts_user", "image_community": "image_posts"}[database]
            await connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield


@asynccontextmanager
async def refusing_redis(system: NativeSystem) -> AsyncIterator[None]:
    """The replica of a dead host refuses to read and to write."""
    redis = system.redis()
    try:
        await redis.config_set("replica-serve-stale-data", "no")
        await redis.replicaof("127.0.0.1", "1")
        yield
    finally:
        await redis.replicaof("NO", "ONE")
        await redis.config_set("replica-serve-stale-data", "yes")
        await redis.aclose()
        await system.ready()
